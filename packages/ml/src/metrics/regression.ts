import type { MetricKey } from "./metrics";

export type RegressionMetricKey = Extract<
  MetricKey,
  "rmse" | "mae" | "mape" | "median_ae" | "max_error" | "r2"
>;
export type RegressionMetrics = Record<RegressionMetricKey, number>;

/** scikit-learn's rule for MAPE: a true value nearer to zero than this counts as this, so zeros give huge but finite errors. */
const MAPE_EPSILON = Number.EPSILON;

/**
 * All regression metrics of predictions `p` for true values `y`, both of shape (n). MAPE is a fraction (0.1 is 10 %).
 * R² of a constant `y` is 1 for perfect predictions and 0 otherwise, as in scikit-learn, and NaN for fewer than two rows.
 * No rows give NaN throughout.
 */
export function regressionMetrics(y: Float64Array, p: Float64Array): RegressionMetrics {
  const errors = absoluteErrors(y, p);
  return {
    rmse: Math.sqrt(mean(errors.map((error) => error * error))),
    mae: mean(errors),
    mape: mean(errors.map((error, i) => error / Math.max(MAPE_EPSILON, Math.abs(y[i])))),
    median_ae: median(errors),
    max_error: errors.length === 0 ? NaN : errors.reduce((most, error) => Math.max(most, error)),
    r2: r2(y, errors),
  };
}

function absoluteErrors(y: Float64Array, p: Float64Array): Float64Array {
  if (y.length !== p.length) throw new RangeError(`${y.length} true values and ${p.length} predictions.`);
  return y.map((value, i) => Math.abs(value - p[i]));
}

function r2(y: Float64Array, errors: Float64Array): number {
  if (y.length < 2) return NaN;
  const center = mean(y);
  const total = y.reduce((sum, value) => sum + (value - center) ** 2, 0);
  const residual = errors.reduce((sum, error) => sum + error * error, 0);
  if (total === 0) return residual === 0 ? 1 : 0;
  return 1 - residual / total;
}

function mean(values: Float64Array): number {
  return values.length === 0 ? NaN : values.reduce((sum, value) => sum + value, 0) / values.length;
}

function median(values: Float64Array): number {
  const sorted = values.slice().sort();
  if (sorted.length === 0) return NaN;
  const middle = sorted.length / 2;
  return sorted.length % 2 === 1 ? sorted[Math.floor(middle)] : (sorted[middle - 1] + sorted[middle]) / 2;
}
