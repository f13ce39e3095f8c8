import { averagePrecision } from "../metrics/average-precision";
import { bestF1Threshold, bestYoudenThreshold, type BestThreshold } from "../metrics/best-threshold";
import { calibrationBins, type CalibrationBin } from "../metrics/calibration";
import { classScores, confusionMatrix } from "../metrics/class-scores";
import { prCurve, rocCurve } from "../metrics/curves";
import { areaUnderRoc } from "../metrics/roc-auc";
import { classColumn, thresholdCounts } from "../metrics/threshold-counts";
import type { ClassLabel } from "../predictor/predictor";
import { finite, rounded, type JudgedRows } from "./judged-rows";
import type { ClassCurves, ClassificationPictures } from "./schema";

/** More curves than this cannot be told apart. */
const MAX_CURVES = 12;

/** What the pictures of a classification show. `classes` are the labels in the order of the class indexes. */
export function classificationPictures(
  rows: JudgedRows,
  classes: readonly ClassLabel[],
): ClassificationPictures {
  const matrix = confusionMatrix(rows.y, rows.predicted, rows.classCount, rows.weights);
  const scores = classScores(matrix);
  const frequent = classes
    .map((_, index) => index)
    .sort((a, b) => scores[b].support - scores[a].support || a - b)
    .slice(0, MAX_CURVES)
    .sort((a, b) => a - b);
  return {
    confusion_matrix: matrix,
    by_class: scores.map((score, index) => ({ class: classes[index], ...score })),
    curves: (rows.classCount === 2 ? [1] : frequent).map((index) => curvesOf(rows, index, classes[index])),
  };
}

function curvesOf(
  { y, proba, weights, classCount }: JudgedRows,
  positive: number,
  label: ClassLabel,
): ClassCurves {
  const probability = classColumn(proba, classCount, positive);
  const counts = thresholdCounts(y, probability, { positive, weights });
  const roc = rocCurve(counts);
  const pr = prCurve(counts);
  const bins = (strategy: "uniform" | "quantile") =>
    calibrationBins(y, probability, { positive, strategy }).map(binJson);
  return {
    class: label,
    roc_auc: finite(areaUnderRoc(counts)),
    average_precision: finite(averagePrecision(counts)),
    roc: {
      fpr: roc.map(({ x }) => coordinate(x)),
      tpr: roc.map(({ y: rate }) => coordinate(rate)),
      thresholds: roc.map(({ threshold }) => coordinate(threshold)),
    },
    pr: {
      recall: pr.map(({ x }) => coordinate(x)),
      precision: pr.map(({ y: precision }) => coordinate(precision)),
      thresholds: pr.map(({ threshold }) => coordinate(threshold)),
    },
    calibration: { uniform: bins("uniform"), quantile: bins("quantile") },
    best_threshold: {
      f1: thresholdJson(bestF1Threshold(counts)),
      youden: thresholdJson(bestYoudenThreshold(counts)),
    },
  };
}

function coordinate(value: number | null): number | null {
  return value === null || !Number.isFinite(value) ? null : rounded(value);
}

function binJson({ lower, upper, rows, meanPredicted, fractionPositive }: CalibrationBin) {
  return {
    lower,
    upper,
    rows,
    mean_predicted: finite(meanPredicted),
    fraction_positive: finite(fractionPositive),
  };
}

function thresholdJson(best: BestThreshold | null) {
  return best && { threshold: finite(best.threshold), value: finite(best.value) };
}
