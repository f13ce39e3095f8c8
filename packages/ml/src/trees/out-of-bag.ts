import { accuracy } from "../metrics/classification";
import { regressionMetrics } from "../metrics/regression";
import type { ForestData } from "./forest-data";
import { MISSING_RANK } from "./quantise";
import type { GrownTree } from "./tree-builder";

/**
 * The score of a forest on rows judged only by the trees that did not draw them (Breiman 2001; scikit-learn's
 * `oob_score_`): R² for regression, accuracy for classification, weighted. NaN where no row was left out by any tree.
 * Yields after each tree.
 *
 * @param drawnBy how often a tree drew each row, shape (rowCount)
 */
export function* outOfBagScore(
  trees: readonly GrownTree[],
  data: ForestData,
  drawnBy: (tree: number) => Float64Array,
): Generator<undefined, number> {
  const { rowCount, classCount } = data;
  const outputs = classCount > 2 ? classCount : 1;
  const sums = new Float64Array(rowCount * outputs);
  const votes = new Int32Array(rowCount);
  for (let t = 0; t < trees.length; t++) {
    const drawn = drawnBy(t);
    for (let row = 0; row < rowCount; row++) {
      if (drawn[row] > 0) continue;
      const leaf = leafOf(trees[t], data, row) * outputs;
      for (let k = 0; k < outputs; k++) sums[row * outputs + k] += trees[t].leaves[leaf + k];
      votes[row]++;
    }
    yield;
  }
  const judged = Int32Array.from(votes.keys()).filter((row) => votes[row] > 0);
  const mean = (row: number, k = 0) => sums[row * outputs + k] / votes[row];
  const of = (value: (row: number) => number) => Float64Array.from(judged, value);
  const y = of((row) => data.y[row]);
  const { weights } = data;
  const judgedWeights = weights ? of((row) => weights[row]) : undefined;
  if (classCount === 0)
    return regressionMetrics(
      y,
      of((row) => mean(row)),
      judgedWeights,
    ).r2;
  return accuracy(
    y,
    of((row) => classOf(row, mean, outputs)),
    judgedWeights,
  );
}

function leafOf({ nodes, root }: GrownTree, { ranks, rowCount }: ForestData, row: number): number {
  let node = root;
  while (node >= 0) {
    const test = nodes[node];
    const rank = ranks[(test >>> 17) * rowCount + row];
    const left = rank === MISSING_RANK ? ((test >>> 16) & 1) === 1 : rank <= (test & 0xffff);
    node = nodes[left ? node + 1 : node + 2];
  }
  return ~node;
}

function classOf(row: number, mean: (row: number, k: number) => number, outputs: number): number {
  if (outputs === 1) return mean(row, 0) > 0.5 ? 1 : 0;
  let best = 0;
  for (let k = 1; k < outputs; k++) if (mean(row, k) > mean(row, best)) best = k;
  return best;
}
