import { LearningError } from "../errors";
import type { FittedModel } from "../family";
import { DEFAULT_METRIC, type MetricKey } from "../metrics/metrics";
import type { TrainedPipeline } from "../predictor/predictor";
import { classificationPictures } from "./classification-pictures";
import { importanceOf } from "./importance";
import { judgeRows, metricsOfRows, type EvaluationRows, type JudgedRows } from "./judged-rows";
import { learningCurves, type TrainingPoint } from "./learning-curve";
import { judgeOverfitting } from "./overfitting";
import { regressionPictures } from "./regression-pictures";
import { EVALUATION_REPORT_ID, type EvaluationReport, type ReportSide } from "./schema";
import { sliceRows } from "./slices";

export interface EvaluateOptions {
  readonly predictor: Pick<TrainedPipeline, "task" | "target" | "classes" | "model"> &
    Partial<Pick<TrainedPipeline, "preparing">>;
  /** Sides without rows count as absent. */
  readonly splits: {
    readonly train: EvaluationRows;
    readonly validation?: EvaluationRows;
    readonly test?: EvaluationRows;
  };
  /** rmse for regression and f1 for classification when absent */
  readonly primaryMetric?: MetricKey;
  /** Columns of the judged rows' table to slice by. */
  readonly slices?: readonly string[];
  /** What the fit told of its progress, in its order. */
  readonly history?: readonly TrainingPoint[];
}

const MAX_COLUMNS = 100;

/**
 * Judges a fitted model on every side of its split: metrics, overfitting, slices and what the pictures show. Plain JSON
 * that satisfies `evaluationReportSchema`; the same rows give the same report. Throws `invalid_input` for slices of rows
 * without their table, and `UnknownColumnError`.
 */
export function evaluate(options: EvaluateOptions): EvaluationReport {
  const { predictor, slices = [], history = [] } = options;
  const { task, target, classes, model, preparing } = predictor;
  const judged = judgeSides(model, options.splits);
  const side: ReportSide = judged.test ? "test" : judged.validation ? "validation" : "train";
  const rows = judged[side] ?? judged.train;
  const splits = {
    train: splitOf(judged.train),
    ...(judged.validation && { validation: splitOf(judged.validation) }),
    ...(judged.test && { test: splitOf(judged.test) }),
  };
  const importance = preparing ? importanceOf(model, preparing) : null;
  return {
    $schema: EVALUATION_REPORT_ID,
    version: 1,
    task,
    target,
    family: model.family,
    classes: classes && [...classes],
    primary_metric: options.primaryMetric ?? DEFAULT_METRIC[task],
    splits,
    judged_on: side,
    overfitting: judgeOverfitting(task, splits.train, splits.test),
    slices: slices.length === 0 ? [] : sliceRows(rows, tableOf(options.splits[side]), slices),
    regression: task === "regression" ? regressionPictures(rows) : null,
    classification: task === "classification" ? classificationPictures(rows, classes ?? []) : null,
    learning_curve: learningCurves(history),
    importance: importance && importance.columns.slice(0, MAX_COLUMNS),
  };
}

function judgeSides(model: FittedModel, { train, validation, test }: EvaluateOptions["splits"]) {
  const judge = (rows: EvaluationRows | undefined) =>
    rows && rows.y.length > 0 ? judgeRows(model, rows) : undefined;
  return { train: judgeRows(model, train), validation: judge(validation), test: judge(test) };
}

function splitOf(rows: JudgedRows) {
  return { rows: rows.y.length, metrics: metricsOfRows(rows) };
}

function tableOf(rows: EvaluationRows | undefined) {
  if (rows?.table) return rows.table;
  throw new LearningError("invalid_input", "Slices need the rows as a table.");
}
