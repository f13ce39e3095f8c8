import type { MetricKey } from "./metrics";
import { median, quantile } from "./quantile";

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
 * No rows give NaN throughout. `weights`, shape (n), count rows several times or in part; max error knows none.
 */
export function regressionMetrics(
  y: Float64Array,
  p: Float64Array,
  weights?: Float64Array,
): RegressionMetrics {
  const errors = residuals(y, p, weights).map(Math.abs);
  return {
    rmse: Math.sqrt(
      mean(
        errors.map((error) => error * error),
        weights,
      ),
    ),
    mae: mean(errors, weights),
    mape: mean(
      errors.map((error, i) => error / Math.max(MAPE_EPSILON, Math.abs(y[i]))),
      weights,
    ),
    median_ae: median(errors, weights),
    max_error: errors.length === 0 ? NaN : errors.reduce((most, error) => Math.max(most, error)),
    r2: r2(y, errors, weights),
  };
}

/** What the model missed, row by row: true value minus prediction, scikit-learn's sign. */
export function residuals(y: Float64Array, p: Float64Array, weights?: Float64Array): Float64Array {
  if (y.length !== p.length) throw new RangeError(`${y.length} true values and ${p.length} predictions.`);
  if (weights && weights.length !== y.length)
    throw new RangeError(`${y.length} true values and ${weights.length} weights.`);
  return y.map((value, i) => value - p[i]);
}

/** Quantiles of the residuals, one for each share in 0..1; NaN for no rows. */
export function residualQuantiles(y: Float64Array, p: Float64Array, shares: readonly number[]): number[] {
  const sorted = residuals(y, p).sort();
  return shares.map((share) => quantile(sorted, share));
}

function r2(y: Float64Array, errors: Float64Array, weights?: Float64Array): number {
  if (y.length < 2) return NaN;
  const center = mean(y, weights);
  const weight = (i: number) => weights?.[i] ?? 1;
  const total = y.reduce((sum, value, i) => sum + weight(i) * (value - center) ** 2, 0);
  const residual = errors.reduce((sum, error, i) => sum + weight(i) * error * error, 0);
  if (total === 0) return residual === 0 ? 1 : 0;
  return 1 - residual / total;
}

function mean(values: Float64Array, weights?: Float64Array): number {
  if (values.length === 0) return NaN;
  if (!weights) return values.reduce((sum, value) => sum + value, 0) / values.length;
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  return values.reduce((sum, value, i) => sum + value * weights[i], 0) / total;
}
