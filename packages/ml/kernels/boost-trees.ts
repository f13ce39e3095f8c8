// AssemblyScript, compiled by build.mjs. The inner loops of gradient boosting over histograms. Sums are integers: a row's
// gradient, scaled, and its count of 1 lie in one 64-bit number (gradient << countBits | 1), so that one addition sums
// both, no order of addition gives another sum, and a sibling is exactly its parent less the other child.

/** A group of features has 256 cells in a histogram. A cell holds one number, or two where hessians are not all 1. */
const GROUP_CELLS: usize = 256;

@inline
function addTo(cell: usize, value: i64): void {
  store<i64>(cell, load<i64>(cell) + value);
}

/** Sums rows into a histogram. `bins` is row-major, one byte a group; `rows` are the `count` row numbers at that address. */
export function fillUnit(
  bins: usize,
  groups: u32,
  rows: usize,
  count: u32,
  packed: usize,
  histogram: usize,
): void {
  const end = rows + (count << 2);
  const quads = groups & ~3;
  for (; rows < end; rows += 4) {
    const row = load<u32>(rows);
    const value = load<i64>(packed + (<usize>row << 3));
    let code = bins + row * groups;
    let cells = histogram;
    const quadsEnd = code + quads;
    const codesEnd = code + groups;
    for (; code < quadsEnd; code += 4, cells += 4 * GROUP_CELLS * 8) {
      addTo(cells + (<usize>load<u8>(code) << 3), value);
      addTo(cells + GROUP_CELLS * 8 + (<usize>load<u8>(code, 1) << 3), value);
      addTo(cells + 2 * GROUP_CELLS * 8 + (<usize>load<u8>(code, 2) << 3), value);
      addTo(cells + 3 * GROUP_CELLS * 8 + (<usize>load<u8>(code, 3) << 3), value);
    }
    for (; code < codesEnd; code++, cells += GROUP_CELLS * 8) {
      addTo(cells + (<usize>load<u8>(code) << 3), value);
    }
  }
}

/** As `fillUnit`; a cell's second number sums the scaled hessians, shape of `packed` then (rows, 2). */
export function fillWeighted(
  bins: usize,
  groups: u32,
  rows: usize,
  count: u32,
  packed: usize,
  histogram: usize,
): void {
  const end = rows + (count << 2);
  for (; rows < end; rows += 4) {
    const row = load<u32>(rows);
    const value = v128.load(packed + (<usize>row << 4));
    let code = bins + row * groups;
    let cells = histogram;
    for (const codesEnd = code + groups; code < codesEnd; code++, cells += GROUP_CELLS * 16) {
      const cell = cells + (<usize>load<u8>(code) << 4);
      v128.store(cell, i64x2.add(v128.load(cell), value));
    }
  }
}

/** Adds or subtracts (`sign` -1) `words` numbers, an even count, from `from` to `target`. */
export function combine(target: usize, from: usize, words: u32, sign: i32): void {
  const end = target + (words << 3);
  if (sign < 0) {
    for (; target < end; target += 16, from += 16) v128.store(target, i64x2.sub(v128.load(target), v128.load(from)));
  } else {
    for (; target < end; target += 16, from += 16) v128.store(target, i64x2.add(v128.load(target), v128.load(from)));
  }
}

export function clear(target: usize, words: u32): void {
  memory.fill(target, 0, words << 3);
}

/** The largest absolute value; NaN counts as nothing. */
export function largest(values: usize, count: u32): f64 {
  let most: f64 = 0;
  for (const end = values + (count << 3); values < end; values += 8) {
    const size = Math.abs(load<f64>(values));
    if (size > most) most = size;
  }
  return most;
}

/** Writes `round(value * scale) << shift | low` of each value, `stride` bytes apart. */
export function pack(values: usize, count: u32, scale: f64, shift: i64, low: i64, packed: usize, stride: u32): void {
  for (const end = values + (count << 3); values < end; values += 8, packed += stride) {
    store<i64>(packed, (<i64>nearest<f64>(load<f64>(values) * scale) << shift) + low);
  }
}

