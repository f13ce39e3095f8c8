import { featureCount, type Matrix } from "../matrix";
import { createRandom } from "../random";

/** The code of a missing value; larger than every cut, so that missing goes right unless a node says otherwise. */
export const MISSING_RANK = 0xffff;
/** Codes 0..65533 are values, so that a cut index and a code both fit 16 bits. */
export const MAX_RANKS = 0xfffe;
export const MISSING_BIN = 255;

/**
 * A matrix as small integers that keep each column's order. A value `v` has the code `c` when `c` is the first
 * cut with `v <= cuts[c]`; the last cut of a column is +Infinity. Column-major: `codes[feature * rowCount + row]`.
 */
export interface Quantised<Codes extends Uint8Array | Uint16Array> {
  readonly rowCount: number;
  readonly featureCount: number;
  readonly codes: Codes;
  readonly cuts: readonly Float64Array[];
  /** 1 where the column has a missing value. */
  readonly hasMissing: Uint8Array;
}

/** Memory that worker threads see without a copy, where the platform has it. */
export function sharedBuffer(byteLength: number): ArrayBuffer | SharedArrayBuffer {
  return typeof SharedArrayBuffer === "undefined"
    ? new ArrayBuffer(byteLength)
    : new SharedArrayBuffer(byteLength);
}

/**
 * Every distinct value its own rank (quantile groups when a column has more than 65,534 distinct values). Yields after
 * each column, as `quantiseToBins` does.
 */
export function quantiseToRanks(x: Matrix): Generator<undefined, Quantised<Uint16Array>> {
  const codes = new Uint16Array(sharedBuffer(2 * x.rowCount * featureCount(x)));
  return quantise(x, codes, MAX_RANKS, MISSING_RANK, x.rowCount);
}

/** LightGBM and scikit-learn, too, choose the bins of large tables by so many rows. */
const SAMPLE_ROWS = 200_000;

/** At most `maxBins` (2 to 255) bins a column with about equally many rows in each. */
export function quantiseToBins(x: Matrix, maxBins: number): Generator<undefined, Quantised<Uint8Array>> {
  const codes = new Uint8Array(sharedBuffer(x.rowCount * featureCount(x)));
  return quantise(x, codes, maxBins, MISSING_BIN, SAMPLE_ROWS);
}

function* quantise<Codes extends Uint8Array | Uint16Array>(
  x: Matrix,
  codes: Codes,
  limit: number,
  missingCode: number,
  sampleRows: number,
): Generator<undefined, Quantised<Codes>> {
  const features = featureCount(x);
  const hasMissing = new Uint8Array(features);
  const cuts: Float64Array[] = [];
  const sample = x.rowCount > sampleRows ? sampleOf(x.rowCount, sampleRows) : null;
  for (let feature = 0; feature < features; feature++) {
    const column = columnOf(x, feature);
    const cut = cutPoints(sample?.map((row) => column[row]) ?? column, limit);
    yield;
    cuts.push(cut);
    const target = codes.subarray(feature * x.rowCount, (feature + 1) * x.rowCount);
    for (let row = 0; row < column.length; row++) {
      const value = column[row];
      target[row] = Number.isNaN(value) ? missingCode : codeOf(value, cut);
    }
    hasMissing[feature] = target.includes(missingCode) ? 1 : 0;
    yield;
  }
  return { rowCount: x.rowCount, featureCount: features, codes, cuts, hasMissing };
}

/** Row numbers drawn with replacement, the same for every table of so many rows; as doubles, to be mapped to values. */
function sampleOf(rowCount: number, count: number): Float64Array {
  const random = createRandom(rowCount);
  return Float64Array.from({ length: count }, () => random.int(rowCount)).sort();
}

function columnOf(x: Matrix, feature: number): Float64Array {
  const features = featureCount(x);
  const column = new Float64Array(x.rowCount);
  for (let row = 0; row < x.rowCount; row++) column[row] = x.data[row * features + feature];
  return column;
}

