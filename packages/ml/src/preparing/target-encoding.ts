import type { Random } from "../random";
import { finite } from "./statistics";

export interface TargetEncoding {
  /** shape (categoryCount) */
  readonly encodings: Float64Array;
  /** Of the rows it was fitted on; stands for categories without a row. */
  readonly mean: number;
}

/** Squares of larger targets, summed over many rows, are beyond a double. */
const LARGE = 1e140;

/**
 * The target's mean in every category, drawn to its mean over all rows, over the rows with `fold[row] !== without`:
 * scikit-learn's TargetEncoder. With `smooth` m the mean of n rows weighs n and the overall mean m. "auto" is empirical
 * Bayes: the mean of category i weighs v n / (v n + s), v being the variance of the target and s that within the category
 * (Micci-Barreca, "A preprocessing scheme for high-cardinality categorical attributes", SIGKDD Explorations 3(1), 2001).
 *
 * `codes` and `y` have shape (rowCount); rows whose code is negative count for the overall mean only, rows whose target is
 * NaN not at all.
 */
export function fitTargetEncoding(
  codes: Int32Array,
  y: Float64Array,
  categoryCount: number,
  smooth: "auto" | number,
  folds?: { readonly fold: Uint8Array; readonly without: number },
): TargetEncoding {
  const unit = unitOf(y);
  const counts = new Float64Array(categoryCount);
  const sums = new Float64Array(categoryCount);
  const isUsed = (row: number) => !Number.isNaN(y[row]) && (!folds || folds.fold[row] !== folds.without);
  let total = 0;
  let rows = 0;
  for (let row = 0; row < codes.length; row++) {
    if (!isUsed(row)) continue;
    total += y[row] / unit;
    rows++;
    if (codes[row] < 0) continue;
    sums[codes[row]] += y[row] / unit;
    counts[codes[row]]++;
  }
  const mean = rows === 0 ? 0 : total / rows;
  const encodings =
    smooth === "auto"
      ? empiricalBayes({ codes, y, counts, sums, mean, rows, unit, isUsed })
      : sums.map((sum, code) =>
          counts[code] + smooth === 0 ? mean : (sum + smooth * mean) / (counts[code] + smooth),
        );
  return { encodings: encodings.map((value) => finite(value * unit)), mean: finite(mean * unit) };
}

interface Sums {
  readonly codes: Int32Array;
  readonly y: Float64Array;
  readonly counts: Float64Array;
  readonly sums: Float64Array;
  readonly mean: number;
  readonly rows: number;
  readonly unit: number;
  readonly isUsed: (row: number) => boolean;
}

function empiricalBayes({ codes, y, counts, sums, mean, rows, unit, isUsed }: Sums): Float64Array {
  const means = sums.map((sum, code) => sum / counts[code]);
  const squares = new Float64Array(counts.length);
  let all = 0;
  for (let row = 0; row < codes.length; row++) {
    if (!isUsed(row)) continue;
    all += (y[row] / unit - mean) ** 2;
    if (codes[row] >= 0) squares[codes[row]] += (y[row] / unit - means[codes[row]]) ** 2;
  }
  const variance = all / rows;
  return means.map((own, code) => {
    const between = variance * counts[code];
    const weight = between / (between + squares[code] / counts[code]);
    // No row, or no variance anywhere.
    return Number.isNaN(weight) ? mean : weight * own + (1 - weight) * mean;
  });
}

function unitOf(y: Float64Array): number {
  const largest = y.reduce((most, value) => (Math.abs(value) > most ? Math.abs(value) : most), 0);
  return largest > LARGE ? largest : 1;
}

/** Every row encoded by the rows of the other folds, shape (rowCount): no row's encoding knows its own target. */
export function encodeOutOfFold(
  codes: Int32Array,
  y: Float64Array,
  categoryCount: number,
  smooth: "auto" | number,
  folds: { readonly fold: Uint8Array; readonly count: number },
): Float64Array {
  const { fold, count } = folds;
  const encoded = new Float64Array(codes.length);
  for (let without = 0; without < count; without++) {
    const { encodings, mean } = fitTargetEncoding(codes, y, categoryCount, smooth, { fold, without });
    for (let row = 0; row < codes.length; row++) {
      if (fold[row] === without) encoded[row] = codes[row] < 0 ? mean : encodings[codes[row]];
    }
  }
  return encoded;
}

/** A fold for every row, shape (rowCount): shuffled, of equal sizes, and with the same share of every class where `y` holds classes. */
export function assignFolds(y: Float64Array, count: number, classCount: number, random: Random): Uint8Array {
  const order = random.shuffle(Int32Array.from(y, (_, row) => row));
  const fold = new Uint8Array(y.length);
  if (classCount === 0) {
    order.forEach((row, at) => (fold[row] = at % count));
    return fold;
  }
  // Dealt out class by class, each going on where the last one ended.
  const classes = Array.from({ length: classCount }, (): number[] => []);
  const unknown: number[] = [];
  for (const row of order) (Number.isNaN(y[row]) ? unknown : classes[y[row]]).push(row);
  let dealt = 0;
  for (const rows of [...classes, unknown]) for (const row of rows) fold[row] = dealt++ % count;
  return fold;
}
