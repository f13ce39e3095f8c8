import { z } from "zod";
import { LearningError } from "./errors";
import { feed, finishHashes, hashFraction, startHashes, textWords, wordsOf, type RowHashes } from "./hash";
import { column, type Column, type Table } from "./table";

/** Which rows train, which validate (early stopping, tuning) and which test. */
export const splitConfigSchema = z
  .strictObject({
    test: z.number().min(0).lt(1).default(0.2).describe("Share of rows kept for the final test"),
    validation: z
      .number()
      .min(0)
      .lt(1)
      .default(0.1)
      .describe("Share of rows kept for tuning and early stopping"),
    by: z
      .string()
      .regex(
        /^(row_hash|stratified|(time|group):.+)$/,
        "must be row_hash, stratified, time:<column> or group:<column>",
      )
      .default("row_hash")
      .describe("How rows are assigned"),
  })
  .refine(
    ({ test, validation }) => test + validation < 1,
    "test and validation together must leave rows to train on",
  );

export type SplitConfig = z.output<typeof splitConfigSchema>;

/** Row indexes in ascending order; together they hold every row exactly once. */
export interface Split {
  readonly train: Int32Array;
  readonly validation: Int32Array;
  readonly test: Int32Array;
}

export interface SplitOptions {
  readonly seed: number;
  /** Needed by `stratified`: the column whose distribution both sides keep. */
  readonly target?: string;
}

type Side = 0 | 1 | 2;
const TRAIN = 0;
const VALIDATION = 1;
const TEST = 2;

/**
 * Assigns every row to one side.
 *
 * - `row_hash`: by a keyed hash of the row's content over all columns, taken by name. A row keeps its side when rows are
 *   appended or reordered, and identical rows are on the same side.
 * - `stratified`: the same share of every class of the target (of every tenth of its range, when it has more than 20
 *   numbers), within a class in the order of the row hash.
 * - `time:<column>`: the latest rows test, those before them validate; equal times stay together.
 * - `group:<column>`: by a keyed hash of that column's value; a group is never torn. Missing values form one group.
 *
 * Throws `too_few_rows` when a wanted side would be empty, and `UnknownColumnError`.
 */
export function splitRows(table: Table, config: SplitConfig, options: SplitOptions): Split {
  const sides = assignSides(table, config, options);
  const split = collect(sides);
  const empty = (["train", "validation", "test"] as const).filter(
    (side) => split[side].length === 0 && (side === "train" || config[side] > 0),
  );
  if (empty.length > 0) {
    throw new LearningError(
      "too_few_rows",
      `Too few rows to split (${table.rowCount}): nothing is left for ${empty.join(" and ")}.`,
      { rowCount: table.rowCount, empty },
    );
  }
  return split;
}

function assignSides(table: Table, config: SplitConfig, { seed, target }: SplitOptions): Uint8Array {
  if (config.by === "row_hash") return byHash(hashRows(table.columns, table.rowCount, seed), config);
  if (config.by === "stratified") {
    if (target === undefined) throw new LearningError("invalid_config", "A stratified split needs a target.");
    return byStrata(column(table, target), hashRows(table.columns, table.rowCount, seed), config);
  }
  const [by, name] = [
    config.by.slice(0, config.by.indexOf(":")),
    config.by.slice(config.by.indexOf(":") + 1),
  ];
  const key = column(table, name);
  if (by === "time") return byTime(key, config);
  return byHash(hashRows([key], table.rowCount, seed), config);
}

/** One hash per row over these columns; the order of the columns does not matter, their names do. */
export function hashRows(columns: readonly Column[], rowCount: number, seed: number): RowHashes {
  const hashes = startHashes(rowCount, seed);
  const byName = [...columns].sort((a, b) => (a.name < b.name ? -1 : 1));
  for (const each of byName) {
    const [nameFirst, nameSecond] = textWords(each.name);
    if (each.kind === "number") {
      for (let row = 0; row < rowCount; row++) {
        const [first, second] = wordsOf(each.values[row]);
        feed(hashes, row, first ^ nameFirst, second ^ nameSecond);
      }
    } else {
      const words = each.categories.map((category) => textWords(`=${category}`));
      const missing = textWords("");
      for (let row = 0; row < rowCount; row++) {
        const [first, second] = each.codes[row] < 0 ? missing : words[each.codes[row]];
        feed(hashes, row, first ^ nameFirst, second ^ nameSecond);
      }
    }
  }
  finishHashes(hashes);
  return hashes;
}

