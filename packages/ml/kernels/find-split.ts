// AssemblyScript, compiled as a part of boost-trees.ts: reading histograms and finding the best split in them.

/** A group of features has 256 cells in a histogram. A cell holds one number, or two where hessians are not all 1. */
export const GROUP_CELLS: usize = 256;

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

/** Writes 3 doubles a cell: count, gradient, hessian. */
export function readCells(
  cells: usize,
  cellCount: u32,
  weighted: u32,
  countBits: u32,
  hessianUnit: f64,
  out: usize,
): void {
  const bits = <i64>countBits;
  const cellBytes: usize = weighted ? 16 : 8;
  for (let i: u32 = 0; i < cellCount; i++, cells += cellBytes, out += 24) {
    const count = countIn(cells, bits);
    store<f64>(out, count);
    store<f64>(out, gradientIn(cells, bits), 8);
    store<f64>(out, weighted ? hessianIn(cells, bits, hessianUnit, true) : count, 16);
  }
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
