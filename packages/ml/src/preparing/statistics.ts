/** Statistics of the known values of a column; every function takes values without NaN. */

export function mean(values: Float64Array): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

/** Population standard deviation, as scikit-learn's StandardScaler. */
export function standardDeviation(values: Float64Array): number {
  const center = mean(values);
  return Math.sqrt(values.reduce((sum, value) => sum + (value - center) ** 2, 0) / values.length);
}

/** Linear interpolation between the two nearest ranks, as NumPy's default; `sorted` ascends, `q` is in 0..1. */
export function quantile(sorted: Float64Array, q: number): number {
  const at = (sorted.length - 1) * q;
  const low = Math.floor(at);
  const high = Math.ceil(at);
  return sorted[low] + (sorted[high] - sorted[low]) * (at - low);
}

/** The value that occurs most often, the smallest of equals; `sorted` ascends. */
export function mode(sorted: Float64Array): number {
  let best = sorted[0];
  let bestLength = 0;
  for (let start = 0, end = 0; start < sorted.length; start = end) {
    while (end < sorted.length && sorted[end] === sorted[start]) end++;
    if (end - start > bestLength) [best, bestLength] = [sorted[start], end - start];
  }
  return best;
}
