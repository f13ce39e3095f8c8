import type { FittedModel } from "../family";
import type { Matrix } from "../matrix";
import { classificationMetrics } from "../metrics/classification";
import { regressionMetrics } from "../metrics/regression";
import type { Table } from "../table";
import type { ReportMetrics } from "./schema";

/** Rows to judge a model on. */
export interface EvaluationRows {
  readonly x: Matrix;
  /** shape (rows): values or class indexes */
  readonly y: Float64Array;
  /** shape (rows) */
  readonly weights?: Float64Array;
  /** The same rows as they came, to slice by their columns. */
  readonly table?: Table;
}

/** Rows with what the model says of them. */
export interface JudgedRows extends Pick<EvaluationRows, "y" | "weights"> {
  /** 0 for regression */
  readonly classCount: number;
  /** shape (rows) */
  readonly predicted: Float64Array;
  /** Row-major, shape (rows, classCount); empty for regression. */
  readonly proba: Float64Array;
}

/** Asks the model once; everything else is read from the answer. */
export function judgeRows(model: FittedModel, { x, y, weights }: EvaluationRows): JudgedRows {
  const proba = model.task === "classification" ? model.predictProba(x) : new Float64Array(0);
  return { y, weights, classCount: model.classCount, predicted: model.predict(x), proba };
}

/** These of the rows. */
export function pickRows(rows: JudgedRows, picked: Int32Array): JudgedRows {
  const { y, weights, predicted, proba, classCount } = rows;
  const pick = (values: Float64Array) => Float64Array.from(picked, (row) => values[row]);
  const ownProba = new Float64Array(picked.length * classCount);
  picked.forEach((row, to) =>
    ownProba.set(proba.subarray(row * classCount, (row + 1) * classCount), to * classCount),
  );
  return {
    classCount,
    y: pick(y),
    weights: weights && pick(weights),
    predicted: pick(predicted),
    proba: ownProba,
  };
}

/** Every metric of the task on these rows; null where it is not finite. */
export function metricsOfRows({ y, predicted, proba, classCount, weights }: JudgedRows): ReportMetrics {
  const metrics: Record<string, number> =
    classCount === 0
      ? regressionMetrics(y, predicted, weights)
      : classificationMetrics(y, predicted, proba, classCount, weights);
  return Object.fromEntries(Object.entries(metrics).map(([key, value]) => [key, finite(value)]));
}

/** JSON knows neither NaN nor infinities. */
export function finite(value: number): number | null {
  return Number.isFinite(value) ? value : null;
}

/** What a picture needs of a number: seven digits. */
export function rounded(value: number): number {
  return Number(value.toPrecision(7));
}
