import type { CategoricalFeature } from "../family";
import { featureCount, type Matrix } from "../matrix";
import { isCategory, MAX_CATEGORIES, type CategorySplit } from "./category-splits";
import { codeOf, MISSING_BIN, quantiseToBins } from "./quantise";
import type { GrownTree } from "./tree-builder";

/** A binned table: column-major codes; a missing value has the code `cuts[feature].length`. */
export interface BinnedTable {
  readonly rowCount: number;
  readonly featureCount: number;
  readonly bins: Uint8Array;
  readonly cuts: readonly Float64Array[];
  /** shape (featureCount): how many categories a category feature has; 0 for numbers. */
  readonly cardinalities: Int32Array;
}

/**
 * Bins the training table: numbers by their own quantiles, categories one bin each. Yields after each column.
 */
export function* binTable(
  x: Matrix,
  maxBins: number,
  categorical: readonly CategoricalFeature[] = [],
): Generator<undefined, BinnedTable> {
  const { codes, cuts: numberCuts, rowCount, hasMissing } = yield* quantiseToBins(x, maxBins);
  const features = featureCount(x);
  const cuts = [...numberCuts];
  const cardinalities = new Int32Array(features);
  for (const { feature, cardinality } of categorical) {
    if (cardinality > MAX_CATEGORIES) continue;
    cardinalities[feature] = cardinality;
    cuts[feature] = categoryCuts(cardinality);
    binCategories(x, feature, cardinality, codes.subarray(feature * rowCount, (feature + 1) * rowCount));
  }
  for (let feature = 0; feature < features; feature++) {
    if (cardinalities[feature] > 0 || hasMissing[feature] === 0) continue;
    const column = codes.subarray(feature * rowCount, (feature + 1) * rowCount);
    for (let row = 0; row < rowCount; row++)
      if (column[row] === MISSING_BIN) column[row] = cuts[feature].length;
  }
  return { rowCount, featureCount: features, bins: codes, cuts, cardinalities };
}

/** Half way between the codes, so that a category feature looks like any other to whom that does not matter. */
function categoryCuts(cardinality: number): Float64Array {
  const cuts = Float64Array.from({ length: cardinality }, (_, code) => code + 0.5);
  cuts[cardinality - 1] = Number.POSITIVE_INFINITY;
  return cuts;
}

function binCategories(x: Matrix, feature: number, cardinality: number, bins: Uint8Array): void {
  const width = featureCount(x);
  for (let row = 0; row < x.rowCount; row++) {
    const value = x.data[row * width + feature];
    bins[row] = isCategory(value, cardinality) ? value : cardinality;
  }
}

/** Bins another table (validation) by the training table's cuts. */
export function binLike(table: BinnedTable, x: Matrix): BinnedTable {
  const bins = new Uint8Array(x.rowCount * table.featureCount);
  for (let feature = 0; feature < table.featureCount; feature++) {
    const cuts = table.cuts[feature];
    const cardinality = table.cardinalities[feature];
    if (cardinality > 0) {
      binCategories(x, feature, cardinality, bins.subarray(feature * x.rowCount, (feature + 1) * x.rowCount));
      continue;
    }
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
  splits: readonly CategorySplit[] = [],
): void {
  const count = rows === null ? table.rowCount : rows.length;
  const missing = Int32Array.from(table.cuts, (cuts) => cuts.length);
  for (let i = 0; i < count; i++) {
    const row = rows === null ? i : rows[i];
    let node = tree.root;
    while (node >= 0) {
      const test = tree.nodes[node];
      const tested = test >>> 17;
      const split = tested < table.featureCount ? null : splits[tested - table.featureCount];
      const feature = split === null ? tested : split.feature;
      const code = table.bins[feature * table.rowCount + row];
      const value = split === null || code === missing[feature] ? code : split.sides[code];
      const left = code === missing[feature] ? ((test >>> 16) & 1) === 1 : value <= (test & 0xffff);
      node = tree.nodes[left ? node + 1 : node + 2];
    }
    scores[row * stride + offset] += tree.leaves[~node];
  }
}
