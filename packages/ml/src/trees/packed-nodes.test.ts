import { describe, expect, it } from "vitest";
import { createRandom } from "../random";
import {
  addTrees,
  assembleTrees,
  createEnsemble,
  treeArrays,
  type TreeArrays,
  type TreeEnsemble,
} from "./ensemble";
import { packNodes, treeStarts, unpackNodes, type PackedNodes } from "./packed-nodes";
import { TreeBuilder } from "./tree-builder";

const random = createRandom(3);
const cuts = [0, 1].map(() => Float64Array.of(...Array.from({ length: 1000 }, (_, i) => i), Infinity));

/** A list: each node has a leaf at its left, numbered by its value, so that it is as deep as it has leaves. */
function chain(leafCount: number) {
  const builder = new TreeBuilder(leafCount, 1, 2, 0);
  let slot = -1;
  for (let leaf = 0; leaf < leafCount - 1; leaf++) {
    const node = builder.addSplit(slot, leaf % 2, leaf % 1000, leaf % 3 === 0, 1);
    builder.leaves[builder.addLeaf(node + 1, 1)] = leaf;
    slot = node + 2;
  }
  builder.leaves[builder.addLeaf(slot, 1)] = leafCount - 1;
  return builder.finish();
}

function packed(arrays: TreeArrays): PackedNodes {
  const starts = treeStarts(arrays);
  const nodes = new Uint16Array((arrays.nodes.length / 3) * 4);
  expect(packNodes(arrays, starts, nodes)).toBe(true);
  return { nodes, starts };
}

function predict(of: TreeEnsemble, rows: Float64Array): number[] {
  const sums = new Float64Array(rows.length / 2);
  addTrees(of, rows, sums.length, sums);
  return [...sums];
}

const trees = [chain(1), chain(2), chain(40), chain(1), chain(700)];

describe("packed nodes", () => {
  it("have cut, feature and children within their tree, in 16 bits", () => {
    const { nodes, starts } = packed(treeArrays(assembleTrees([chain(1), chain(3)], cuts, 1, 1)));
    expect([...starts]).toEqual([0, 0, 0, 1, 2, 4]);
    expect([...nodes]).toEqual([0, 1, 0xffff, 1, 0, 2, 0xfffe, 0xfffd]);
  });

  it("come back as they were", () => {
    const arrays = treeArrays(assembleTrees(trees, cuts, 1, 1));
    expect(unpackNodes(packed(arrays))).toEqual(arrays.nodes);
  });

  it("are not made of a tree of more than 32,768 nodes, which is walked as it is, with the same answers", () => {
    const [fitting, wide] = [32_768, 32_769].map((leaves) =>
      assembleTrees([...trees, chain(leaves)], cuts, 1, 1),
    );
    expect(fitting.nodes).not.toBeInstanceOf(Int32Array);
    expect(wide.nodes).toBeInstanceOf(Int32Array);
    const rows = Float64Array.from({ length: 60 }, () =>
      random.next() < 0.1 ? Number.NaN : 1000 * random.next(),
    );
    for (const ensemble of [fitting, wide]) {
      const alone = Array.from({ length: 30 }, (_, i) => predict(ensemble, rows.slice(2 * i, 2 * i + 2))[0]);
      expect(predict(ensemble, rows)).toEqual(alone);
    }
    // The last leaf of the last tree is one no row comes to.
    expect(predict(wide, rows)).toEqual(predict(fitting, rows));
  });

  it("are not made of trees that share nodes or leaves, or lie in another order", () => {
    const arrays = treeArrays(assembleTrees([chain(3), chain(3)], cuts, 1, 1));
    const foreign = [
      { ...arrays, roots: Int32Array.of(6, 0) },
      { ...arrays, roots: Int32Array.of(0, 0) },
      { ...arrays, nodes: arrays.nodes.with(4, ~3) },
      { ...arrays, nodes: arrays.nodes.with(2, 6) },
    ];
    for (const own of foreign) expect(createEnsemble(own).nodes).toBeInstanceOf(Int32Array);
    expect(predict(createEnsemble(foreign[0]), Float64Array.of(5, 5))).toEqual(
      predict(createEnsemble(arrays), Float64Array.of(5, 5)),
    );
  });
});
