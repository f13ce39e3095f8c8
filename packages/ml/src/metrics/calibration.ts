import { binOf } from "./bins";
import { quantile } from "./quantile";

export interface CalibrationBin {
  /** Probabilities above `lower` (the first bin: from it on) up to `upper` included. */
  readonly lower: number;
  readonly upper: number;
  readonly rows: number;
  readonly meanPredicted: number;
  readonly fractionPositive: number;
}

export interface CalibrationOptions {
  /** The class that `probability` is of. */
  readonly positive?: number;
  readonly bins?: number;
  /** uniform: bins of equal width; quantile: bins of about equally many rows */
  readonly strategy?: "uniform" | "quantile";
}

/**
 * How often the class really came, by the probability it was given: scikit-learn's `calibration_curve`, with the bins' edges
 * and sizes. `y` holds class indexes and `probability` is in 0..1, both of shape (n). Empty bins are left out.
 */
export function calibrationBins(
  y: Float64Array,
  probability: Float64Array,
  { positive = 1, bins = 10, strategy = "uniform" }: CalibrationOptions = {},
): CalibrationBin[] {
  if (y.length !== probability.length)
    throw new RangeError(`${y.length} true values and ${probability.length} probabilities.`);
  if (y.length === 0) return [];
  const edges = edgesOf(probability, bins, strategy);
  const rows = new Float64Array(bins);
  const predicted = new Float64Array(bins);
  const hits = new Float64Array(bins);
  probability.forEach((value, row) => {
    const bin = binOf(edges, value);
    rows[bin]++;
    predicted[bin] += value;
    if (y[row] === positive) hits[bin]++;
  });
  return Array.from(rows, (count, bin) => ({
    lower: edges[bin],
    upper: edges[bin + 1],
    rows: count,
    meanPredicted: predicted[bin] / count,
    fractionPositive: hits[bin] / count,
  })).filter((bin) => bin.rows > 0);
}

function edgesOf(probability: Float64Array, bins: number, strategy: "uniform" | "quantile"): Float64Array {
  const sorted = strategy === "quantile" ? probability.slice().sort() : null;
  return Float64Array.from({ length: bins + 1 }, (_, edge) =>
    sorted ? quantile(sorted, edge / bins) : edge / bins,
  );
}
