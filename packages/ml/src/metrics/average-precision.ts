import { oneVsRest } from "./one-vs-rest";
import type { ThresholdCounts } from "./threshold-counts";

/**
 * Area under the precision-recall curve as scikit-learn's `average_precision_score` takes it: the mean of the precisions
 * at each threshold, weighted by the recall gained there, without interpolation. Two classes: of class 1. More: one
 * against the rest, averaged over the classes that occur in `y` (macro). `proba` is row-major, shape (n, classCount).
 * NaN where no row is positive; scikit-learn warns and says 0, which would read as the worst of models.
 */
export function prAuc(
  y: Float64Array,
  proba: Float64Array,
  classCount: number,
  weights?: Float64Array,
): number {
  return oneVsRest(y, proba, classCount, { area: averagePrecision }, weights).area;
}

/** The average precision of one class against the rest; NaN when no row is positive. */
export function averagePrecision({ truePositives, falsePositives, positives }: ThresholdCounts): number {
  if (positives === 0) return NaN;
  let sum = 0;
  for (let i = 0; i < truePositives.length; i++) {
    const gained = truePositives[i] - (i === 0 ? 0 : truePositives[i - 1]);
    if (gained !== 0) sum += (gained * truePositives[i]) / (truePositives[i] + falsePositives[i]);
  }
  return sum / positives;
}
