import { LearningError, UnknownColumnError } from "./errors";
import type { Task } from "./family";
import { columnNames, type CategoryColumn, type Column, type NumberColumn, type Table } from "./table";

/** Fewer usable rows than this teach nothing. */
export const MIN_ROWS = 10;
/** More classes than this are names or numbers, not classes. */
export const MAX_CLASSES = 100;
/** The squares of larger values, summed over many rows, are beyond a double. */
const MAX_TARGET = 1e140;
/** A number column with at most this many distinct whole values is read as classes when the task is not given. */
const MAX_INFERRED_CLASSES = 20;

export interface EncodedTarget {
  readonly name: string;
  readonly task: Task;
  /** Rows of the table whose target is known, ascending; only these can be learned from or judged. */
  readonly rows: Int32Array;
  /** shape (table.rowCount); values, or class indexes; NaN where the target is missing */
  readonly y: Float64Array;
  /** Classification: labels by class index, numbers ascending or texts sorted. Null for regression. */
  readonly classes: readonly (string | number)[] | null;
}

/**
 * The task a target column calls for when none is named: a category column, or a number column with at most 20 distinct
 * values that are all whole, is classification; every other number column is regression.
 */
export function inferTask(target: Column): Task {
  if (target.kind === "category") return "classification";
  const distinct = new Set<number>();
  for (const value of target.values) {
    if (Number.isNaN(value)) continue;
    if (!Number.isInteger(value)) return "regression";
    distinct.add(value);
    if (distinct.size > MAX_INFERRED_CLASSES) return "regression";
  }
  return "classification";
}

/**
 * Reads the target of a table. Throws a `LearningError`: `target_missing` (no such column), `target_all_missing`,
 * `too_few_rows`, `target_constant`, `target_not_numeric`, `target_too_large` or `too_many_classes`.
 */
export function encodeTarget(table: Table, name: string, task?: Task): EncodedTarget {
  const target = table.columns.find((each) => each.name === name);
  if (!target) {
    const { message, facts } = new UnknownColumnError(name, columnNames(table), "target");
    throw new LearningError("target_missing", message, facts);
  }
  const rows = knownRows(target);
  if (rows.length === 0)
    throw failure("target_all_missing", name, `has no value in any of ${table.rowCount} rows`);
  if (rows.length < MIN_ROWS) {
    throw failure(
      "too_few_rows",
      name,
      `has ${count(rows.length, "row")} with a value; at least ${MIN_ROWS} are needed`,
    );
  }
  const chosen = task ?? inferTask(target);
  if (chosen === "regression")
    return { name, task: chosen, rows, y: regressionValues(target, rows), classes: null };
  return { name, task: chosen, rows, ...encodeClasses(target, rows) };
}

/** An infinite target is as unknown as a missing one. */
function knownRows(target: Column): Int32Array {
  const rows: number[] = [];
  const length = target.kind === "number" ? target.values.length : target.codes.length;
  for (let row = 0; row < length; row++) {
    if (target.kind === "number" ? Number.isFinite(target.values[row]) : target.codes[row] >= 0)
      rows.push(row);
  }
  return Int32Array.from(rows);
}

function regressionValues(target: Column, rows: Int32Array): Float64Array {
  if (target.kind === "category") {
    throw failure(
      "target_not_numeric",
      target.name,
      "holds text, which regression cannot predict; use classification",
    );
  }
  const first = target.values[rows[0]];
  if (rows.every((row) => target.values[row] === first)) {
    throw failure(
      "target_constant",
      target.name,
      `has the same value, ${first}, in every row; there is nothing to learn`,
    );
  }
  const large = rows.find((row) => Math.abs(target.values[row]) > MAX_TARGET);
  if (large !== undefined) {
    throw failure(
      "target_too_large",
      target.name,
      `holds ${target.values[large]}; errors of values beyond ±${MAX_TARGET} cannot be measured`,
    );
  }
  return target.values.map((value) => (Number.isFinite(value) ? value : NaN));
}

function encodeClasses(
  target: Column,
  rows: Int32Array,
): { y: Float64Array; classes: readonly (string | number)[] } {
  const { y, classes } = target.kind === "category" ? textClasses(target, rows) : numberClasses(target, rows);
  if (classes.length === 1) {
    throw failure(
      "target_constant",
      target.name,
      `has one class, ${classes[0]}, in every row; there is nothing to learn`,
    );
  }
  if (classes.length > MAX_CLASSES) {
    const found = `has ${classes.length} distinct values, more than the ${MAX_CLASSES} classes a classifier can learn`;
    throw failure("too_many_classes", target.name, found);
  }
  return { y, classes };
}

function textClasses(target: CategoryColumn, rows: Int32Array) {
  const used = new Set<number>();
  for (const row of rows) used.add(target.codes[row]);
  const classes = [...used].map((code) => target.categories[code]).sort();
  const indexOf = new Map(classes.map((label, index) => [label, index]));
  const indexByCode = target.categories.map((label) => indexOf.get(label) ?? NaN);
  return { classes, y: Float64Array.from(target.codes, (code) => (code < 0 ? NaN : indexByCode[code])) };
}

function numberClasses(target: NumberColumn, rows: Int32Array) {
  const classes = [...new Set(Array.from(rows, (row) => target.values[row]))].sort((a, b) => a - b);
  const indexOf = new Map(classes.map((label, index) => [label, index]));
  return { classes, y: target.values.map((value) => indexOf.get(value) ?? NaN) };
}

function failure(code: LearningError["code"], column: string, what: string): LearningError {
  return new LearningError(code, `The target "${column}" ${what}.`, { column });
}

function count(n: number, noun: string): string {
  return `${n} ${noun}${n === 1 ? "" : "s"}`;
}
