import { TreeModel } from "../families/tree-model";
import { runWithPauses } from "../parallel/task";
import type { FeatureOrigin } from "../preparing/fitted-preparing";
import type { ClassLabel, TrainedPipeline } from "../predictor/predictor";
import { selectRows, type Table } from "../table";
import { answersOf, outputsOf } from "./answers";
import { backgroundMissing, drawRows } from "./background";
import { EXPLAIN_DEFAULTS, type Explanation, type ExplainOptions } from "./explanation";
import { gather, stackTables } from "./mix-tables";
import { sampleShapley, type MixedRows } from "./sampling";

export interface ExplainTableOptions extends Omit<ExplainOptions, "background"> {
  /** Rows that stand for what is expected of other data, for example some training rows. */
  readonly background?: Table;
  /** auto: exactly from the trees where the model has them, else by sampling. */
  readonly method?: "auto" | "sampling";
}

/** Shapley values by column: for every row and output they sum to `predictions - base`. */
export interface PredictionExplanation extends Omit<Explanation, "featureNames"> {
  /** The table's columns; derived ones stand for themselves where trees are explained. */
  readonly columns: readonly string[];
  /** What each output is the value, probability or score of: a class, or null for regression. */
  readonly classes: readonly ClassLabel[] | null;
  /** shape (rowCount, outputs, columns) */
  readonly values: Float64Array;
}

/** How each column of a table moved each row's prediction. Throws as `FittedModel.explain` does. */
export async function explainPredictions(
  pipeline: TrainedPipeline,
  table: Table,
  options: ExplainTableOptions = {},
): Promise<PredictionExplanation> {
  const { classes: labels, model, preparing } = pipeline;
  const classes = labels && labels.length === 2 ? [labels[1]] : labels;
  if (options.method !== "sampling" && model instanceof TreeModel) {
    const { background, ...rest } = options;
    const explained = await model.explain(preparing.transform(table), {
      ...rest,
      background: background && preparing.transform(chosenRows(background, options)),
    });
    return byColumn(explained, sumByColumn(explained.values, preparing.origins), classes);
  }
  if (!options.background || options.background.rowCount === 0) throw backgroundMissing();
  const rows = mixTables(pipeline, table, chosenRows(options.background, options));
  const quantity = model.task === "regression" ? "value" : "probability";
  const sampling = sampleShapley(rows, quantity, options);
  const explained = await runWithPauses(sampling, options.signal);
  return byColumn(explained, { columns: explained.featureNames, values: explained.values }, classes);
}

function byColumn(
  { method, quantity, rowCount, outputs, base, predictions }: Explanation,
  own: Pick<PredictionExplanation, "columns" | "values">,
  classes: PredictionExplanation["classes"],
): PredictionExplanation {
  return { method, quantity, rowCount, outputs, classes, base, predictions, ...own };
}

function chosenRows(
  background: Table,
  {
    maxBackground = EXPLAIN_DEFAULTS.maxBackground,
    seed = EXPLAIN_DEFAULTS.seed,
  }: { maxBackground?: number; seed?: number },
): Table {
  return selectRows(background, drawRows(background.rowCount, Math.max(1, maxBackground), seed));
}

/** Shapley values add up: a column's is the sum of its features', such as the parts of a one-hot encoding. */
export function sumByColumn(
  values: Float64Array,
  origins: readonly Pick<FeatureOrigin, "column">[],
): { columns: readonly string[]; values: Float64Array } {
  const columns = [...new Set(origins.map(({ column }) => column))];
  const placeOf = new Map(columns.map((name, place) => [name, place]));
  const places = Int32Array.from(origins, ({ column }) => placeOf.get(column)!);
  const sums = new Float64Array((values.length / origins.length) * columns.length);
  for (let i = 0; i < values.length; i++) {
    const feature = i % origins.length;
    sums[((i - feature) / origins.length) * columns.length + places[feature]] += values[i];
  }
  return { columns, values: sums };
}

function mixTables({ model, preparing }: TrainedPipeline, table: Table, background: Table): MixedRows {
  const players = preparing.inputs.map(({ name }) => name);
  const stacked = stackTables(table, background, players);
  return {
    players,
    outputs: outputsOf(model),
    rowCount: table.rowCount,
    backgroundCount: background.rowCount,
    answer(sources, rowCount) {
      const columns = stacked.columns.map((each, player) =>
        gather(each, sources, rowCount, players.length, player),
      );
      return answersOf(model, preparing.transform({ rowCount, columns }));
    },
  };
}
