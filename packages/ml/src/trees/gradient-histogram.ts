import type { BinnedTable } from "./boosting-data";

/** Gradient, hessian and row count of every bin of every feature, over the rows of one leaf. */
export interface GradientHistogram {
  /** shape (bins, 2): sum of gradients, sum of hessians. */
  readonly sums: Float64Array;
  /** shape (bins); the same as the hessians, and empty, where every hessian is 1. */
  readonly counts: Int32Array;
}

export function createHistogram(table: BinnedTable, unitHessian: boolean): GradientHistogram {
  const bins = table.binStarts[table.featureCount];
  return { sums: new Float64Array(2 * bins), counts: new Int32Array(unitHessian ? 0 : bins) };
}

/** The gradients of a leaf's rows in the rows' order: read once for all features. */
export interface LeafGradients {
  readonly gradients: Float64Array;
  /** Null where every hessian is 1. */
  readonly hessians: Float64Array | null;
}

/** Sums up `rows[start..end)`; `leaf` holds their gradients from index 0. */
export function fillHistogram(
  target: GradientHistogram,
  table: BinnedTable,
  rows: Int32Array,
  start: number,
  end: number,
  { gradients, hessians }: LeafGradients,
): void {
  target.sums.fill(0);
  target.counts.fill(0);
  const { featureCount, binStarts } = table;
  let feature = 0;
  if (hessians === null) {
    for (; feature + 4 <= featureCount; feature += 4) {
      fillFourUnit(target.sums, table, feature, rows, start, end, gradients);
    }
  }
  for (; feature < featureCount; feature++) {
    const column = columnOf(table, feature);
    if (hessians === null) fillUnit(target.sums, column, binStarts[feature], rows, start, end, gradients);
    else fillWeighted(target, column, binStarts[feature], rows, start, end, gradients, hessians);
  }
}

function columnOf({ bins, rowCount }: BinnedTable, feature: number): Uint8Array {
  return bins.subarray(feature * rowCount, (feature + 1) * rowCount);
}

/** Four features in one pass: their sums do not wait for each other, and a row's gradient is read once. */
function fillFourUnit(
  sums: Float64Array,
  table: BinnedTable,
  feature: number,
  rows: Int32Array,
  start: number,
  end: number,
  gradients: Float64Array,
): void {
  const a = columnOf(table, feature);
  const b = columnOf(table, feature + 1);
  const c = columnOf(table, feature + 2);
  const d = columnOf(table, feature + 3);
  const [aFirst, bFirst, cFirst, dFirst] = table.binStarts.subarray(feature, feature + 4);
  for (let i = start; i < end; i++) {
    const row = rows[i];
    const gradient = gradients[i - start];
    const atA = (aFirst + a[row]) << 1;
    const atB = (bFirst + b[row]) << 1;
    const atC = (cFirst + c[row]) << 1;
    const atD = (dFirst + d[row]) << 1;
    sums[atA] += gradient;
    sums[atA + 1] += 1;
    sums[atB] += gradient;
    sums[atB + 1] += 1;
    sums[atC] += gradient;
    sums[atC + 1] += 1;
    sums[atD] += gradient;
    sums[atD + 1] += 1;
  }
}

function fillUnit(
  sums: Float64Array,
  column: Uint8Array,
  first: number,
  rows: Int32Array,
  start: number,
  end: number,
  gradients: Float64Array,
): void {
  for (let i = start; i < end; i++) {
    const at = (first + column[rows[i]]) << 1;
    sums[at] += gradients[i - start];
    sums[at + 1] += 1;
  }
}

function fillWeighted(
  { sums, counts }: GradientHistogram,
  column: Uint8Array,
  first: number,
  rows: Int32Array,
  start: number,
  end: number,
  gradients: Float64Array,
  hessians: Float64Array,
): void {
  for (let i = start; i < end; i++) {
    const bin = first + column[rows[i]];
    sums[bin << 1] += gradients[i - start];
    sums[(bin << 1) + 1] += hessians[i - start];
    counts[bin]++;
  }
}

/** Takes one child's histogram from its parent's, which becomes the other child's. */
export function subtractHistogram(parent: GradientHistogram, child: GradientHistogram): void {
  for (let i = 0; i < parent.sums.length; i++) parent.sums[i] -= child.sums[i];
  for (let i = 0; i < parent.counts.length; i++) parent.counts[i] -= child.counts[i];
}
