import type { ThresholdCounts } from "./threshold-counts";

export interface BestThreshold {
  readonly threshold: number;
  /** The score that rows reach when those scored at least `threshold` are called positive. */
  readonly value: number;
}

/** The threshold with the highest F1; the highest of several. Null where no row is positive. */
export function bestF1Threshold(counts: ThresholdCounts): BestThreshold | null {
  const { truePositives, falsePositives, positives } = counts;
  if (positives === 0) return null;
  return best(counts, (i) => (2 * truePositives[i]) / (truePositives[i] + falsePositives[i] + positives));
}

/**
 * The threshold with the highest J, true positive rate minus false positive rate (Youden, "Index for rating diagnostic
 * tests", Cancer 3, 1950); the highest of several. Null where one of the sides has no row.
 */
export function bestYoudenThreshold(counts: ThresholdCounts): BestThreshold | null {
  const { truePositives, falsePositives, positives, negatives } = counts;
  if (positives === 0 || negatives === 0) return null;
  return best(counts, (i) => truePositives[i] / positives - falsePositives[i] / negatives);
}

function best({ thresholds }: ThresholdCounts, score: (index: number) => number): BestThreshold {
  let at = 0;
  for (let i = 1; i < thresholds.length; i++) if (score(i) > score(at)) at = i;
  return { threshold: thresholds[at], value: score(at) };
}
