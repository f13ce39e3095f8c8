import { averagePrecision } from "./average-precision";
import { averageScores, classScores, confusionMatrix, occurringScores } from "./class-scores";
import type { MetricKey } from "./metrics";
import { oneVsRest } from "./one-vs-rest";
import { areaUnderRoc } from "./roc-auc";

export type ClassificationMetricKey = Extract<
  MetricKey,
  | "accuracy"
  | "balanced_accuracy"
  | "precision"
  | "precision_macro"
  | "precision_weighted"
  | "recall"
  | "recall_macro"
  | "recall_weighted"
  | "f1"
  | "f1_macro"
  | "f1_weighted"
  | "roc_auc"
  | "pr_auc"
  | "log_loss"
  | "brier"
>;
export type ClassificationMetrics = Record<ClassificationMetricKey, number>;

/** scikit-learn clips probabilities by the machine epsilon before the logarithm. */
const LOG_LOSS_EPSILON = Number.EPSILON;

/**
 * All classification metrics. `y` and `predicted` hold class indexes, shape (n); `proba` is row-major, shape (n, classCount);
 * `weights`, shape (n), count rows several times or in part. With two classes, precision, recall and F1 are those of class 1;
 * with more they are macro means over the classes that occur. A score with nothing to divide by is 0. ROC AUC is NaN when `y`
 * holds a single class, PR AUC when it holds no positive. No rows give NaN throughout.
 */
export function classificationMetrics(
  y: Float64Array,
  predicted: Float64Array,
  proba: Float64Array,
  classCount: number,
  weights?: Float64Array,
): ClassificationMetrics {
  if (y.length === 0) return NOTHING;
  const matrix = confusionMatrix(y, predicted, classCount, weights);
  const occurring = occurringScores(matrix);
  const macro = averageScores(occurring, "macro");
  const weighted = averageScores(occurring, "weighted");
  const main = classCount === 2 ? classScores(matrix)[1] : macro;
  const ranking = oneVsRest(y, proba, classCount, RANKING, weights);
  return {
    accuracy: accuracy(y, predicted, weights),
    balanced_accuracy: balancedAccuracy(matrix),
    precision: main.precision,
    precision_macro: macro.precision,
    precision_weighted: weighted.precision,
    recall: main.recall,
    recall_macro: macro.recall,
    recall_weighted: weighted.recall,
    f1: main.f1,
    f1_macro: macro.f1,
    f1_weighted: weighted.f1,
    ...ranking,
    log_loss: logLoss(y, proba, classCount, weights),
    brier: brierScore(y, proba, classCount, weights),
  };
}

const RANKING = { roc_auc: areaUnderRoc, pr_auc: averagePrecision };

const NOTHING: ClassificationMetrics = {
  accuracy: NaN,
  balanced_accuracy: NaN,
  precision: NaN,
  precision_macro: NaN,
  precision_weighted: NaN,
  recall: NaN,
  recall_macro: NaN,
  recall_weighted: NaN,
  f1: NaN,
  f1_macro: NaN,
  f1_weighted: NaN,
  roc_auc: NaN,
  pr_auc: NaN,
  log_loss: NaN,
  brier: NaN,
};

/** The share of rows (of their weight) whose class was predicted; NaN for no rows. */
export function accuracy(y: Float64Array, predicted: Float64Array, weights?: Float64Array): number {
  return weightedMean(y.length, weights, (i) => (predicted[i] === y[i] ? 1 : 0));
}

/** The mean recall of the classes that occur as truth, so that a rare class counts as much as a common one. */
export function balancedAccuracy(matrix: readonly (readonly number[])[]): number {
  const known = classScores(matrix).filter(({ support }) => support > 0);
  return known.length === 0 ? NaN : known.reduce((sum, { recall }) => sum + recall, 0) / known.length;
}

/** Mean negative log-likelihood of the true classes, in nats. */
export function logLoss(
  y: Float64Array,
  proba: Float64Array,
  classCount: number,
  weights?: Float64Array,
): number {
  return weightedMean(y.length, weights, (i) => {
    const probability = proba[i * classCount + y[i]];
    return -Math.log(Math.min(1 - LOG_LOSS_EPSILON, Math.max(LOG_LOSS_EPSILON, probability)));
  });
}

/**
 * Mean squared error of the probabilities, as scikit-learn's `brier_score_loss` takes it. Two classes: of class 1, from 0
 * to 1. More: summed over the classes (Brier 1950), from 0 to 2.
 */
export function brierScore(
  y: Float64Array,
  proba: Float64Array,
  classCount: number,
  weights?: Float64Array,
): number {
  if (classCount === 2) return weightedMean(y.length, weights, (i) => (proba[i * 2 + 1] - y[i]) ** 2);
  return weightedMean(y.length, weights, (i) => {
    let sum = 0;
    for (let c = 0; c < classCount; c++) sum += (proba[i * classCount + c] - (y[i] === c ? 1 : 0)) ** 2;
    return sum;
  });
}

function weightedMean(
  length: number,
  weights: Float64Array | undefined,
  value: (row: number) => number,
): number {
  let sum = 0;
  let total = 0;
  for (let i = 0; i < length; i++) {
    const weight = weights?.[i] ?? 1;
    sum += weight * value(i);
    total += weight;
  }
  return sum / total;
}