function byHash(hashes: RowHashes, { test, validation }: SplitConfig): Uint8Array {
  const sides = Uint8Array.from(hashes.high, (_, row) => sideOf(hashFraction(hashes, row), test, validation));
  // In a small table a side can stay empty by chance: it then gets the nearest content, copies included.
  if (test > 0 && !sides.includes(TEST)) moveNearest(hashes, sides, TEST);
  if (validation > 0 && !sides.includes(VALIDATION)) moveNearest(hashes, sides, VALIDATION);
  return sides;
}

function sideOf(fraction: number, test: number, validation: number): Side {
  if (fraction < test) return TEST;
  return fraction < test + validation ? VALIDATION : TRAIN;
}

function moveNearest(hashes: RowHashes, sides: Uint8Array, side: Side): void {
  let lowest = Infinity;
  for (let row = 0; row < sides.length; row++) {
    if (sides[row] === TRAIN) lowest = Math.min(lowest, hashFraction(hashes, row));
  }
  for (let row = 0; row < sides.length; row++) {
    if (sides[row] === TRAIN && hashFraction(hashes, row) === lowest) sides[row] = side;
  }
}

function byStrata(target: Column, hashes: RowHashes, config: SplitConfig): Uint8Array {
  const strata = strataOf(target);
  const sides = new Uint8Array(hashes.high.length);
  for (const rows of strata.values()) {
    rows.sort((a, b) => hashes.high[a] - hashes.high[b] || hashes.low[a] - hashes.low[b] || a - b);
    const testCount = Math.round(rows.length * config.test);
    const validationCount = Math.round(rows.length * config.validation);
    rows.forEach((row, rank) => {
      sides[row] = rank < testCount ? TEST : rank < testCount + validationCount ? VALIDATION : TRAIN;
    });
  }
  return sides;
}

function strataOf(target: Column): Map<number, number[]> {
  const keys = target.kind === "category" ? Float64Array.from(target.codes) : numberStrata(target.values);
  const strata = new Map<number, number[]>();
  keys.forEach((key, row) => {
    const rows = strata.get(key);
    if (rows) rows.push(row);
    else strata.set(key, [row]);
  });
  return strata;
}

function numberStrata(values: Float64Array): Float64Array {
  if (new Set(values).size <= 20) return values;
  const sorted = values.filter((value) => !Number.isNaN(value)).sort();
  const bounds = Array.from({ length: 9 }, (_, i) => sorted[Math.floor((sorted.length * (i + 1)) / 10)]);
  return values.map((value) => (Number.isNaN(value) ? NaN : bounds.filter((bound) => value >= bound).length));
}

function byTime(time: Column, config: SplitConfig): Uint8Array {
  const rank = timeRanks(time);
  const rowCount = rank.length;
  const order = Array.from(rank, (_, row) => row).sort((a, b) => rank[a] - rank[b] || a - b);
  const firstOf = (share: number) => {
    let start = rowCount - Math.round(rowCount * share);
    while (start > 0 && start < rowCount && rank[order[start]] === rank[order[start - 1]]) start--;
    return start;
  };
  const sides = new Uint8Array(rowCount);
  const testStart = firstOf(config.test);
  for (let i = firstOf(config.test + config.validation); i < testStart; i++) sides[order[i]] = VALIDATION;
  for (let i = testStart; i < rowCount; i++) sides[order[i]] = TEST;
  return sides;
}

/** Times as comparable numbers: a number column as it is, texts (such as ISO dates) by their order. */
function timeRanks(time: Column): Float64Array {
  const ranks = time.kind === "number" ? time.values : categoryRanks(time.codes, time.categories);
  const missing = ranks.findIndex(Number.isNaN);
  if (missing < 0) return ranks;
  throw new LearningError(
    "missing_values",
    `The time column "${time.name}" has no value in row ${missing}.`,
    {
      column: time.name,
      row: missing,
    },
  );
}

function categoryRanks(codes: Int32Array, categories: readonly string[]): Float64Array {
  const sorted = [...categories].sort();
  const rankOf = new Map(sorted.map((category, rank) => [category, rank]));
  return Float64Array.from(codes, (code) => (code < 0 ? NaN : rankOf.get(categories[code])!));
}

function collect(sides: Uint8Array): Split {
  const rowsOf = (side: Side) => {
    const rows = new Int32Array(sides.reduce((count, each) => count + (each === side ? 1 : 0), 0));
    let next = 0;
    sides.forEach((each, row) => {
      if (each === side) rows[next++] = row;
    });
    return rows;
  };
  return { train: rowsOf(TRAIN), validation: rowsOf(VALIDATION), test: rowsOf(TEST) };
}
