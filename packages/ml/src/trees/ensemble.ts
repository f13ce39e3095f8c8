import { codeOf, MISSING_RANK } from "./quantise";
import type { GrownTree } from "./tree-builder";

/**
 * Trees in flat arrays. A row is first turned into codes by `cuts`; the trees then compare small integers, so
 * training and prediction cannot disagree about a border. See `GrownTree` for the layout of `nodes`.
 */
export interface TreeEnsemble {
  readonly featureCount: number;
  /** Values in a leaf. */
  readonly leafSize: number;
  /** Sums a row ends with. With `leafSize` 1 and several outputs, tree `t` adds to output `t % outputs`. */
  readonly outputs: number;
  readonly nodes: Int32Array;
  readonly leaves: Float64Array;
  /** shape (trees): a place in `nodes`, or `~leaf`. */
  readonly roots: Int32Array;
  readonly cuts: Float64Array;
  /** shape (featureCount + 1): where each feature's cuts start. */
  readonly cutStarts: Int32Array;
}

/** Joins trees and keeps only the cuts they use. */
export function assembleTrees(
  trees: readonly GrownTree[],
  allCuts: readonly Float64Array[],
  leafSize: number,
  outputs: number,
): TreeEnsemble {
  const nodes = new Int32Array(trees.reduce((sum, tree) => sum + tree.nodes.length, 0));
  const leaves = new Float64Array(trees.reduce((sum, tree) => sum + tree.leaves.length, 0));
  const roots = new Int32Array(trees.length);
  let nodeBase = 0;
  let leafBase = 0;
  trees.forEach((tree, t) => {
    const leafShift = leafBase / leafSize;
    const shifted = (child: number) => (child < 0 ? child - leafShift : child + nodeBase);
    roots[t] = shifted(tree.root);
    for (let i = 0; i < tree.nodes.length; i += 3) {
      nodes[nodeBase + i] = tree.nodes[i];
      nodes[nodeBase + i + 1] = shifted(tree.nodes[i + 1]);
      nodes[nodeBase + i + 2] = shifted(tree.nodes[i + 2]);
    }
    leaves.set(tree.leaves, leafBase);
    nodeBase += tree.nodes.length;
    leafBase += tree.leaves.length;
  });
  const { cuts, cutStarts } = keepUsedCuts(nodes, allCuts);
  return { featureCount: allCuts.length, leafSize, outputs, nodes, leaves, roots, cuts, cutStarts };
}

/** Renumbers the cuts in `nodes` (in place) so that unused ones can go. */
function keepUsedCuts(
  nodes: Int32Array,
  allCuts: readonly Float64Array[],
): { cuts: Float64Array; cutStarts: Int32Array } {
  const numbers = allCuts.map((cuts) => new Int32Array(cuts.length));
  for (let i = 0; i < nodes.length; i += 3) numbers[nodes[i] >>> 17][nodes[i] & 0xffff] = 1;
  const cutStarts = new Int32Array(allCuts.length + 1);
  const kept: number[] = [];
  allCuts.forEach((cuts, feature) => {
    let next = 0;
    cuts.forEach((cut, c) => {
      if (numbers[feature][c] === 0) return;
      numbers[feature][c] = next++;
      kept.push(cut);
    });
    cutStarts[feature + 1] = kept.length;
  });
  for (let i = 0; i < nodes.length; i += 3) {
    nodes[i] = (nodes[i] & ~0xffff) | numbers[nodes[i] >>> 17][nodes[i] & 0xffff];
  }
  return { cuts: Float64Array.from(kept), cutStarts };
}

/** Rows walked through one tree together, so that its nodes are fetched once for all of them. */
const BLOCK_ROWS = 1024;
/** Fewer rows than this are not worth sorting. */
const SORTED_ROWS = 32;

/** Adds every tree's leaves to `sums`, shape (rowCount, outputs), in tree order whatever the number of rows. */
export function addTrees(
  ensemble: TreeEnsemble,
  data: Float64Array,
  rowCount: number,
  sums: Float64Array,
): void {
  const codes = new Uint16Array(Math.min(rowCount, BLOCK_ROWS) * 2 * ensemble.featureCount);
  for (let start = 0; start < rowCount; start += BLOCK_ROWS) {
    const count = Math.min(BLOCK_ROWS, rowCount - start);
    encodeRows(ensemble, data, start, count, codes);
    if (count === 1) walkOneRow(ensemble, codes, sums, start * ensemble.outputs);
    else
      walkBlock(ensemble, codes, similarRowsTogether(ensemble, codes, count), sums, start * ensemble.outputs);
  }
}

/**
 * The block's rows in the order of the leaves they reach in the first tree. Neighbours then take much the same way
 * through the other trees too, which saves a quarter of the time. Sums do not change: each row has its own.
 */
function similarRowsTogether(
  { nodes, roots, featureCount }: TreeEnsemble,
  codes: Uint16Array,
  count: number,
): Int32Array {
  const order = Int32Array.from({ length: count }, (_, i) => i);
  if (count < SORTED_ROWS || roots.length < 2) return order;
  const keys = new Float64Array(count);
  for (let i = 0; i < count; i++) {
    let node = roots[0];
    while (node >= 0) node = step(nodes, codes, node, i * 2 * featureCount);
    keys[i] = ~node * BLOCK_ROWS + i;
  }
  keys.sort().forEach((key, i) => (order[i] = key % BLOCK_ROWS));
  return order;
}

