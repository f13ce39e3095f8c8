import type { Matrix } from "../matrix";
import { encodeRows, type TreeArrays } from "../trees/ensemble";
import type { InterventionalShap } from "./interventional-shap";
import type { PathDependentShap } from "./tree-shap";

/** Node visits between two pauses: some 10 ms. */
const WORK_BETWEEN_PAUSES = 300_000;

/**
 * SHAP values of every row for the sums of the trees' leaves, shape (rowCount, outputs, featureCount). Tree by tree,
 * so that a tree stays in the cache while all rows go through it. Yields every few milliseconds.
 */
export function* treeValues(
  trees: TreeArrays,
  shap: PathDependentShap | InterventionalShap,
  x: Matrix,
  onTree: (done: number) => void,
): Generator<undefined, Float64Array> {
  const { featureCount, categorySplits, outputs, leafSize, roots } = trees;
  const features = featureCount - categorySplits.length;
  const width = 2 * featureCount;
  const codes = new Uint16Array(width * x.rowCount);
  encodeRows(trees, x.data, 0, x.rowCount, codes);
  const values = new Float64Array(x.rowCount * outputs * features);
  let work = 0;
  for (let tree = 0; tree < roots.length; tree++) {
    for (let row = 0; row < x.rowCount; row++) {
      for (let k = 0; k < leafSize; k++) {
        const output = leafSize === 1 ? tree % outputs : k;
        shap.addTree(tree, k, codes, row * width, values, (row * outputs + output) * features);
      }
      work += shap.sizeOf(tree) * leafSize;
      if (work < WORK_BETWEEN_PAUSES) continue;
      work = 0;
      yield;
    }
    onTree(tree + 1);
  }
  return values;
}
