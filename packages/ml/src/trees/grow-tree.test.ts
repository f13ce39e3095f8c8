import { describe, expect, it } from "vitest";
import type { Matrix } from "../matrix";
import { runToEnd } from "../parallel/task";
import { createRandom, type Random } from "../random";
import { addTrees, assembleTrees } from "./ensemble";
import { forestData, type TreeLimits } from "./forest-data";
import { growTree } from "./grow-tree";
import { coarsen, quantiseToRanks } from "./quantise";

const limits: TreeLimits = {
  criterion: "squared_error",
  maxDepth: 100,
  minSamplesSplit: 2,
  minSamplesLeaf: 1,
  minImpurityDecrease: 0,
  maxFeatures: 3,
};

function example(random: Random, rowCount: number, distinct: number, missing: number): Matrix {
  const value = () => (random.next() < missing ? Number.NaN : random.int(distinct));
  return {
    rowCount,
    featureNames: ["a", "b", "c"],
    data: Float64Array.from({ length: rowCount * 3 }, value),
  };
}

function grow(
  x: Matrix,
  y: Float64Array,
  classCount: number,
  own: Partial<TreeLimits>,
  weights?: Float64Array,
  sortedSize?: number,
) {
  const ranks = runToEnd(quantiseToRanks(x));
  const used = weights ?? new Float64Array(y.length).fill(1);
  const rows = Int32Array.from(y.keys()).filter((row) => used[row] > 0);
  const totalWeight = used.reduce((sum, weight) => sum + weight, 0);
  const data = forestData(ranks, coarsen(ranks), y, classCount, null);
  const tree = runToEnd(
    growTree(data, { rows, weights: used, totalWeight }, { ...limits, ...own }, createRandom(1), sortedSize),
  );
  const predict = (of: Matrix) => {
    const size = classCount > 2 ? classCount : 1;
    const sums = new Float64Array(of.rowCount * size);
    // Assembling renumbers cuts in place, so each prediction takes its own copy.
    addTrees(
      assembleTrees([{ ...tree, nodes: tree.nodes.slice() }], ranks.cuts, size, size),
      of.data,
      of.rowCount,
      sums,
    );
    return sums;
  };
  return { tree, predict };
}

/** Sum of squared errors, or weighted Gini impurity, of one side. */
function impurity(rows: number[], y: Float64Array, weights: Float64Array, classCount: number): number {
  const weight = rows.reduce((sum, row) => sum + weights[row], 0);
  if (classCount === 0) {
    const mean = rows.reduce((sum, row) => sum + weights[row] * y[row], 0) / weight;
    return rows.reduce((sum, row) => sum + weights[row] * (y[row] - mean) ** 2, 0);
  }
  let pure = 0;
  for (let k = 0; k < classCount; k++) {
    pure += rows.reduce((sum, row) => sum + (y[row] === k ? weights[row] : 0), 0) ** 2;
  }
  return weight - pure / weight;
}

/** The largest impurity decrease over every feature, every cut and both sides for the missing rows. */
function bestGain(
  x: Matrix,
  y: Float64Array,
  weights: Float64Array,
  classCount: number,
  minLeaf: number,
): number {
  const rows = [...y.keys()].filter((row) => weights[row] > 0);
  let best = -Infinity;
  for (let feature = 0; feature < 3; feature++) {
    const value = (row: number) => x.data[row * 3 + feature];
    const cuts = new Set(rows.map(value).filter((of) => !Number.isNaN(of)));
    for (const cut of cuts) {
      for (const missingLeft of [true, false]) {
        const isLeft = (row: number) => value(row) <= cut || (missingLeft && Number.isNaN(value(row)));
        const left = rows.filter(isLeft);
        const right = rows.filter((row) => !isLeft(row));
        if (Math.min(left.length, right.length) < minLeaf) continue;
        const after = impurity(left, y, weights, classCount) + impurity(right, y, weights, classCount);
        best = Math.max(best, impurity(rows, y, weights, classCount) - after);
      }
    }
  }
  return best;
}

