import { sideOf, type CategorySplit } from "./category-splits";
import { LANES, placeForWalking, type PlacedTrees } from "./block-walker";
import { packLeafCovers, type PackedCovers } from "./leaf-covers";
import { unpackNodes, type PackedNodes } from "./packed-nodes";
import { codeOf, MISSING_RANK } from "./quantise";
import type { GrownTree } from "./tree-builder";

/**
 * Trees in flat arrays. A row is first turned into codes by `cuts`; the trees then compare small integers, so
 * training and prediction cannot disagree about a border. See `GrownTree` for the layout of `nodes`.
 */
export interface TreeArrays {
  /** With those that stand for category splits. */
  readonly featureCount: number;
  /** What the last features stand for; the data do not have these. */
  readonly categorySplits: readonly CategorySplit[];
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
  /** What explaining needs beside the trees; null in models from before it was kept. */
  readonly leafCovers: PackedCovers | null;
}

/** Ready to predict. */
export type TreeEnsemble = Omit<TreeArrays, "nodes"> & PlacedTrees;

export function createEnsemble(trees: TreeArrays): TreeEnsemble {
  return { ...trees, ...placeForWalking(trees) };
}

/** With its nodes as they are saved; made anew, and large, where walking has them packed. */
export function treeArrays(ensemble: TreeEnsemble): TreeArrays {
  const { walker: _, nodes, ...rest } = ensemble;
  return { ...rest, nodes: nodes instanceof Int32Array ? nodes : unpackNodes(nodes) };
}

/** The feature of the data that each feature tests; shape (featureCount). */
export function ownersOf({
  featureCount,
  categorySplits,
}: Pick<TreeArrays, "featureCount" | "categorySplits">): Int32Array {
  const width = featureCount - categorySplits.length;
  return Int32Array.from({ length: featureCount }, (_, feature) =>
    feature < width ? feature : categorySplits[feature - width].feature,
  );
}

/** Joins trees and keeps only the cuts they use. */
export function assembleTrees(
  trees: readonly GrownTree[],
  allCuts: readonly Float64Array[],
  leafSize: number,
  outputs: number,
  categorySplits: readonly CategorySplit[] = [],
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
  const featureCuts = [...allCuts, ...categorySplits.map(() => Float64Array.of(0.5))];
  const { cuts, cutStarts } = keepUsedCuts(nodes, featureCuts);
  return createEnsemble({
    featureCount: featureCuts.length,
    categorySplits,
    leafSize,
    outputs,
    nodes,
    leaves,
    roots,
    cuts,
    cutStarts,
    leafCovers: packLeafCovers(trees),
  });
}

/** Renumbers the cuts in `nodes` (in place) so that unused ones can go. */
function keepUsedCuts(
  nodes: Int32Array,
  allCuts: readonly Float64Array[],
): { cuts: Float64Array; cutStarts: Int32Array } {
  const starts = new Int32Array(allCuts.length + 1);
  allCuts.forEach((cuts, feature) => (starts[feature + 1] = starts[feature] + cuts.length));
  // One array for all features: millions of nodes look their cut up in it, twice.
  const numbers = new Int32Array(starts[allCuts.length]);
  for (let i = 0; i < nodes.length; i += 3) numbers[starts[nodes[i] >>> 17] + (nodes[i] & 0xffff)] = 1;
  const cutStarts = new Int32Array(allCuts.length + 1);
  const kept: number[] = [];
  allCuts.forEach((cuts, feature) => {
    let next = 0;
    cuts.forEach((cut, c) => {
      if (numbers[starts[feature] + c] === 0) return;
      numbers[starts[feature] + c] = next++;
      kept.push(cut);
    });
    cutStarts[feature + 1] = kept.length;
  });
  for (let i = 0; i < nodes.length; i += 3) {
    nodes[i] = (nodes[i] & ~0xffff) | numbers[starts[nodes[i] >>> 17] + (nodes[i] & 0xffff)];
  }
  return { cuts: Float64Array.from(kept), cutStarts };
}

/** Fewer rows than this are walked one by one, four trees at a time. */
const MIN_BLOCK_ROWS = 4;

/** Adds every tree's leaves to `sums`, shape (rowCount, outputs), in tree order whatever the number of rows. */
export function addTrees(
  ensemble: TreeEnsemble,
  data: Float64Array,
  rowCount: number,
  sums: Float64Array,
): void {
  const { walker, outputs, featureCount } = ensemble;
  if (walker === null || rowCount < MIN_BLOCK_ROWS) {
    const codes = new Uint16Array(2 * featureCount);
    for (let row = 0; row < rowCount; row++) {
      encodeRows(ensemble, data, row, 1, codes);
      walkOneRow(ensemble, codes, sums, row * outputs);
    }
    return;
  }
  const [block] = walker.blocks;
  for (let start = 0; start < rowCount; start += walker.maxRows) {
    const count = Math.min(walker.maxRows, rowCount - start);
    const own = sums.subarray(start * outputs, (start + count) * outputs);
    encodeRows(ensemble, data, start, count, block.codes, { lanes: LANES });
    block.sums.set(own);
    walker.walk(count);
    own.set(block.sums.subarray(0, own.length));
  }
}

