import type { MetricKey } from "./metrics";
import { rocAuc } from "./roc-auc";

export type ClassificationMetricKey = Extract<
  MetricKey,
  "accuracy" | "precision" | "recall" | "f1" | "f1_macro" | "f1_weighted" | "roc_auc" | "log_loss"
>;
export type ClassificationMetrics = Record<ClassificationMetricKey, number>;

export interface ClassScores {
  readonly precision: number;
  readonly recall: number;
  readonly f1: number;
  /** True rows of the class. */
  readonly support: number;
}

/** scikit-learn clips probabilities by the machine epsilon before the logarithm. */
const LOG_LOSS_EPSILON = Number.EPSILON;

/**
 * All classification metrics. `y` and `predicted` hold class indexes, shape (n); `proba` is row-major, shape (n, classCount).
 * With two classes, precision, recall and F1 are those of class 1; with more they are macro means over the classes that occur.
 * A score with nothing to divide by is 0. ROC AUC is NaN when `y` holds a single class. No rows give NaN throughout.
 */
export function classificationMetrics(
  y: Float64Array,
  predicted: Float64Array,
  proba: Float64Array,
  classCount: number,
): ClassificationMetrics {
  if (y.length === 0) return NOTHING;
  const matrix = confusionMatrix(y, predicted, classCount);
  const occurring = classScores(matrix).filter(
    ({ support }, index) => support > 0 || columnSum(matrix, index) > 0,
  );
  const macro = averageScores(occurring, () => 1);
  const main = classCount === 2 ? classScores(matrix)[1] : macro;
  return {
    accuracy: matrix.reduce((sum, row, index) => sum + row[index], 0) / y.length,
    precision: main.precision,
    recall: main.recall,
    f1: main.f1,
    f1_macro: macro.f1,
    f1_weighted: averageScores(occurring, ({ support }) => support).f1,
    roc_auc: rocAuc(y, proba, classCount),
    log_loss: logLoss(y, proba, classCount),
  };
}

const NOTHING: ClassificationMetrics = {
  accuracy: NaN,
  precision: NaN,
  recall: NaN,
  f1: NaN,
  f1_macro: NaN,
  f1_weighted: NaN,
  roc_auc: NaN,
  log_loss: NaN,
};

/** `matrix[i][j]`: rows of true class i that were predicted as class j. */
export function confusionMatrix(y: Float64Array, predicted: Float64Array, classCount: number): number[][] {
  if (y.length !== predicted.length)
    throw new RangeError(`${y.length} true values and ${predicted.length} predictions.`);
  const matrix = Array.from({ length: classCount }, () => new Array<number>(classCount).fill(0));
  y.forEach((truth, i) => matrix[truth][predicted[i]]++);
  return matrix;
}

/** Precision, recall and F1 of every class against all others. */
export function classScores(matrix: readonly (readonly number[])[]): ClassScores[] {
  return matrix.map((row, index) => {
    const hits = row[index];
    const support = row.reduce((sum, count) => sum + count, 0);
    const called = columnSum(matrix, index);
    return {
      precision: ratio(hits, called),
      recall: ratio(hits, support),
      f1: ratio(2 * hits, called + support),
      support,
    };
  });
}

/** Mean negative log-likelihood of the true classes, in nats. */
export function logLoss(y: Float64Array, proba: Float64Array, classCount: number): number {
  let sum = 0;
  for (let i = 0; i < y.length; i++) {
    const probability = proba[i * classCount + y[i]];
    sum -= Math.log(Math.min(1 - LOG_LOSS_EPSILON, Math.max(LOG_LOSS_EPSILON, probability)));
  }
  return sum / y.length;
}

function averageScores(scores: readonly ClassScores[], weight: (scores: ClassScores) => number) {
  const total = scores.reduce((sum, each) => sum + weight(each), 0);
  const mean = (key: "precision" | "recall" | "f1") =>
    ratio(
      scores.reduce((sum, each) => sum + weight(each) * each[key], 0),
      total,
    );
  return { precision: mean("precision"), recall: mean("recall"), f1: mean("f1") };
}

function columnSum(matrix: readonly (readonly number[])[], index: number): number {
  return matrix.reduce((sum, row) => sum + row[index], 0);
}

function ratio(part: number, whole: number): number {
  return whole === 0 ? 0 : part / whole;
}
