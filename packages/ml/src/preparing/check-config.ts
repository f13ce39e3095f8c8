import { LearningError, UnknownColumnError } from "../errors";
import { checkExpression } from "../expression/evaluate";
import { parseExpression } from "../expression/parse";
import { columnNames, type Column, type Table } from "../table";
import { categoryFill, encodeOptions, namedColumns, numberFill, wrongRule } from "./column-options";
import type { PrepareConfig } from "./config";
import { deriveColumns } from "./derive";

/**
 * Whether the config fits the table's columns, without fitting anything. Throws `unknown_column`, `invalid_expression` or
 * `invalid_config` and names the part of the config.
 */
export function checkPreparing(table: Table, config: PrepareConfig, target: string): void {
  checkDrop(table, config, target);
  const columns = table.columns.map((each): Column =>
    each.kind === "number" ? { ...each, values: new Float64Array() } : { ...each, codes: new Int32Array() },
  );
  const derived = deriveColumns(columns, config, target);
  checkRules([...learnable(columns, config, target), ...derived], columns, config);
  if (config.filter !== undefined) checkExpression(parseExpression(config.filter), [...columns, ...derived]);
}

/** The table's own columns that become features: not the target, not dropped, and not dates, of which only the parts do. */
export function learnable(columns: readonly Column[], config: PrepareConfig, target: string): Column[] {
  const dates = config.dates?.columns ?? {};
  return columns.filter(
    ({ name }) => name !== target && !config.drop.includes(name) && !Object.hasOwn(dates, name),
  );
}

export function checkDrop(table: Table, config: PrepareConfig, target: string): void {
  for (const name of config.drop) {
    if (!table.columns.some((each) => each.name === name)) {
      throw new UnknownColumnError(name, columnNames(table), "prepare.drop");
    }
    if (name === target) throw new LearningError("invalid_config", `The target "${name}" cannot be dropped.`);
  }
}

/** Rules of single columns must name columns that are learned from, and fit what these hold. */
export function checkRules(learned: readonly Column[], all: readonly Column[], config: PrepareConfig): void {
  const known = new Map(learned.map((each) => [each.name, each]));
  for (const { path, name } of namedColumns(config)) {
    const source = known.get(name);
    if (source) checkRule(path, source, config);
    else if (all.some((each) => each.name === name))
      throw wrongRule(path, `"${name}" is not learned from: it is the target, dropped or a date`, name);
    else throw new UnknownColumnError(name, [...known.keys()], path);
  }
}

function checkRule(path: string, source: Column, config: PrepareConfig): void {
  const { name, kind } = source;
  if (path === "prepare.impute.columns") {
    if (kind === "number") numberFill(config, name);
    else categoryFill(config, name);
  }
  if (path === "prepare.buckets" && kind === "category")
    throw wrongRule(path, `"${name}" holds text, and only numbers fall into buckets`, name);
  if (path === "prepare.encode.columns" && kind === "number")
    throw wrongRule(
      path,
      `"${name}" holds numbers, which need no ${encodeOptions(config, name).method} encoding`,
      name,
    );
  if (path === "prepare.outliers.columns" && kind === "category")
    throw wrongRule(path, `"${name}" holds text, which has no outliers`, name);
}
