import {
  column,
  groupKFold,
  kFold,
  stratifiedKFold,
  timeSeriesFolds,
  type Column,
  type Fold,
  type Table,
  type Task,
} from "@pipepilot/ml";

export interface FoldOptions {
  readonly task: Task;
  /** The config's `split.by`. */
  readonly by: string;
  readonly folds: number;
  readonly seed: number;
}

/**
 * Cuts the training rows, given as the table's row indexes, into folds of the same kind as the split: later rows judge where
 * it goes by time, groups stay whole where it goes by group; else classes keep their shares, and values are shuffled.
 * `y` is the rows' target. Answers the table's row indexes.
 */
export function trainingFolds(
  table: Table,
  rows: Int32Array,
  y: Float64Array,
  { task, by, folds, seed }: FoldOptions,
): Fold[] {
  const [kind, name] = [by.slice(0, by.indexOf(":")), by.slice(by.indexOf(":") + 1)];
  if (kind === "time") {
    const ranks = ranksOf(column(table, name));
    const ordered = Int32Array.from(rows).sort((a, b) => ranks[a] - ranks[b] || a - b);
    return timeSeriesFolds(ordered.length, folds).map((fold) => rowsOf(fold, ordered));
  }
  if (kind === "group") {
    const groups = groupsOf(column(table, name));
    return groupKFold(
      rows.map((row) => groups[row]),
      folds,
    ).map((fold) => rowsOf(fold, rows));
  }
  const shuffle = { shuffleSeed: seed };
  const cut =
    task === "classification" ? stratifiedKFold(y, folds, shuffle) : kFold(rows.length, folds, shuffle);
  return cut.map((fold) => rowsOf(fold, rows));
}

function rowsOf({ train, test }: Fold, rows: Int32Array): Fold {
  return { train: train.map((place) => rows[place]), test: test.map((place) => rows[place]) };
}

function ranksOf(time: Column): Float64Array {
  if (time.kind === "number") return time.values;
  const sorted = [...time.categories].sort();
  const rankOf = new Map(sorted.map((category, rank) => [category, rank]));
  return Float64Array.from(time.codes, (code) => (code < 0 ? -1 : (rankOf.get(time.categories[code]) ?? -1)));
}

/** Every distinct value by a number of its own; missing values are one group. */
function groupsOf(key: Column): Int32Array {
  if (key.kind === "category") return key.codes;
  const numberOf = new Map<number, number>();
  return Int32Array.from(key.values, (value) => {
    const known = numberOf.get(value);
    if (known !== undefined) return known;
    numberOf.set(value, numberOf.size);
    return numberOf.size - 1;
  });
}
