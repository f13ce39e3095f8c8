import {
  classScores,
  confusionMatrix,
  loadPredictor,
  selectRows,
  tableToRecords,
  type FamilyId,
  type Predictor,
  type Table,
} from "@pipepilot/ml";
import { decodePrepared, SIDES, type Side, type SideData } from "../frame/prepared-frame";
import { decodeTable } from "../frame/table-frame";
import { metricsOf, type MetricValues } from "./metrics";
import type { Json, Step, StepResult } from "./step";

export interface EvaluateInput {
  readonly table: Uint8Array;
  readonly prepared: Uint8Array;
  /** What training made, by file name. */
  readonly files: Readonly<Record<string, Uint8Array>>;
  readonly family: FamilyId;
}

export type EvaluateResult = StepResult<
  "evaluation_report.json" | "feature_importance.json" | "input_example.json" | "signature.json",
  {
    /** `train_`, `validation_` and `test_` metrics; those of the test rows also under their plain names. Null is NaN. */
    metrics: Record<string, number | null>;
    testRows: number;
  }
>;

/** Points of predicted against actual values that a report keeps. */
const SAMPLE = 500;
const EXAMPLE_ROWS = 3;

/** Judges a fitted candidate on every side of the split, and explains it as far as its family can. */
export const evaluate: Step<EvaluateInput, EvaluateResult> = {
  id: "evaluate",
  codeVersion: 1,
  run({ table: tableBytes, prepared, files, family }) {
    const { sides } = decodePrepared(prepared, family);
    const predictor = loadPredictor(files);
    const bySide = {} as Record<Side, MetricValues>;
    const metrics: Record<string, number | null> = {};
    for (const side of SIDES) {
      if (sides[side].rows.length === 0) continue;
      bySide[side] = metricsOf(predictor.model, sides[side].x, sides[side].y);
      for (const [key, value] of Object.entries(bySide[side])) {
        metrics[`${side}_${key}`] = finite(value);
        if (side === "test") metrics[key] = finite(value);
      }
    }
    const report = {
      task: predictor.task,
      target: predictor.target,
      sides: SIDES.map((side) => ({ side, rows: sides[side].rows.length, metrics: finiteAll(bySide[side]) })),
      test:
        predictor.task === "regression" ? residuals(predictor, sides.test) : confusion(predictor, sides.test),
    };
    return {
      blobs: {
        "evaluation_report.json": json(report),
        "feature_importance.json": json(importance(predictor)),
        "signature.json": json(signatureOf(predictor)),
        "input_example.json": json(inputExample(predictor, decodeTable(tableBytes), sides.test.rows)),
      },
      facts: { metrics, testRows: sides.test.rows.length },
      log: SIDES.filter((side) => bySide[side]).map((side) => `${side}: ${listMetrics(bySide[side])}`),
    };
  },
};

function residuals({ model }: Predictor, { x, y }: SideData): Json {
  const predicted = model.predict(x);
  const stride = Math.max(1, Math.ceil(y.length / SAMPLE));
  const rows = Array.from({ length: Math.ceil(y.length / stride) }, (_, index) => index * stride);
  const errors = y.map((value, index) => predicted[index] - value).sort();
  const quantile = (share: number) => finite(errors[Math.round(share * (errors.length - 1))]);
  return {
    residual_quantiles: {
      p05: quantile(0.05),
      p25: quantile(0.25),
      p50: quantile(0.5),
      p75: quantile(0.75),
      p95: quantile(0.95),
    },
    actual: rows.map((row) => y[row]),
    predicted: rows.map((row) => predicted[row]),
  };
}

function confusion({ model, classes }: Predictor, { x, y }: SideData): Json {
  const matrix = confusionMatrix(y, model.predict(x), model.classCount);
  const scores = classScores(matrix);
  return {
    classes: [...(classes ?? [])],
    confusion_matrix: matrix,
    by_class: scores.map((score, index) => ({ class: classes?.[index] ?? index, ...score })),
  };
}

/** Features by falling importance, and the same summed up by the column they come from. */
function importance({ model, preparing }: Predictor): Json {
  const values = model.importance();
  if (values === null) return { features: [], columns: [] };
  const byColumn = new Map<string, number>();
  const features = preparing.origins.map(({ feature, column }, index) => {
    byColumn.set(column, (byColumn.get(column) ?? 0) + values[index]);
    return { feature, column, importance: values[index] };
  });
  const columns = [...byColumn].map(([column, value]) => ({ column, importance: value }));
  return { features: features.sort(falling), columns: columns.sort(falling) };
}

function falling(a: { importance: number }, b: { importance: number }): number {
  return b.importance - a.importance;
}

function signatureOf({ signature: { inputs, outputs } }: Predictor): Json {
  return { inputs: inputs.map((each) => ({ ...each })), outputs: outputs.map((each) => ({ ...each })) };
}

/** The first test rows as pandas' split form, with the columns a request must have. */
function inputExample({ signature }: Predictor, table: Table, rows: Int32Array): Json {
  const columns = signature.inputs.map(({ name }) => name);
  const records = tableToRecords(selectRows(table, rows.slice(0, EXAMPLE_ROWS)));
  return { columns, data: records.map((record) => columns.map((name) => record[name])) };
}

function json(value: Json): Uint8Array {
  return new TextEncoder().encode(`${JSON.stringify(value, null, 2)}\n`);
}

function finite(value: number): number | null {
  return Number.isFinite(value) ? value : null;
}

function finiteAll(metrics: MetricValues = {}): Record<string, number | null> {
  return Object.fromEntries(Object.entries(metrics).map(([key, value]) => [key, finite(value)]));
}

function listMetrics(metrics: MetricValues): string {
  return Object.entries(metrics)
    .map(([key, value]) => `${key} ${Number(value.toPrecision(5))}`)
    .join(", ");
}
