import { oneVsRest } from "./one-vs-rest";
import type { ThresholdCounts } from "./threshold-counts";

/**
 * Area under the ROC curve: the chance that a random positive ranks above a random negative, ties counting half.
 * Two classes: of class 1. More: one against the rest, averaged over the classes that occur in `y` and do not fill it.
 * `proba` is row-major, shape (n, classCount). NaN when `y` holds a single class.
 */
export function rocAuc(
  y: Float64Array,
  proba: Float64Array,
  classCount: number,
  weights?: Float64Array,
): number {
  return oneVsRest(y, proba, classCount, { area: areaUnderRoc }, weights).area;
}

/** The area of one class against the rest; NaN when there is nothing on one of the sides. */
export function areaUnderRoc({
  truePositives,
  falsePositives,
  positives,
  negatives,
}: ThresholdCounts): number {
  if (positives === 0 || negatives === 0) return NaN;
  let area = 0;
  for (let i = 0; i < truePositives.length; i++) {
    const width = falsePositives[i] - (i === 0 ? 0 : falsePositives[i - 1]);
    area += (width * (truePositives[i] + (i === 0 ? 0 : truePositives[i - 1]))) / 2;
  }
  return area / (positives * negatives);
}
