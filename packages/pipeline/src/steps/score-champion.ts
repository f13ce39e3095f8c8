import {
  LearningError,
  column,
  loadPredictor,
  selectRows,
  type MetricKey,
  type Predictor,
} from "@pipepilot/ml";
import { preparedRows } from "../frame/prepared-frame";
import { decodeTable } from "../frame/table-frame";
import { metricsOf } from "./metrics";
import type { Step, StepResult } from "./step";

export interface ScoreChampionInput {
  readonly table: Uint8Array;
  readonly prepared: Uint8Array;
  /** The champion's files, by file name. */
  readonly files: Readonly<Record<string, Uint8Array>>;
  readonly target: string;
  readonly metric: MetricKey;
}

export type ScoreChampionResult = StepResult<never, { value: number | null; testRows: number }>;

/**
 * Judges a model that exists already on the test rows of new data. Throws a `LearningError` where it cannot answer them:
 * a column or class it does not know, or another target.
 */
export const scoreChampion: Step<ScoreChampionInput, ScoreChampionResult> = {
  id: "score-champion",
  codeVersion: 1,
  run({ table: bytes, prepared, files, target, metric }) {
    const predictor = loadPredictor(files);
    if (predictor.target !== target)
      throw new LearningError("invalid_input", `It predicts ${predictor.target}, not ${target}.`);
    const rows = preparedRows(prepared, "test");
    const table = selectRows(decodeTable(bytes), rows);
    const y = targetValues(predictor, table);
    const value = metricsOf(predictor.model, predictor.preparing.transform(table), y)[metric];
    if (value === undefined)
      throw new LearningError("invalid_input", `It does ${predictor.task}, which ${metric} does not judge.`);
    return {
      blobs: {},
      facts: { value: Number.isFinite(value) ? value : null, testRows: rows.length },
      log: [`The champion's ${metric} on ${rows.length} test rows: ${value}.`],
    };
  },
};

/** The table's target in the champion's own terms. */
function targetValues(
  { target, classes, task }: Predictor,
  table: Parameters<typeof column>[0],
): Float64Array {
  const source = column(table, target);
  if (task === "regression") {
    if (source.kind === "number") return source.values;
    throw new LearningError("invalid_input", `It predicts numbers, but ${target} holds text.`);
  }
  const indexOf = new Map(classes?.map((label, index) => [label, index]));
  const label = (row: number) =>
    source.kind === "number" ? source.values[row] : source.categories[source.codes[row]];
  return Float64Array.from({ length: table.rowCount }, (_, row) => {
    const index = indexOf.get(label(row));
    if (index === undefined)
      throw new LearningError("invalid_input", `It never learned the class ${label(row)}.`);
    return index;
  });
}
