import { LearningError } from "../errors";
import { checkFeatures } from "../families/check-matrix";
import type { FittedModel } from "../family";
import { featureCount, type Matrix } from "../matrix";
import { classificationMetrics } from "../metrics/classification";
import { DEFAULT_METRIC, METRICS, type MetricKey } from "../metrics/metrics";
import { regressionMetrics } from "../metrics/regression";
import { runWithPauses } from "../parallel/task";
import type { TrainedPipeline } from "../predictor/predictor";
import { createRandom } from "../random";
import { mean, standardDeviation } from "../preparing/statistics";
import { selectRows, type Table } from "../table";
import { drawRows } from "./background";
import type { ExplainProgress } from "./explanation";
import { knownTarget } from "./known-target";
import { gather } from "./mix-tables";

/** scikit-learn's `permutation_importance`: `nRepeats` is its n_repeats, `maxSamples` its max_samples as a count. */
export interface PermutationOptions {
  readonly metric?: MetricKey;
  /** How often each column is shuffled. */
  readonly nRepeats?: number;
  /** Rows used at most, drawn by `seed`; all of them when absent. */
  readonly maxSamples?: number;
  readonly seed?: number;
  readonly signal?: AbortSignal;
  readonly onProgress?: (progress: ExplainProgress) => void;
}

/** How much worse a metric gets when one column's values are shuffled among the rows. */
export interface PermutationImportance {
  readonly metric: MetricKey;
  /** The metric with every column in place. */
  readonly baseline: number;
  readonly columns: readonly string[];
  /** The metric's loss, positive where the column helps whichever the metric's direction; shape (columns). */
  readonly means: Float64Array;
  /** Population standard deviation over the repeats; shape (columns). */
  readonly stds: Float64Array;
  /** shape (columns, nRepeats) */
  readonly losses: Float64Array;
}

/** Rows with known answers, of which one column can be shuffled. */
interface JudgedRows {
  readonly model: FittedModel;
  readonly columns: readonly string[];
  readonly y: Float64Array;
  /** Rows `from..to`, where `column` (-1: none) has in row `i` what row `sources[i]` had. */
  features(from: number, to: number, column: number, sources: Int32Array): Matrix;
}

const CELLS_BETWEEN_PAUSES = 65_536;

/**
 * Permutation importance (Breiman 2001) of a table's own columns, whatever features they become. Throws
 * `target_all_missing` when no row has an answer, `invalid_parameter` for a metric of another task.
 */
export async function permutationImportance(
  pipeline: TrainedPipeline,
  table: Table,
  options: PermutationOptions = {},
): Promise<PermutationImportance> {
  const known = knownTarget(pipeline, table);
  const drawn = drawRows(known.rows.length, options.maxSamples ?? Infinity, options.seed ?? 0);
  const columns = pipeline.preparing.inputs.map(({ name }) => name);
  const rows = selectRows(
    table,
    drawn.map((at) => known.rows[at]),
  );
  return judge(
    {
      model: pipeline.model,
      columns,
      y: Float64Array.from(drawn, (at) => known.y[at]),
      features(from, to, column, sources) {
        const own = Int32Array.from({ length: to - from }, (_, i) => from + i);
        const part = rows.columns.map((each) =>
          gather(each, each.name === columns[column] ? sources.subarray(from, to) : own, to - from),
        );
        return pipeline.preparing.transform({ rowCount: to - from, columns: part });
      },
    },
    options,
  );
}

/** The same of a model's prepared features, for rows `x` with answers `y` (values or class indexes). */
export async function featurePermutationImportance(
  model: FittedModel,
  x: Matrix,
  y: Float64Array,
  options: PermutationOptions = {},
): Promise<PermutationImportance> {
  checkFeatures(x, model.featureNames);
  const width = featureCount(x);
  const drawn = drawRows(x.rowCount, options.maxSamples ?? Infinity, options.seed ?? 0);
  return judge(
    {
      model,
      columns: x.featureNames,
      y: Float64Array.from(drawn, (row) => y[row]),
      features(from, to, column, sources) {
        const data = new Float64Array((to - from) * width);
        for (let i = from; i < to; i++) {
          const at = (i - from) * width;
          data.set(x.data.subarray(drawn[i] * width, (drawn[i] + 1) * width), at);
          if (column >= 0) data[at + column] = x.data[drawn[sources[i]] * width + column];
        }
        return { ...x, rowCount: to - from, data };
      },
    },
    options,
  );
}

async function judge(rows: JudgedRows, options: PermutationOptions): Promise<PermutationImportance> {
  const metric = options.metric ?? DEFAULT_METRIC[rows.model.task];
  if (METRICS[metric].task !== rows.model.task) {
    throw new LearningError("invalid_parameter", `The metric ${metric} does not fit a ${rows.model.task}.`, {
      parameter: "metric",
    });
  }
  return runWithPauses(shuffling(rows, metric, options), options.signal);
}

function* shuffling(
  rows: JudgedRows,
  metric: MetricKey,
  { nRepeats = 5, seed = 0, onProgress }: PermutationOptions,
): Generator<undefined, PermutationImportance> {
  const { columns, y } = rows;
  const repeats = Math.max(1, Math.floor(nRepeats));
  const sign = METRICS[metric].direction === "minimize" ? 1 : -1;
  const random = createRandom(seed);
  const losses = new Float64Array(columns.length * repeats);
  const sources = new Int32Array(y.length);
  const baseline = yield* score(rows, metric, -1, sources);
  for (let i = 0; i < losses.length; i++) {
    const column = Math.floor(i / repeats);
    for (let row = 0; row < y.length; row++) sources[row] = row;
    random.fork(`${columns[column]}:${i % repeats}`).shuffle(sources);
    losses[i] = sign * ((yield* score(rows, metric, column, sources)) - baseline);
    onProgress?.({ done: i + 1, total: losses.length });
  }
  const repeatsOf = (_: unknown, column: number) => losses.subarray(column * repeats, (column + 1) * repeats);
  const each = columns.map(repeatsOf);
  const means = Float64Array.from(each, mean);
  return { metric, baseline, columns, means, stds: Float64Array.from(each, standardDeviation), losses };
}

/** The metric over all rows, answered some at a time. */
function* score(
  { model, columns, y, features }: JudgedRows,
  metric: MetricKey,
  column: number,
  sources: Int32Array,
): Generator<undefined, number> {
  const width = model.task === "regression" ? 1 : model.classCount;
  const answers = new Float64Array(y.length * width);
  const step = Math.max(256, Math.floor(CELLS_BETWEEN_PAUSES / Math.max(1, columns.length)));
  for (let from = 0; from < y.length; from += step) {
    const x = features(from, Math.min(y.length, from + step), column, sources);
    answers.set(model.task === "regression" ? model.predict(x) : model.predictProba(x), from * width);
    yield;
  }
  const found: Partial<Record<MetricKey, number>> =
    model.task === "regression"
      ? regressionMetrics(y, answers)
      : classificationMetrics(y, likeliest(answers, width), answers, width);
  return found[metric] ?? NaN;
}

function likeliest(proba: Float64Array, classCount: number): Float64Array {
  const classes = new Float64Array(proba.length / classCount);
  for (let row = 0; row < classes.length; row++) {
    for (let k = 1; k < classCount; k++)
      if (proba[row * classCount + k] > proba[row * classCount + classes[row]]) classes[row] = k;
  }
  return classes;
}
