import {
  evaluate as evaluateModel,
  evaluationHtml,
  importanceOf,
  loadPredictor,
  selectRows,
  tableToRecords,
  type EvaluationReport,
  type FamilyId,
  type Importance,
  type MetricKey,
  type Predictor,
  type Table,
} from "@pipepilot/ml";
import { decodePrepared, SIDES, type SideData } from "../frame/prepared-frame";
import { decodeTable } from "../frame/table-frame";
import { decodeHistory, HISTORY_FILE } from "./history";
import type { Json, Step, StepResult } from "./step";

export interface EvaluateInput {
  readonly table: Uint8Array;
  readonly prepared: Uint8Array;
  /** What training made, by file name. */
  readonly files: Readonly<Record<string, Uint8Array>>;
  readonly family: FamilyId;
  readonly params: EvaluateParams;
}

export interface EvaluateParams {
  readonly primary_metric: MetricKey;
  /** Null: the most important of the model's inputs. */
  readonly slices: readonly string[] | null;
}

export type EvaluateResult = StepResult<
  | "evaluation_report.html"
  | "evaluation_report.json"
  | "feature_importance.json"
  | "input_example.json"
  | "signature.json",
  {
    /** `train_`, `validation_` and `test_` metrics; those of the test rows also under their plain names. Null is NaN. */
    metrics: Record<string, number | null>;
    testRows: number;
  }
>;

const EXAMPLE_ROWS = 3;
/** Columns to slice by where none is named, and the categories above which one is a name rather than a group. */
const MAX_SLICES = 8;
const MAX_CATEGORIES = 50;

/** Judges a fitted candidate on every side of the split, and explains it as far as its family can. */
export const evaluate: Step<EvaluateInput, EvaluateResult> = {
  id: "evaluate",
  codeVersion: 2,
  run({ table: tableBytes, prepared, files, family, params }) {
    const { sides } = decodePrepared(prepared, family);
    const predictor = loadPredictor(files);
    const table = decodeTable(tableBytes);
    const importance = importanceOf(predictor.model, predictor.preparing);
    const rowsOf = ({ rows, x, y }: SideData) => ({ x, y, table: selectRows(table, rows) });
    const report = evaluateModel({
      predictor,
      splits: { train: rowsOf(sides.train), validation: rowsOf(sides.validation), test: rowsOf(sides.test) },
      primaryMetric: params.primary_metric,
      slices: params.slices ?? usualSlices(predictor, importance, table),
      history: decodeHistory(files[HISTORY_FILE]),
    });
    return {
      blobs: {
        "evaluation_report.json": json(report),
        "evaluation_report.html": new TextEncoder().encode(evaluationHtml(report)),
        "feature_importance.json": json({ features: [], columns: [], ...importance }),
        "signature.json": json(signatureOf(predictor)),
        "input_example.json": json(inputExample(predictor, table, sides.test.rows)),
      },
      facts: { metrics: runMetrics(report), testRows: sides.test.rows.length },
      log: [...logLines(report), report.overfitting.sentence],
    };
  },
};

/** The inputs that matter most and fall into groups. */
function usualSlices({ preparing }: Predictor, importance: Importance | null, table: Table): string[] {
  const ranked = importance?.columns.map(({ column }) => column) ?? [];
  const names = new Set([...ranked, ...preparing.inputs.map(({ name }) => name)]);
  const grouped = [...names].filter((name) => {
    const source = table.columns.find((each) => each.name === name);
    return source && (source.kind === "number" || source.categories.length <= MAX_CATEGORIES);
  });
  return grouped.slice(0, MAX_SLICES);
}

function runMetrics({ splits }: EvaluationReport): Record<string, number | null> {
  const metrics: Record<string, number | null> = {};
  for (const side of SIDES) {
    for (const [key, value] of Object.entries(splits[side]?.metrics ?? {})) {
      metrics[`${side}_${key}`] = value;
      if (side === "test") metrics[key] = value;
    }
  }
  return metrics;
}

function logLines({ splits }: EvaluationReport): string[] {
  return SIDES.flatMap((side) => {
    const metrics = splits[side]?.metrics;
    if (!metrics) return [];
    const listed = Object.entries(metrics).map(
      ([key, value]) => `${key} ${value?.toPrecision(5) ?? "unknown"}`,
    );
    return [`${side}: ${listed.join(", ")}`];
  });
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

function json(value: Json | EvaluationReport): Uint8Array {
  return new TextEncoder().encode(`${JSON.stringify(value)}\n`);
}
