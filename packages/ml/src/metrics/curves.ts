import { thinCurve } from "./thin-curve";
import type { ThresholdCounts } from "./threshold-counts";

export interface CurvePoint {
  readonly x: number;
  readonly y: number;
  /** Rows scored at least this are called positive; null where none is. */
  readonly threshold: number | null;
}

/** More points than this add nothing to a picture. */
export const CURVE_POINTS = 200;

/**
 * The ROC curve: x the false positive rate, y the true positive rate, from (0, 0) to (1, 1), thinned to `limit` points
 * that keep its shape. Empty where one of the sides has no row.
 */
export function rocCurve(counts: ThresholdCounts, limit = CURVE_POINTS): CurvePoint[] {
  const { truePositives, falsePositives, positives, negatives } = counts;
  if (positives === 0 || negatives === 0) return [];
  const x = falsePositives.map((count) => count / negatives);
  const y = truePositives.map((count) => count / positives);
  return curve(counts, x, y, { x: 0, y: 0 }, limit);
}

/**
 * The precision-recall curve: x recall, y precision, from (0, 1) as in scikit-learn to recall 1, thinned to `limit` points
 * that keep its shape. Empty where no row is positive.
 */
export function prCurve(counts: ThresholdCounts, limit = CURVE_POINTS): CurvePoint[] {
  const { truePositives, falsePositives, positives } = counts;
  if (positives === 0) return [];
  const x = truePositives.map((count) => count / positives);
  const y = truePositives.map((count, i) => count / (count + falsePositives[i]));
  return curve(counts, x, y, { x: 0, y: 1 }, limit);
}

function curve(
  { thresholds }: ThresholdCounts,
  x: Float64Array,
  y: Float64Array,
  start: { x: number; y: number },
  limit: number,
): CurvePoint[] {
  const xs = withFirst(start.x, x);
  const ys = withFirst(start.y, y);
  return thinCurve(xs, ys, limit).map((index) => ({
    x: xs[index],
    y: ys[index],
    threshold: index === 0 ? null : thresholds[index - 1],
  }));
}

function withFirst(first: number, rest: Float64Array): Float64Array {
  const all = new Float64Array(rest.length + 1);
  all[0] = first;
  all.set(rest, 1);
  return all;
}
