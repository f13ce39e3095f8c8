import { gradientBoosting } from "../families/gradient-boosting";
import { randomForest } from "../families/random-forest";
import type { FittedModel, TrainingData } from "../family";
import { unpackModel } from "../model-bytes";
import { createRandom } from "../random";
import { treeArrays, type TreeEnsemble } from "../trees/ensemble";
import { readEnsemble } from "../trees/ensemble-bytes";
import { innerCovers, unpackLeafCovers } from "../trees/leaf-covers";

/** The expectation of a game in which the features of `coalition` (bits) are known. */
export type CoalitionValue = (coalition: number) => number;

/** Shapley values by their definition: every feature's mean gain over all coalitions without it. */
export function bruteForceShapley(features: number, valueOf: CoalitionValue): number[] {
  const memo = Array.from({ length: 1 << features }, (_, coalition) => valueOf(coalition));
  const factorial = (n: number): number => (n <= 1 ? 1 : n * factorial(n - 1));
  const size = (coalition: number) => coalition.toString(2).replaceAll("0", "").length;
  return Array.from({ length: features }, (_, feature) => {
    let sum = 0;
    for (let coalition = 0; coalition < memo.length; coalition++) {
      if ((coalition >> feature) & 1) continue;
      const weight =
        (factorial(size(coalition)) * factorial(features - size(coalition) - 1)) / factorial(features);
      sum += weight * (memo[coalition | (1 << feature)] - memo[coalition]);
    }
    return sum;
  });
}

/** What the trees of one output expect when only some features of a row are known, by their covers. */
export function pathDependentExpectation(
  trees: TreeEnsemble,
  output: number,
  row: readonly number[],
): CoalitionValue {
  const { nodes, leaves, leafSize, outputs, roots, cuts, cutStarts } = treeArrays(trees);
  const leafCovers = unpackLeafCovers(trees.leafCovers!, leaves.length / leafSize);
  const inner = innerCovers({ nodes }, leafCovers);
  const coverOf = (target: number) => (target < 0 ? leafCovers[~target] : inner[target / 3]);
  const expect = (target: number, coalition: number): number => {
    if (target < 0) return leaves[~target * leafSize + (leafSize === 1 ? 0 : output)];
    const feature = nodes[target] >>> 17;
    const [left, right] = [nodes[target + 1], nodes[target + 2]];
    if ((coalition >> feature) & 1) {
      const missingLeft = ((nodes[target] >>> 16) & 1) === 1;
      const value = row[feature];
      const cut = cuts[cutStarts[feature] + (nodes[target] & 0xffff)];
      return expect((Number.isNaN(value) ? missingLeft : value <= cut) ? left : right, coalition);
    }
    const cover = coverOf(target);
    if (cover === 0) return 0;
    return [left, right].reduce(
      (sum, child) => sum + (coverOf(child) === 0 ? 0 : (coverOf(child) / cover) * expect(child, coalition)),
      0,
    );
  };
  const own = [...roots].filter((_, tree) => leafSize > 1 || tree % outputs === output);
  return (coalition) => own.reduce((sum, root) => sum + expect(root, coalition), 0);
}

/** Five columns with missing values and repeated numbers; classes 0..classCount-1, or values when 0. */
export function randomData(seed: number, rowCount: number, classCount: number): TrainingData {
  const random = createRandom(seed);
  const data = Float64Array.from({ length: rowCount * 5 }, () =>
    random.next() < 0.1 ? NaN : Math.round(random.normal() * 4),
  );
  const y = Float64Array.from({ length: rowCount }, (_, row) => {
    const [a, b, c] = [0, 1, 2].map((feature) => data[row * 5 + feature] || 0);
    const value = a + b * c * 0.5 + random.normal();
    return classCount === 0
      ? value
      : Math.max(0, Math.min(classCount - 1, Math.floor(value / 3 + classCount / 2)));
  });
  const x = { rowCount, featureNames: ["a", "b", "c", "d", "e"], data };
  return { task: classCount === 0 ? "regression" : "classification", x, y, classCount };
}

export type TreeFamilyId = "random_forest" | "gradient_boosting";

export interface SmallTrees {
  readonly data: TrainingData;
  readonly model: FittedModel;
  readonly trees: TreeEnsemble;
}

/** A few small trees of a family, and the arrays they were saved as. */
export async function smallTrees(family: TreeFamilyId, classCount: number, seed = 3): Promise<SmallTrees> {
  const data = randomData(seed, 120, classCount);
  const context = { seed };
  const model =
    family === "random_forest"
      ? await randomForest.fit(data, randomForest.params.parse({ n_estimators: 4, max_depth: 7 }), context)
      : await gradientBoosting.fit(
          data,
          gradientBoosting.params.parse({ n_estimators: 4, min_samples_leaf: 2, learning_rate: 0.5 }),
          context,
        );
  const outputs = classCount > 2 ? classCount : 1;
  const leafSize = family === "random_forest" ? outputs : 1;
  const trees = readEnsemble(unpackModel(model.save()), {
    featureCount: 5,
    categorySplits: [],
    leafSize,
    outputs,
  });
  return { data, model, trees };
}

export const TREE_CASES: readonly [TreeFamilyId, string, number][] = [
  ["random_forest", "regression", 0],
  ["random_forest", "two classes", 2],
  ["random_forest", "three classes", 3],
  ["gradient_boosting", "regression", 0],
  ["gradient_boosting", "two classes", 2],
  ["gradient_boosting", "three classes", 3],
];
