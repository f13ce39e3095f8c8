import { LearningError } from "../errors";
import { createRandom } from "../random";

/** Row numbers in ascending order: what to learn from and what to judge by. */
export interface Fold {
  readonly train: Int32Array;
  readonly test: Int32Array;
}

export interface ShuffleOptions {
  /** Absent: rows stay in their order. */
  readonly shuffleSeed?: number;
}

/**
 * scikit-learn's KFold: folds of equal size, the first `rowCount % folds` one row larger; contiguous unless shuffled.
 * Throws `too_few_rows` with more folds than rows, `invalid_parameter` with fewer than 2.
 */
export function kFold(rowCount: number, folds: number, { shuffleSeed }: ShuffleOptions = {}): Fold[] {
  checkFolds(folds, rowCount);
  const order = Int32Array.from({ length: rowCount }, (_, row) => row);
  if (shuffleSeed !== undefined) createRandom(shuffleSeed).fork("folds").shuffle(order);
  const foldOf = new Int32Array(rowCount);
  let start = 0;
  for (let fold = 0; fold < folds; fold++) {
    const size = Math.floor(rowCount / folds) + (fold < rowCount % folds ? 1 : 0);
    for (const row of order.subarray(start, start + size)) foldOf[row] = fold;
    start += size;
  }
  return foldsOf(foldOf, folds);
}

/**
 * scikit-learn's StratifiedKFold: every fold has each class's share, to one row. `classes` has one class index (0 and up)
 * for each row. Throws `too_few_rows` where no class has as many rows as there are folds.
 */
export function stratifiedKFold(
  classes: ArrayLike<number>,
  folds: number,
  { shuffleSeed }: ShuffleOptions = {},
): Fold[] {
  const rowCount = classes.length;
  checkFolds(folds, rowCount);
  const rowsOf = new Map<number, number[]>();
  for (let row = 0; row < rowCount; row++) {
    const rows = rowsOf.get(classes[row]);
    if (rows) rows.push(row);
    else rowsOf.set(classes[row], [row]);
  }
  const largest = [...rowsOf.values()].reduce((most, rows) => Math.max(most, rows.length), 0);
  if (largest < folds) {
    throw new LearningError(
      "too_few_rows",
      `No class has the ${folds} rows that ${folds} folds need; the largest has ${largest}.`,
      { folds, largest },
    );
  }
  const random = shuffleSeed === undefined ? null : createRandom(shuffleSeed).fork("folds");
  const foldOf = new Int32Array(rowCount);
  let dealt = 0;
  // Classes in the order of their first rows; dealing the sorted labels out in turn gives each fold's number of a class.
  for (const rows of rowsOf.values()) {
    const counts = new Int32Array(folds);
    rows.forEach((_, i) => counts[(dealt + i) % folds]++);
    dealt += rows.length;
    const places = Int32Array.from([...counts].flatMap((count, fold) => Array<number>(count).fill(fold)));
    random?.shuffle(places);
    rows.forEach((row, i) => (foldOf[row] = places[i]));
  }
  return foldsOf(foldOf, folds);
}

/**
 * scikit-learn's TimeSeriesSplit over rows in the order of time: each fold learns from everything before its test rows,
 * of which there are `floor(rowCount / (folds + 1))`; the last fold ends with the last row.
 */
export function timeSeriesFolds(rowCount: number, folds: number): Fold[] {
  checkFolds(folds, rowCount - 1);
  const size = Math.floor(rowCount / (folds + 1));
  return Array.from({ length: folds }, (_, fold) => {
    const start = rowCount - (folds - fold) * size;
    return { train: range(0, start), test: range(start, start + size) };
  });
}

/**
 * scikit-learn's GroupKFold: no group is on both sides; the largest groups first, each to the fold with the fewest rows.
 * `groups` has one number for each row. Throws `too_few_rows` with fewer groups than folds.
 */
export function groupKFold(groups: ArrayLike<number>, folds: number): Fold[] {
  const sizes = new Map<number, number>();
  for (let row = 0; row < groups.length; row++) sizes.set(groups[row], (sizes.get(groups[row]) ?? 0) + 1);
  checkFolds(folds, sizes.size, "groups");
  const ordered = [...sizes].sort((a, b) => b[1] - a[1] || b[0] - a[0]);
  const rowsIn = new Float64Array(folds);
  const foldOfGroup = new Map<number, number>();
  for (const [group, size] of ordered) {
    const lightest = rowsIn.reduce((best, rows, fold) => (rows < rowsIn[best] ? fold : best), 0);
    rowsIn[lightest] += size;
    foldOfGroup.set(group, lightest);
  }
  return foldsOf(
    Int32Array.from({ length: groups.length }, (_, row) => foldOfGroup.get(groups[row]) ?? 0),
    folds,
  );
}

function checkFolds(folds: number, available: number, what = "rows"): void {
  if (!Number.isSafeInteger(folds) || folds < 2)
    throw new LearningError("invalid_parameter", `There must be at least 2 folds, got ${folds}.`, { folds });
  if (folds > available) {
    throw new LearningError("too_few_rows", `${folds} folds need more ${what} than there are.`, {
      folds,
      available,
    });
  }
}

function foldsOf(foldOf: Int32Array, folds: number): Fold[] {
  const sizes = new Int32Array(folds);
  for (const fold of foldOf) sizes[fold]++;
  return Array.from(sizes, (size, fold) => {
    const test = new Int32Array(size);
    const train = new Int32Array(foldOf.length - size);
    let tests = 0;
    for (let row = 0; row < foldOf.length; row++) {
      if (foldOf[row] === fold) test[tests++] = row;
      else train[row - tests] = row;
    }
    return { train, test };
  });
}

function range(start: number, end: number): Int32Array {
  return Int32Array.from({ length: end - start }, (_, i) => start + i);
}
