/** The value below which a share of sorted values lies, between neighbours linearly (numpy's default). NaN for no values. */
export function quantile(sorted: Float64Array, share: number): number {
  if (sorted.length === 0) return NaN;
  const place = share * (sorted.length - 1);
  const below = sorted[Math.floor(place)];
  const above = sorted[Math.ceil(place)];
  const part = place - Math.floor(place);
  return below === above ? below : below * (1 - part) + above * part;
}

/**
 * The middle value; with weights the value at which half of their sum is reached, or the mean of two where it is reached
 * exactly between them (scikit-learn's averaged weighted percentile). NaN where nothing has weight.
 */
export function median(values: Float64Array, weights?: Float64Array): number {
  if (!weights) return quantile(values.slice().sort(), 0.5);
  const order = Uint32Array.from(values, (_, index) => index)
    .filter((index) => weights[index] > 0)
    .sort((a, b) => values[a] - values[b]);
  const half = order.reduce((sum, index) => sum + weights[index], 0) / 2;
  let reached = 0;
  for (let i = 0; i < order.length; i++) {
    reached += weights[order[i]];
    if (reached === half && i + 1 < order.length) return (values[order[i]] + values[order[i + 1]]) / 2;
    if (reached >= half) return values[order[i]];
  }
  return NaN;
}
