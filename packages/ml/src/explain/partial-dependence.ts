import { UnknownColumnError } from "../errors";
import { runWithPauses } from "../parallel/task";
import type { ClassLabel, TrainedPipeline } from "../predictor/predictor";
import { column, selectRows, type Column, type Table } from "../table";
import { answersOf, outputsOf } from "./answers";
import { drawRows } from "./background";
import type { ExplainProgress } from "./explanation";
import { dependenceGrid } from "./dependence-grid";

/** scikit-learn's `partial_dependence`: `gridResolution` is its grid_resolution. */
export interface PartialDependenceOptions {
  /** Grid values of a column at most; 100, or 20 for two columns, when absent. */
  readonly gridResolution?: number;
  /** The quantiles between which a number column's grid lies. */
  readonly percentiles?: readonly [number, number];
  /** average: the mean over the rows; individual: a line a row (ICE) as well. */
  readonly kind?: "average" | "individual";
  /** Subtract every line's first value, so that lines show the change alone. */
  readonly centered?: boolean;
  /** Rows used at most, drawn by `seed`. */
  readonly maxSamples?: number;
  readonly seed?: number;
  readonly signal?: AbortSignal;
  readonly onProgress?: (progress: ExplainProgress) => void;
}

/** What the model answers when one or two columns are set to each value of a grid and the rest stays as it is. */
export interface PartialDependence {
  readonly quantity: "value" | "probability";
  /** What each output is the value or probability of: a class, or null for regression. */
  readonly classes: readonly ClassLabel[] | null;
  readonly outputs: number;
  readonly columns: readonly string[];
  /** The values of each column; of two, the last column's change fastest among the points. */
  readonly grid: readonly (readonly (number | string)[])[];
  /** Mean over the rows (Friedman 2001); shape (points, outputs). */
  readonly average: Float64Array;
  /** The table's rows that were used. */
  readonly rows: Int32Array;
  /** Individual conditional expectation (Goldstein et al. 2015), shape (rows, points, outputs); null when not asked for. */
  readonly individual: Float64Array | null;
}

const ROWS_TOGETHER = 4096;

/**
 * Partial dependence of a pipeline on one or two of its input columns. Throws `UnknownColumnError` for another column,
 * `invalid_input` for one without a value in the table.
 */
export async function partialDependence(
  pipeline: TrainedPipeline,
  table: Table,
  columns: readonly [string] | readonly [string, string],
  options: PartialDependenceOptions = {},
): Promise<PartialDependence> {
  const inputs = pipeline.preparing.inputs.map(({ name }) => name);
  for (const name of columns) if (!inputs.includes(name)) throw new UnknownColumnError(name, inputs);
  const { gridResolution = columns.length === 1 ? 100 : 20, percentiles = [0.05, 0.95] } = options;
  const grid = columns.map((name) => dependenceGrid(column(table, name), gridResolution, percentiles));
  const rows = drawRows(table.rowCount, Math.max(1, options.maxSamples ?? 1000), options.seed ?? 0);
  const steps = follow(pipeline, selectRows(table, rows), columns, grid, options);
  const { average, individual } = await runWithPauses(steps, options.signal);
  const { classes } = pipeline;
  return {
    quantity: pipeline.task === "regression" ? "value" : "probability",
    classes: classes && classes.length === 2 ? [classes[1]] : classes,
    outputs: outputsOf(pipeline.model),
    columns,
    grid,
    average,
    rows,
    individual,
  };
}

function* follow(
  pipeline: TrainedPipeline,
  rows: Table,
  names: readonly string[],
  grid: readonly (readonly (number | string)[])[],
  { kind = "average", centered = false, onProgress }: PartialDependenceOptions,
): Generator<undefined, Pick<PartialDependence, "average" | "individual">> {
  const outputs = outputsOf(pipeline.model);
  const total = grid.reduce((points, values) => points * values.length, 1);
  const average = new Float64Array(total * outputs);
  const width = total * outputs;
  const individual = kind === "individual" ? new Float64Array(rows.rowCount * width) : null;
  let first: Float64Array | null = null;
  for (let point = 0; point < total; point++) {
    const answers = yield* answerAt(pipeline, rows, settingsAt(names, grid, point));
    if (centered) {
      first ??= answers.slice();
      for (let i = 0; i < answers.length; i++) answers[i] -= first[i];
    }
    for (let i = 0; i < answers.length; i++) {
      const output = i % outputs;
      average[point * outputs + output] += answers[i] / rows.rowCount;
      if (individual) individual[((i - output) / outputs) * width + point * outputs + output] = answers[i];
    }
    onProgress?.({ done: point + 1, total });
  }
  return { average, individual };
}

function settingsAt(
  names: readonly string[],
  grid: readonly (readonly (number | string)[])[],
  point: number,
): Map<string, number | string> {
  const last = grid[grid.length - 1];
  const places = grid.length === 1 ? [point] : [Math.floor(point / last.length), point % last.length];
  return new Map(names.map((name, i) => [name, grid[i][places[i]]]));
}

/** Answers of every row with these columns set; shape (rowCount, outputs). */
function* answerAt(
  { model, preparing }: TrainedPipeline,
  rows: Table,
  settings: ReadonlyMap<string, number | string>,
): Generator<undefined, Float64Array> {
  const outputs = outputsOf(model);
  const answers = new Float64Array(rows.rowCount * outputs);
  for (let from = 0; from < rows.rowCount; from += ROWS_TOGETHER) {
    const rowCount = Math.min(ROWS_TOGETHER, rows.rowCount - from);
    const part = selectRows(
      rows,
      Int32Array.from({ length: rowCount }, (_, i) => from + i),
    );
    const columns = part.columns.map((each) => {
      const value = settings.get(each.name);
      return value === undefined ? each : constantColumn(each, value, rowCount);
    });
    answers.set(answersOf(model, preparing.transform({ rowCount, columns })), from * outputs);
    yield;
  }
  return answers;
}

function constantColumn(like: Column, value: number | string, rowCount: number): Column {
  return like.kind === "number"
    ? { ...like, values: new Float64Array(rowCount).fill(Number(value)) }
    : { ...like, codes: new Int32Array(rowCount), categories: [String(value)] };
}