describe("growing a tree", () => {
  it.each([
    { classCount: 0, missing: 0, minLeaf: 1 },
    { classCount: 0, missing: 0.2, minLeaf: 1 },
    { classCount: 0, missing: 0.2, minLeaf: 6 },
    { classCount: 2, missing: 0.2, minLeaf: 1 },
    { classCount: 3, missing: 0, minLeaf: 4 },
  ])("finds the split an exhaustive search finds: %o", ({ classCount, missing, minLeaf }) => {
    const random = createRandom(20 + classCount);
    for (let round = 0; round < 25; round++) {
      const x = example(random, 30, 12, missing);
      const y = Float64Array.from({ length: 30 }, () =>
        classCount ? random.int(classCount) : random.normal(),
      );
      const weights = Float64Array.from({ length: 30 }, () => random.int(4));
      const criterion = classCount ? "gini" : "squared_error";
      const { tree } = grow(x, y, classCount, { maxDepth: 1, minSamplesLeaf: minLeaf, criterion }, weights);
      const gain = tree.gains.reduce((sum, value) => sum + value, 0);
      expect(gain).toBeCloseTo(Math.max(0, bestGain(x, y, weights, classCount, minLeaf)), 9);
    }
  });

  it.each([0, 3])("splits large nodes by histogram as it would exactly (%i classes)", (classCount) => {
    const random = createRandom(3);
    const x = example(random, 3000, 150, 0.1);
    const y = Float64Array.from({ length: 3000 }, (_, row) => {
      const signal = (Number.isNaN(x.data[row * 3]) ? 90 : x.data[row * 3]) + random.normal();
      return classCount ? Math.min(2, Math.floor(Math.abs(signal) / 50)) : signal;
    });
    const own = {
      minSamplesLeaf: 10,
      maxDepth: 6,
      criterion: classCount ? ("gini" as const) : ("squared_error" as const),
    };
    const exact = grow(x, y, classCount, own).predict(x);
    const binned = grow(x, y, classCount, own, undefined, 256).predict(x);
    exact.forEach((value, i) => expect(binned[i]).toBeCloseTo(value, 9));
  });

  it("keeps min_samples_leaf rows in every leaf, in large and small nodes", () => {
    const random = createRandom(6);
    const x = example(random, 1200, 40, 0.02);
    const y = Float64Array.from({ length: 1200 }, () => random.normal());
    const predicted = grow(x, y, 0, { minSamplesLeaf: 37 }, undefined, 256).predict(x);
    const sizes = new Map<number, number>();
    for (const value of predicted) sizes.set(value, (sizes.get(value) ?? 0) + 1);
    expect(Math.min(...sizes.values())).toBeGreaterThanOrEqual(37);
    expect(sizes.size).toBeGreaterThan(5);
  });

  it.each([Infinity, 60])(
    "tells the weight in every leaf, in large and small nodes (sorted up to %d rows)",
    (size) => {
      const random = createRandom(6);
      const x = example(random, 600, 50, 0.1);
      const y = Float64Array.from({ length: 600 }, () => random.normal());
      const weights = Float64Array.from({ length: 600 }, () => random.int(4));
      const { tree } = grow(x, y, 0, { minSamplesLeaf: 10, maxDepth: 6 }, weights, Math.min(size, 600));
      // Each leaf is the weighted mean of its rows: weights times leaves are the weighted sum of all.
      const total = weights.reduce((sum, weight) => sum + weight, 0);
      expect(tree.covers.reduce((sum, cover) => sum + cover, 0)).toBe(total);
      const sum = y.reduce((all, value, row) => all + value * weights[row], 0);
      expect(tree.covers.reduce((all, cover, leaf) => all + cover * tree.leaves[leaf], 0)).toBeCloseTo(
        sum,
        9,
      );
    },
  );

  it("splits even where no single split helps, as exclusive-or needs", () => {
    const x = {
      rowCount: 4,
      featureNames: ["a", "b", "c"],
      data: Float64Array.of(0, 0, 0, 0, 1, 0, 1, 0, 0, 1, 1, 0),
    };
    const y = Float64Array.of(0, 1, 1, 0);
    expect(grow(x, y, 0, {}).predict(x)).toEqual(y);
    expect(grow(x, y, 2, { criterion: "gini" }).predict(x)).toEqual(y);
  });

  it("makes one leaf of a single row and of rows that are all alike", () => {
    const one = { rowCount: 1, featureNames: ["a", "b", "c"], data: Float64Array.of(1, 2, NaN) };
    expect(grow(one, Float64Array.of(5), 0, {}).predict(one)).toEqual(Float64Array.of(5));
    const alike = { ...one, rowCount: 2, data: Float64Array.of(1, 2, NaN, 1, 2, NaN) };
    expect(grow(alike, Float64Array.of(5, 6), 0, {}).predict(alike)).toEqual(Float64Array.of(5.5, 5.5));
  });

  it("stops at min_impurity_decrease", () => {
    const x = {
      rowCount: 4,
      featureNames: ["a", "b", "c"],
      data: Float64Array.of(1, 0, 0, 2, 0, 0, 3, 0, 0, 4, 0, 0),
    };
    const y = Float64Array.of(0, 0, 2, 2);
    // The one split lowers the mean squared error from 1 to 0.
    expect(grow(x, y, 0, { minImpurityDecrease: 1 }).tree.leaves.length).toBe(2);
    expect(grow(x, y, 0, { minImpurityDecrease: 1.01 }).tree.leaves.length).toBe(1);
  });
});
