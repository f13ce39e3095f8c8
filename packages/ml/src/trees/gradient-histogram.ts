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
  for (let feature = 0; feature < table.featureCount; feature++) {
    const column = table.bins.subarray(feature * table.rowCount, (feature + 1) * table.rowCount);
    const first = table.binStarts[feature];
    if (hessians === null) fillUnit(target.sums, column, first, rows, start, end, gradients);
    else fillWeighted(target, column, first, rows, start, end, gradients, hessians);
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
