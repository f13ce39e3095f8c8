import { classColumn, thresholdCounts, type ThresholdCounts } from "./threshold-counts";

/**
 * Ranking scores of a classifier, sorting the rows once for all of them. Two classes: of class 1. More: of each class
 * against the rest, averaged over the classes for which a score is known; NaN where it is for none.
 */
export function oneVsRest<Key extends string>(
  y: Float64Array,
  proba: Float64Array,
  classCount: number,
  scores: Readonly<Record<Key, (counts: ThresholdCounts) => number>>,
  weights?: Float64Array,
): Record<Key, number> {
  const keys = Object.keys(scores) as Key[];
  const classes = classCount === 2 ? [1] : Array.from({ length: classCount }, (_, index) => index);
  const byClass = classes.map((positive) => {
    const counts = thresholdCounts(y, classColumn(proba, classCount, positive), { positive, weights });
    return keys.map((key) => scores[key](counts));
  });
  const mean = (at: number) => {
    const known = byClass.map((values) => values[at]).filter((value) => !Number.isNaN(value));
    return known.length === 0 ? NaN : known.reduce((sum, value) => sum + value, 0) / known.length;
  };
  return Object.fromEntries(keys.map((key, at) => [key, mean(at)])) as Record<Key, number>;
}