/**
 * Two codes a feature: the first sends a missing value right, the second left. A node's test names one of them, so
 * that walking needs no special case. Groups of `lanes` rows follow each other, each code by code; they are written from
 * row `at` of `codes` on.
 */
export function encodeRows(
  ensemble: Pick<TreeArrays, "featureCount" | "cuts" | "cutStarts" | "categorySplits">,
  data: Float64Array,
  start: number,
  count: number,
  codes: Uint16Array,
  { lanes = 1, at = 0 }: { lanes?: number; at?: number } = {},
): void {
  const { featureCount, cuts, cutStarts, categorySplits } = ensemble;
  const width = featureCount - categorySplits.length;
  for (let feature = 0; feature < featureCount; feature++) {
    const own = cuts.subarray(cutStarts[feature], cutStarts[feature + 1]);
    const split = feature < width ? null : categorySplits[feature - width];
    for (let i = 0; i < count; i++) {
      const given = data[(start + i) * width + (split === null ? feature : split.feature)];
      const value = split === null ? given : sideOf(split, given);
      const missing = Number.isNaN(value);
      const code = own.length === 0 || missing ? 0 : codeAbove(value, own);
      const lane = (at + i) % lanes;
      const to = 2 * featureCount * (at + i - lane) + 2 * feature * lanes + lane;
      codes[to] = missing ? MISSING_RANK : code;
      codes[to + lanes] = code;
    }
  }
}

/** As `codeOf`, but the last cut kept need not be +Infinity. */
function codeAbove(value: number, cuts: Float64Array): number {
  return value > cuts[cuts.length - 1] ? cuts.length : codeOf(value, cuts);
}

function walkOneRow(ensemble: TreeEnsemble, codes: Uint16Array, sums: Float64Array, at: number): void {
  const { nodes } = ensemble;
  if (nodes instanceof Int32Array) walkWideTrees(ensemble, nodes, codes, sums, at);
  else walkPackedTrees(ensemble, nodes, codes, sums, at);
}

/** Four trees at a time: the walks do not wait for each other's memory. */
function walkPackedTrees(
  ensemble: TreeEnsemble,
  { nodes, starts }: PackedNodes,
  codes: Uint16Array,
  sums: Float64Array,
  at: number,
): void {
  const trees = ensemble.roots.length;
  const paired = trees - (trees % 4);
  const rootOf = (tree: number) => (starts[2 * tree] === starts[2 * tree + 2] ? -1 : 0);
  for (let t = 0; t < paired; t += 4) {
    const [i, j, k, l] = [starts[2 * t], starts[2 * t + 2], starts[2 * t + 4], starts[2 * t + 6]];
    let a = rootOf(t);
    let b = rootOf(t + 1);
    let c = rootOf(t + 2);
    let d = rootOf(t + 3);
    while (a >= 0 || b >= 0 || c >= 0 || d >= 0) {
      if (a >= 0) a = packedStep(nodes, codes, i + a);
      if (b >= 0) b = packedStep(nodes, codes, j + b);
      if (c >= 0) c = packedStep(nodes, codes, k + c);
      if (d >= 0) d = packedStep(nodes, codes, l + d);
    }
    addLeaf(ensemble, t, starts[2 * t + 1] + ~a, sums, at);
    addLeaf(ensemble, t + 1, starts[2 * t + 3] + ~b, sums, at);
    addLeaf(ensemble, t + 2, starts[2 * t + 5] + ~c, sums, at);
    addLeaf(ensemble, t + 3, starts[2 * t + 7] + ~d, sums, at);
  }
  for (let t = paired; t < trees; t++) {
    let node = rootOf(t);
    while (node >= 0) node = packedStep(nodes, codes, starts[2 * t] + node);
    addLeaf(ensemble, t, starts[2 * t + 1] + ~node, sums, at);
  }
}

/** The child to go to; the sign bit of `cut - code` chooses it without a branch. */
function packedStep(nodes: Uint16Array, codes: Uint16Array, node: number): number {
  const right = (nodes[4 * node] - codes[nodes[4 * node + 1]]) >>> 31;
  return (nodes[4 * node + 2 + right] << 16) >> 16;
}

function walkWideTrees(
  ensemble: TreeEnsemble,
  nodes: Int32Array,
  codes: Uint16Array,
  sums: Float64Array,
  at: number,
): void {
  ensemble.roots.forEach((root, tree) => {
    let node = root;
    while (node >= 0) {
      const test = nodes[node];
      node = nodes[node + 1 + (((test & 0xffff) - codes[test >>> 16]) >>> 31)];
    }
    addLeaf(ensemble, tree, ~node, sums, at);
  });
}

function addLeaf(ensemble: TreeEnsemble, tree: number, leaf: number, sums: Float64Array, at: number): void {
  const { leaves, leafSize, outputs } = ensemble;
  if (leafSize === 1) {
    sums[at + (outputs === 1 ? 0 : tree % outputs)] += leaves[leaf];
    return;
  }
  for (let k = 0; k < leafSize; k++) sums[at + k] += leaves[leaf * leafSize + k];
}
