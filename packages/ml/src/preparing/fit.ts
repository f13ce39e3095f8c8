import { LearningError } from "../errors";
import type { FamilyId } from "../family";
import type { Matrix } from "../matrix";
import { createRandom } from "../random";
import { column, selectRows, type Column, type Table } from "../table";
import { encodeTarget, type EncodedTarget } from "../target";
import { checkDrop, checkRules, learnable } from "./check-config";
import { imputePath } from "./column-options";
import type { PrepareConfig } from "./config";
import { derivedColumn } from "./derived-columns";
import { deriveColumns, derivedJson } from "./derive";
import { FAMILY_NEEDS } from "./family-needs";
import { featureWriter } from "./features";
import { fitColumn, hasMissing } from "./fit-column";
import type {
  DerivedJSON,
  FeatureJSON,
  FittedPreparing,
  InputColumn,
  PreparingJSON,
} from "./fitted-preparing";
import { preparingFromJSON } from "./preparing";

export interface FitPreparingOptions {
  readonly target: string;
  /** Decides what `scale: auto` means and whether values may stay missing. */
  readonly family: FamilyId;
  /** The target as it is learned, for columns encoded by it; read from the table when absent. */
  readonly encodedTarget?: Pick<EncodedTarget, "y" | "classes">;
  /** Decides the folds of columns encoded by the target; 0 when absent. */
  readonly seed?: number;
}

export interface FittedTraining {
  readonly preparing: FittedPreparing;
  /** What a model is to be fitted on: the features of the training rows, in their order. */
  readonly x: Matrix;
}

/**
 * Learns from `trainRows`, and from nothing else, how the table's columns become features: take dates apart, derive, clip
 * outliers, impute, cut into buckets or encode, scale, in this order. The target is never a feature. Category columns whose
 * training values are all different are taken for identifiers and left out, and so are columns without a value in training;
 * `notes` says so. `config.filter` is not applied here: `filterRows` says which rows to split and to train on.
 *
 * Where a column is encoded by the target, `transform` of the training rows knows their targets: a model must be fitted on
 * what `fitTransformPreparing` gives.
 *
 * Throws `unknown_column`, `invalid_expression`, `invalid_config` (a derived column that reads the target or takes a name
 * that exists, a rule that does not fit its column), `missing_values` (imputing is off, the family needs values),
 * `no_features` or `too_few_rows`.
 */
export function fitPreparing(
  table: Table,
  trainRows: Int32Array,
  config: PrepareConfig,
  options: FitPreparingOptions,
): FittedPreparing {
  return fit(table, trainRows, config, options).preparing;
}

/** As `fitPreparing`, with the features of the training rows: those made of the target come from other folds than the row's. */
export function fitTransformPreparing(
  table: Table,
  trainRows: Int32Array,
  config: PrepareConfig,
  options: FitPreparingOptions,
): FittedTraining {
  const { preparing, outOfFold } = fit(table, trainRows, config, options);
  const x = preparing.transform(selectRows(table, trainRows));
  let offset = 0;
  preparing.toJSON().features.forEach((feature, index) => {
    const { width } = featureWriter(feature);
    const values = outOfFold.get(index);
    if (values) writeColumns(x, values, offset, width);
    offset += width;
  });
  return { preparing, x };
}

function writeColumns(
  { data, rowCount, featureNames }: Matrix,
  values: Float64Array,
  offset: number,
  width: number,
) {
  for (let row = 0; row < rowCount; row++)
    for (let i = 0; i < width; i++) data[row * featureNames.length + offset + i] = values[row * width + i];
}

interface Fitted {
  readonly preparing: FittedPreparing;
  /** By the place of their feature. */
  readonly outOfFold: ReadonlyMap<number, Float64Array>;
}

function fit(table: Table, rows: Int32Array, config: PrepareConfig, options: FitPreparingOptions): Fitted {
  if (rows.length === 0) throw new LearningError("too_few_rows", "There is no row to fit the preparing on.");
  const { target, encodedTarget, seed = 0 } = options;
  checkDrop(table, config, target);
  const { complete, scaled, categories } = FAMILY_NEEDS[options.family];
  const derived = deriveColumns(table.columns, config, target);
  const columns = [...learnable(table.columns, config, target), ...derived];
  checkRules(columns, table.columns, config);
  const read = lazily(() => encodedTarget ?? encodeTarget(table, target));
  const context = { rows, config, scaled, categories, target: read, random: createRandom(seed) };
  const fitted = columns.map((each) => fitColumn(each, context));
  const features = fitted.flatMap((each) => each.features);
  const notes = fitted.flatMap((each) => each.notes);
  if (features.length === 0)
    throw new LearningError("no_features", "No column is left to learn from.", { notes });
  if (complete) checkComplete(columns, rows, features, config);
  const derivations = derivedJson(config);
  const json: PreparingJSON = {
    version: 1,
    config,
    target,
    inputs: inputsOf(table, features, derivations, complete),
    derived: derivations,
    features,
    notes,
  };
  // Through text, which knows no -0: what is trained on is then to the last bit what a loaded bundle gives.
  const preparing = preparingFromJSON(JSON.parse(JSON.stringify(json)));
  const outOfFold = new Map<number, Float64Array>();
  let index = 0;
  for (const each of fitted) {
    if (each.outOfFold) outOfFold.set(index, each.outOfFold);
    index += each.features.length;
  }
  return { preparing, outOfFold };
}

function lazily<Value>(make: () => Value): () => Value {
  let made: { readonly value: Value } | null = null;
  return () => (made ??= { value: make() }).value;
}

/** Features that stay missing where the family cannot take it. */
function checkComplete(
  columns: readonly Column[],
  rows: Int32Array,
  features: readonly FeatureJSON[],
  config: PrepareConfig,
): void {
  for (const feature of features.filter(mayBeMissing)) {
    const source = column({ rowCount: 0, columns }, feature.column);
    if (!hasMissing(source, rows)) continue;
    throw new LearningError(
      "missing_values",
      `The column "${feature.column}" has missing values and ${imputePath(config, source)} is none, but this model family needs every value.`,
      { column: feature.column },
    );
  }
}

function mayBeMissing(feature: FeatureJSON): boolean {
  switch (feature.kind) {
    case "number":
    case "ordinal":
      return feature.fill === null;
    case "buckets":
      return feature.fill === null && feature.encode === "ordinal";
    case "one_hot":
    case "target":
    case "indicator":
      return false;
  }
}

function inputsOf(
  table: Table,
  features: readonly FeatureJSON[],
  derivations: readonly DerivedJSON[],
  complete: boolean,
): InputColumn[] {
  const derived = derivations.map(derivedColumn);
  const units = new Map(
    derivations.flatMap((each) => ("date" in each ? [[each.date, each.unit] as const] : [])),
  );
  const read = new Set([...features.map((each) => each.column), ...derived.flatMap(({ reads }) => reads)]);
  const needed = new Set(complete ? features.filter(mayBeMissing).map((each) => each.column) : []);
  // Later ones may read earlier ones.
  for (const { name, reads } of derived.toReversed()) {
    if (needed.has(name)) for (const each of reads) needed.add(each);
  }
  return table.columns
    .filter(({ name }) => read.has(name))
    .map(({ name, kind }) => {
      const unit = kind === "number" ? units.get(name) : undefined;
      return { name, kind, nullable: !needed.has(name), ...(unit && { date: unit }) };
    });
}
