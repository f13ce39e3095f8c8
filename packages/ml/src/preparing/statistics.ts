/**
 * Statistics of the known values of a column; every function takes values without NaN and infinities. Where sums or squares
 * are beyond a double, they are taken in units of the largest value.
 */

export function mean(values: Float64Array): number {
  const plain = values.reduce((sum, value) => sum + value, 0) / values.length;
  return Number.isFinite(plain) || values.length === 0 ? plain : inUnits(values, mean);
}

/** Population standard deviation, as scikit-learn's StandardScaler. */
export function standardDeviation(values: Float64Array): number {
  const center = mean(values);
  const plain = Math.sqrt(values.reduce((sum, value) => sum + (value - center) ** 2, 0) / values.length);
  return Number.isFinite(plain) || values.length === 0 ? plain : inUnits(values, standardDeviation);
}

/** The same number, or the largest of its sign where it is beyond a double. */
export function finite(value: number): number {
  return Math.min(Number.MAX_VALUE, Math.max(-Number.MAX_VALUE, value));
}

function inUnits(values: Float64Array, statistic: (values: Float64Array) => number): number {
  const unit = values.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  return statistic(values.map((value) => value / unit)) * unit;
}

/** Linear interpolation between the two nearest ranks, as NumPy's default; `sorted` ascends, `q` is in 0..1. */
export function quantile(sorted: Float64Array, q: number): number {
  const at = (sorted.length - 1) * q;
  const low = Math.floor(at);
  const high = Math.ceil(at);
  const span = sorted[high] - sorted[low];
  if (span === Infinity) return sorted[low] * (1 - (at - low)) + sorted[high] * (at - low);
  return sorted[low] + span * (at - low);
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