/** The index of the first cut that is not below `value`, the last one if all are (binary search, without branches). */
export function codeOf(value: number, cuts: Float64Array): number {
  let first = 0;
  for (let count = cuts.length; count > 1;) {
    const half = count >> 1;
    first += half & -(cuts[first + half - 1] < value);
    count -= half;
  }
  return first;
}

/** Cuts halfway between neighbouring groups of values, then +Infinity. */
export function cutPoints(column: Float64Array, limit: number): Float64Array {
  const sorted = withoutMissing(column).sort();
  const starts = groupStarts(sorted, limit);
  const cuts = new Float64Array(Math.max(1, starts.length));
  for (let group = 1; group < starts.length; group++) {
    cuts[group - 1] = between(sorted[starts[group] - 1], sorted[starts[group]]);
  }
  cuts[cuts.length - 1] = Number.POSITIVE_INFINITY;
  return cuts;
}

function withoutMissing(column: Float64Array): Float64Array {
  const values = new Float64Array(column.length);
  let count = 0;
  for (let row = 0; row < column.length; row++)
    if (column[row] === column[row]) values[count++] = column[row];
  return values.subarray(0, count);
}

/** Where each group of equal (or, past the limit, neighbouring) values starts in the sorted column. */
function groupStarts(sorted: Float64Array, limit: number): number[] {
  const distinct: number[] = [];
  for (let i = 0; i < sorted.length; i++) if (i === 0 || sorted[i] !== sorted[i - 1]) distinct.push(i);
  if (distinct.length <= limit) return distinct;
  const starts: number[] = [];
  let lastGroup = -1;
  for (const start of distinct) {
    const group = Math.floor((start * limit) / sorted.length);
    if (group !== lastGroup) starts.push(start);
    lastGroup = group;
  }
  return starts;
}

/** A number `m` with `below <= m < above`, the middle where rounding and infinities allow. */
function between(below: number, above: number): number {
  const middle = below / 2 + above / 2;
  return middle >= below && middle < above ? middle : below;
}

/** Ranks merged into at most 255 bins for histograms: a bin holds the ranks up to `lastRank[bin]`. */
export interface CoarseBins {
  readonly bins: Uint8Array;
  /** shape (featureCount, 256): the last rank of each bin. */
  readonly lastRank: Uint16Array;
}

/** Bins the ranks by quantile of their rows, keeping the order: a smaller bin has only smaller ranks. */
export function coarsen(ranks: Quantised<Uint16Array>): CoarseBins {
  const { rowCount, featureCount: features, codes, cuts } = ranks;
  const bins = new Uint8Array(sharedBuffer(rowCount * features));
  const lastRank = new Uint16Array(sharedBuffer(2 * features * 256));
  for (let feature = 0; feature < features; feature++) {
    const offset = feature * rowCount;
    const binOfRank = groupRanks(codes.subarray(offset, offset + rowCount), cuts[feature].length);
    binOfRank.forEach((bin, rank) => (lastRank[feature * 256 + bin] = rank));
    for (let row = 0; row < rowCount; row++) {
      const rank = codes[offset + row];
      bins[offset + row] = rank === MISSING_RANK ? MISSING_BIN : binOfRank[rank];
    }
  }
  return { bins, lastRank };
}

function groupRanks(codes: Uint16Array, rankCount: number): Uint8Array {
  const binOfRank = new Uint8Array(rankCount);
  if (rankCount <= MISSING_BIN) return binOfRank.map((_, rank) => rank);
  const counts = new Uint32Array(rankCount);
  let total = 0;
  for (const code of codes) {
    if (code === MISSING_RANK) continue;
    counts[code]++;
    total++;
  }
  let before = 0;
  let bin = -1;
  let lastGroup = -1;
  for (let rank = 0; rank < rankCount; rank++) {
    const group = Math.floor((before * MISSING_BIN) / total);
    if (group !== lastGroup) bin++;
    lastGroup = group;
    binOfRank[rank] = bin;
    before += counts[rank];
  }
  return binOfRank;
}
