import { LearningError, UnknownColumnError } from "../errors";
import { checkExpression, evaluateExpression } from "../expression/evaluate";
import { parseExpression } from "../expression/parse";
import type { FamilyId } from "../family";
import {
  column,
  columnNames,
  type CategoryColumn,
  type Column,
  type NumberColumn,
  type Table,
} from "../table";
import type { PrepareConfig } from "./config";
import { FAMILY_NEEDS } from "./family-needs";
import { countCategories, fitCategory, fitNumber, type ScaleMethod } from "./fit-features";
import type { FeatureJSON, FittedPreparing, InputColumn, PreparingNote } from "./fitted-preparing";
import { preparingFromJSON } from "./preparing";

/** With fewer distinct texts than this, all-distinct is chance and not an identifier. */
const MIN_IDENTIFIERS = 10;

export interface FitPreparingOptions {
  readonly target: string;
  /** Decides what `scale: auto` means and whether values may stay missing. */
  readonly family: FamilyId;
}

/**
 * Learns from `trainRows`, and from nothing else, how the table's columns become features: derive, clip outliers, impute,
 * encode, scale, in this order. The target is never a feature. Category columns whose training values are all different are
 * taken for identifiers and left out, and so are columns without a value in training; `notes` says so.
 *
 * Throws `unknown_column`, `invalid_expression`, `invalid_config` (a derived column that reads the target or takes a name
 * that exists), `missing_values` (imputing is off, the family needs values), `no_features` or `too_few_rows`.
 */
export function fitPreparing(
  table: Table,
  trainRows: Int32Array,
  config: PrepareConfig,
  options: FitPreparingOptions,
): FittedPreparing {
  if (trainRows.length === 0)
    throw new LearningError("too_few_rows", "There is no row to fit the preparing on.");
  checkDrop(table, config, options.target);
  const { complete, scaled } = FAMILY_NEEDS[options.family];
  const scale: ScaleMethod = config.scale === "auto" ? (scaled ? "standard" : "none") : config.scale;
  const derived = deriveColumns(table, config, options.target);
  const left = table.columns.filter(({ name }) => name !== options.target && !config.drop.includes(name));
  const notes: PreparingNote[] = [];
  const features = [...left, ...derived].flatMap(
    (each) => fitColumn(each, trainRows, config, scale, notes) ?? [],
  );
  if (features.length === 0) {
    throw new LearningError("no_features", "No column is left to learn from.", { notes });
  }
  if (complete) checkComplete([...left, ...derived], trainRows, features);
  return preparingFromJSON({
    version: 1,
    config,
    target: options.target,
    inputs: inputsOf(table, config, features, complete),
    derived: Object.entries(config.derive).map(([name, expression]) => ({ name, expression })),
    features,
    notes,
  });
}

function checkDrop(table: Table, config: PrepareConfig, target: string): void {
  for (const name of config.drop) {
    if (!table.columns.some((each) => each.name === name)) {
      throw new UnknownColumnError(name, columnNames(table), "prepare.drop");
    }
    if (name === target) throw new LearningError("invalid_config", `The target "${name}" cannot be dropped.`);
  }
}

/** Later derived columns may read earlier ones, none may read the target: it is not there when the model is asked. */
function deriveColumns(table: Table, config: PrepareConfig, target: string): NumberColumn[] {
  const known: Column[] = [...table.columns];
  return Object.entries(config.derive).map(([name, source]) => {
    const fail = (reason: string) =>
      new LearningError("invalid_config", `The derived column "${name}" ${reason}.`, { column: name });
    if (known.some((each) => each.name === name)) throw fail("has the name of a column that exists");
    const expression = parseExpression(source);
    if (expression.columns.includes(target))
      throw fail(`reads the target "${target}", which predicting does not know`);
    checkExpression(expression, known);
    const values = evaluateExpression(expression, { rowCount: table.rowCount, columns: known });
    const made: NumberColumn = { name, kind: "number", values };
    known.push(made);
    return made;
  });
}

function fitColumn(
  source: Column,
  rows: Int32Array,
  config: PrepareConfig,
  scale: ScaleMethod,
  notes: PreparingNote[],
): FeatureJSON | null {
  const { name } = source;
  if (source.kind === "category" && isIdentifier(source, rows)) {
    notes.push({
      column: name,
      reason: "identifier",
      message: `${name} is left out: every value occurs once, as in an identifier.`,
    });
    return null;
  }
  const feature =
    source.kind === "number"
      ? fitNumber(source, rows, config, scale)
      : fitCategory(source, rows, config, scale);
  if (feature === null) {
    notes.push({
      column: name,
      reason: "all_missing",
      message: `${name} is left out: no training row has a value.`,
    });
  } else if (feature.kind === "one_hot" && feature.rareFeature) {
    const message = `${name} keeps its ${feature.categories.length} most frequent categories, all others share one feature.`;
    notes.push({ column: name, reason: "rare_categories", message });
  }
  return feature;
}

function isIdentifier(source: CategoryColumn, rows: Int32Array): boolean {
  const counts = countCategories(source, rows);
  return counts.size >= MIN_IDENTIFIERS && [...counts.values()].every((count) => count === 1);
}

/** Number features that stay missing where the family cannot take it. */
function checkComplete(columns: readonly Column[], rows: Int32Array, features: readonly FeatureJSON[]): void {
  for (const feature of features) {
    if (feature.kind !== "number" || feature.fill !== null) continue;
    const source = column({ rowCount: 0, columns }, feature.column) as NumberColumn;
    if (rows.every((row) => Number.isFinite(source.values[row]))) continue;
    throw new LearningError(
      "missing_values",
      `The column "${feature.column}" has missing values and impute.numeric is none, but this model family needs every value.`,
      { column: feature.column },
    );
  }
}

function inputsOf(
  table: Table,
  config: PrepareConfig,
  features: readonly FeatureJSON[],
  complete: boolean,
): InputColumn[] {
  const ownFeature = new Map(features.map((feature) => [feature.column, feature]));
  const read = new Set(ownFeature.keys());
  for (const source of Object.values(config.derive)) {
    for (const name of parseExpression(source).columns) read.add(name);
  }
  const mayStayMissing = !complete || config.impute.numeric !== "none";
  return table.columns
    .filter(({ name }) => read.has(name))
    .map(({ name, kind }) => ({
      name,
      kind,
      nullable: mayStayMissing || (kind === "category" && ownFeature.has(name)),
    }));
}