/**
 * Two codes a feature: the first sends a missing value right, the second left. A node's test names one of them, so
 * that walking needs no special case.
 */
function encodeRows(
  ensemble: TreeEnsemble,
  data: Float64Array,
  start: number,
  count: number,
  codes: Uint16Array,
): void {
  const { featureCount, cuts, cutStarts } = ensemble;
  for (let feature = 0; feature < featureCount; feature++) {
    const own = cuts.subarray(cutStarts[feature], cutStarts[feature + 1]);
    for (let i = 0; i < count; i++) {
      const value = data[(start + i) * featureCount + feature];
      const missing = Number.isNaN(value);
      const at = 2 * (i * featureCount + feature);
      const code = own.length === 0 || missing ? 0 : codeAbove(value, own);
      codes[at] = missing ? MISSING_RANK : code;
      codes[at + 1] = code;
    }
  }
}

/** As `codeOf`, but the last cut kept need not be +Infinity. */
function codeAbove(value: number, cuts: Float64Array): number {
  return value > cuts[cuts.length - 1] ? cuts.length : codeOf(value, cuts);
}

/** One row, four trees at a time: the walks do not wait for each other's memory. */
function walkOneRow(ensemble: TreeEnsemble, codes: Uint16Array, sums: Float64Array, at: number): void {
  const { nodes, roots } = ensemble;
  const trees = roots.length;
  const paired = trees - (trees % 4);
  for (let t = 0; t < paired; t += 4) {
    let a = roots[t];
    let b = roots[t + 1];
    let c = roots[t + 2];
    let d = roots[t + 3];
    while (a >= 0 || b >= 0 || c >= 0 || d >= 0) {
      if (a >= 0) a = step(nodes, codes, a, 0);
      if (b >= 0) b = step(nodes, codes, b, 0);
      if (c >= 0) c = step(nodes, codes, c, 0);
      if (d >= 0) d = step(nodes, codes, d, 0);
    }
    addLeaf(ensemble, t, ~a, sums, at);
    addLeaf(ensemble, t + 1, ~b, sums, at);
    addLeaf(ensemble, t + 2, ~c, sums, at);
    addLeaf(ensemble, t + 3, ~d, sums, at);
  }
  for (let t = paired; t < trees; t++) {
    let node = roots[t];
    while (node >= 0) node = step(nodes, codes, node, 0);
    addLeaf(ensemble, t, ~node, sums, at);
  }
}

/** Many rows: tree by tree, so that a tree's nodes stay in the cache; four rows at a time within a tree. */
function walkBlock(
  ensemble: TreeEnsemble,
  codes: Uint16Array,
  order: Int32Array,
  sums: Float64Array,
  at: number,
): void {
  const { nodes, roots, outputs } = ensemble;
  const width = 2 * ensemble.featureCount;
  const paired = order.length - (order.length % 4);
  for (let t = 0; t < roots.length; t++) {
    const root = roots[t];
    for (let i = 0; i < paired; i += 4) {
      const rowA = order[i];
      const rowB = order[i + 1];
      const rowC = order[i + 2];
      const rowD = order[i + 3];
      let a = root;
      let b = root;
      let c = root;
      let d = root;
      while (a >= 0 || b >= 0 || c >= 0 || d >= 0) {
        if (a >= 0) a = step(nodes, codes, a, rowA * width);
        if (b >= 0) b = step(nodes, codes, b, rowB * width);
        if (c >= 0) c = step(nodes, codes, c, rowC * width);
        if (d >= 0) d = step(nodes, codes, d, rowD * width);
      }
      addLeaf(ensemble, t, ~a, sums, at + rowA * outputs);
      addLeaf(ensemble, t, ~b, sums, at + rowB * outputs);
      addLeaf(ensemble, t, ~c, sums, at + rowC * outputs);
      addLeaf(ensemble, t, ~d, sums, at + rowD * outputs);
    }
    for (let i = paired; i < order.length; i++) {
      let node = root;
      while (node >= 0) node = step(nodes, codes, node, order[i] * width);
      addLeaf(ensemble, t, ~node, sums, at + order[i] * outputs);
    }
  }
}

/** The child to go to; the sign bit of `cut - code` chooses it without a branch. */
function step(nodes: Int32Array, codes: Uint16Array, node: number, row: number): number {
  const test = nodes[node];
  return nodes[node + 1 + (((test & 0xffff) - codes[row + (test >>> 16)]) >>> 31)];
}

function addLeaf(ensemble: TreeEnsemble, tree: number, leaf: number, sums: Float64Array, at: number): void {
  const { leaves, leafSize, outputs } = ensemble;
  if (leafSize === 1) {
    sums[at + (outputs === 1 ? 0 : tree % outputs)] += leaves[leaf];
    return;
  }
  for (let k = 0; k < leafSize; k++) sums[at + k] += leaves[leaf * leafSize + k];
}
