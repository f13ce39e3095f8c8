import { featureCount, type Matrix } from "../matrix";
import { codeOf, MISSING_BIN, quantiseToBins } from "./quantise";
import type { GrownTree } from "./tree-builder";

/** A binned table: column-major codes; a missing value has the code `cuts[feature].length`. */
export interface BinnedTable {
  readonly rowCount: number;
  readonly featureCount: number;
  readonly bins: Uint8Array;
  readonly cuts: readonly Float64Array[];
  /** shape (featureCount + 1): where a feature's bins start in a histogram; one more than its cuts each. */
  readonly binStarts: Int32Array;
}

/** Bins the training table by its own quantiles. Yields after each column. */
export function* binTable(x: Matrix, maxBins: number): Generator<undefined, BinnedTable> {
  const { codes, cuts, rowCount, hasMissing } = yield* quantiseToBins(x, maxBins);
  const features = featureCount(x);
  const binStarts = new Int32Array(features + 1);
  for (let feature = 0; feature < features; feature++) {
    binStarts[feature + 1] = binStarts[feature] + cuts[feature].length + 1;
    if (hasMissing[feature] === 0) continue;
    const column = codes.subarray(feature * rowCount, (feature + 1) * rowCount);
    for (let row = 0; row < rowCount; row++)
      if (column[row] === MISSING_BIN) column[row] = cuts[feature].length;
  }
  return { rowCount, featureCount: features, bins: codes, cuts, binStarts };
}

/** Bins another table (validation) by the training table's cuts. */
export function binLike(table: BinnedTable, x: Matrix): BinnedTable {
  const bins = new Uint8Array(x.rowCount * table.featureCount);
  for (let feature = 0; feature < table.featureCount; feature++) {
    const cuts = table.cuts[feature];
    for (let row = 0; row < x.rowCount; row++) {
      const value = x.data[row * table.featureCount + feature];
      bins[feature * x.rowCount + row] = Number.isNaN(value) ? cuts.length : codeOf(value, cuts);
    }
  }
  return { ...table, rowCount: x.rowCount, bins };
}

/** Adds a tree's leaf to `scores[row * stride + offset]` of the given rows (all when null). */
export function addTreeToScores(
  tree: GrownTree,
  table: BinnedTable,
  rows: Int32Array | null,
  scores: Float64Array,
  stride: number,
  offset: number,
): void {
  const count = rows === null ? table.rowCount : rows.length;
  const missing = Int32Array.from(table.cuts, (cuts) => cuts.length);
  for (let i = 0; i < count; i++) {
    const row = rows === null ? i : rows[i];
    let node = tree.root;
    while (node >= 0) {
      const test = tree.nodes[node];
      const feature = test >>> 17;
      const code = table.bins[feature * table.rowCount + row];
      const left = code === missing[feature] ? ((test >>> 16) & 1) === 1 : code <= (test & 0xffff);
      node = tree.nodes[left ? node + 1 : node + 2];
    }
    scores[row * stride + offset] += tree.leaves[~node];
  }
}