/** Moves the rows that go left before the others, keeping the order of both; returns how many go left. */
export function partition(
  rows: usize,
  count: u32,
  spare: usize,
  bins: usize,
  groups: u32,
  group: u32,
  cut: u32,
  missing: u32,
  exclusive: u32,
): u32 {
  const codes = bins + group;
  const first = rows;
  let left = rows;
  let right = spare;
  for (const end = rows + (count << 2); rows < end; rows += 4) {
    const row = load<u32>(rows);
    const code = <u32>load<u8>(codes + row * groups);
    const isLeft = exclusive ? <usize>(code != exclusive) : <usize>(code <= cut) | <usize>(code == missing);
    store<u32>(left, row);
    store<u32>(right, row);
    left += isLeft << 2;
    right += (1 - isLeft) << 2;
  }
  memory.copy(left, spare, right - spare);
  return <u32>((left - first) >> 2);
}

/** Sums the cells of one group, which are all rows of the node; writes 3 doubles: count, gradient, hessian. */
export function totals(histogram: usize, weighted: u32, countBits: u32, hessianUnit: f64, result: usize): void {
  const bits = <i64>countBits;
  const cellShift = weighted ? 4 : 3;
  let count: f64 = 0;
  let gradient: f64 = 0;
  let hessian: f64 = 0;
  for (let i: usize = 0; i < GROUP_CELLS; i++) {
    const cell = histogram + (i << cellShift);
    count += countIn(cell, bits);
    gradient += gradientIn(cell, bits);
    if (weighted) hessian += hessianIn(cell, bits, hessianUnit, true);
  }
  store<f64>(result, count);
  store<f64>(result, gradient, 8);
  store<f64>(result, weighted ? hessian : count, 16);
}

/** The best split so far; globals, since an inlined function cannot write to its caller's variables. */
let bestGain: f64 = 0;
let bestFeature: i32 = -1;
let bestCut: u32 = 0;
let bestMissingLeft: u32 = 0;
let bestCount: f64 = 0;
let bestGradient: f64 = 0;
let bestHessian: f64 = 0;

/** What a split must leave on both sides; set by `findSplit`. */
let leastCount: f64 = 1;
let leastHessian: f64 = 0;
let l2: f64 = 0;

@inline
function countIn(cell: usize, bits: i64): f64 {
  return <f64>(load<i64>(cell) & (((<i64>1) << bits) - 1));
}

@inline
function gradientIn(cell: usize, bits: i64): f64 {
  return <f64>(load<i64>(cell) >> bits);
}

@inline
function hessianIn(cell: usize, bits: i64, unit: f64, weighted: bool): f64 {
  return weighted ? <f64>load<i64>(cell, 8) * unit : countIn(cell, bits);
}

/** The sum of both sides' gradient²/(hessian + l2), with one division. */
@inline
function scoreOf(gradient: f64, hessian: f64, otherGradient: f64, otherHessian: f64): f64 {
  const weight = hessian + l2;
  const otherWeight = otherHessian + l2;
  return (gradient * gradient * otherWeight + otherGradient * otherGradient * weight) / (weight * otherWeight);
}

function keep(feature: u32, cut: u32, missingLeft: bool, gain: f64, count: f64, gradient: f64, hessian: f64): void {
  bestGain = gain;
  bestFeature = feature;
  bestCut = cut;
  bestMissingLeft = missingLeft;
  bestCount = count;
  bestGradient = gradient;
  bestHessian = hessian;
}

@inline
function scan(
  feature: u32,
  cells: usize,
  valueBins: u32,
  missing: f64,
  missingLeft: bool,
  nodeCount: f64,
  nodeGradient: f64,
  nodeHessian: f64,
  nodeScore: f64,
  bits: i64,
  unit: f64,
  weighted: bool,
): void {
  const cellBytes: usize = weighted ? 16 : 8;
  const missingCell = cells + <usize>valueBins * cellBytes;
  let gradient: f64 = missingLeft ? gradientIn(missingCell, bits) : 0;
  let hessian: f64 = missingLeft ? hessianIn(missingCell, bits, unit, weighted) : 0;
  let count: f64 = missingLeft ? missing : 0;
  // The last value bin can only be parted from the missing rows.
  const end = missing > 0 && !missingLeft ? valueBins : valueBins - 1;
  for (let bin: u32 = 0; bin < end; bin++, cells += cellBytes) {
    const added = countIn(cells, bits);
    if (added == 0) continue;
    gradient += gradientIn(cells, bits);
    hessian += hessianIn(cells, bits, unit, weighted);
    count += added;
    if (count < leastCount || hessian < leastHessian) continue;
    const otherHessian = nodeHessian - hessian;
    if (nodeCount - count < leastCount || otherHessian < leastHessian) return;
    const gain = scoreOf(gradient, hessian, nodeGradient - gradient, otherHessian) - nodeScore;
    if (gain <= bestGain) continue;
    // A value missing at prediction, where training saw none missing, goes with the larger side.
    keep(feature, bin, missing > 0 ? missingLeft : 2 * count > nodeCount, gain, count, gradient, hessian);
  }
}

/** A feature that shares its group with others: its rows are one cell, all other rows go left. */
@inline
function considerExclusive(
  feature: u32,
  cell: usize,
  nodeCount: f64,
  nodeGradient: f64,
  nodeHessian: f64,
  nodeScore: f64,
  bits: i64,
  unit: f64,
  weighted: bool,
): void {
  const right = countIn(cell, bits);
  const rightHessian = hessianIn(cell, bits, unit, weighted);
  const count = nodeCount - right;
  const hessian = nodeHessian - rightHessian;
  if (min(count, right) < leastCount || min(hessian, rightHessian) < leastHessian) return;
  const rightGradient = gradientIn(cell, bits);
  const gradient = nodeGradient - rightGradient;
  const gain = scoreOf(gradient, hessian, rightGradient, rightHessian) - nodeScore;
  if (gain > bestGain) keep(feature, 0, count > right, gain, count, gradient, hessian);
}

/**
 * Finds the split of a node that lowers the loss most. `table` describes features in 3 words each: the number of its
 * first cell, how many bins of values it has (a bin for missing ones follows), and its code where it shares a group, or
 * 0. Gradients are in scaled units throughout, so the gain is in their square; `hessianUnit` brings hessians back.
 * Writes 7 doubles to `result`: feature (-1: none), cut, whether missing goes left, gain, and the left side's count,
 * gradient and hessian.
 */
export function findSplit(
  histogram: usize,
  weighted: u32,
  countBits: u32,
  hessianUnit: f64,
  table: usize,
  features: usize,
  featureCount: u32,
  count: f64,
  gradient: f64,
  hessian: f64,
  minSamplesLeaf: f64,
  minHessian: f64,
  regularization: f64,
  result: usize,
): void {
  const bits = <i64>countBits;
  leastCount = minSamplesLeaf;
  leastHessian = minHessian;
  l2 = regularization;
  const score = (gradient * gradient) / (hessian + l2);
  bestGain = 0;
  bestFeature = -1;
  const cellShift = weighted ? 4 : 3;
  for (let i: u32 = 0; i < featureCount; i++) {
    const feature = load<u32>(features + (i << 2));
    const entry = table + feature * 12;
    const cells = histogram + (<usize>load<u32>(entry) << cellShift);
    const valueBins = load<u32>(entry, 4);
    const code = load<u32>(entry, 8);
    if (code) {
      const cell = cells + (<usize>code << cellShift);
      if (weighted) considerExclusive(feature, cell, count, gradient, hessian, score, bits, hessianUnit, true);
      else considerExclusive(feature, cell, count, gradient, hessian, score, bits, 1, false);
      continue;
    }
    const missing = countIn(cells + (<usize>valueBins << cellShift), bits);
    if (weighted) {
      scan(feature, cells, valueBins, missing, false, count, gradient, hessian, score, bits, hessianUnit, true);
      if (missing > 0)
        scan(feature, cells, valueBins, missing, true, count, gradient, hessian, score, bits, hessianUnit, true);
    } else {
      scan(feature, cells, valueBins, missing, false, count, gradient, hessian, score, bits, 1, false);
      if (missing > 0)
        scan(feature, cells, valueBins, missing, true, count, gradient, hessian, score, bits, 1, false);
    }
  }
  store<f64>(result, bestFeature);
  store<f64>(result, <f64>bestCut, 8);
  store<f64>(result, <f64>bestMissingLeft, 16);
  store<f64>(result, bestGain, 24);
  store<f64>(result, bestCount, 32);
  store<f64>(result, bestGradient, 40);
  store<f64>(result, bestHessian, 48);
}
