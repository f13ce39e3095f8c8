import { describe, expect, it } from "vitest";
import { packModel, unpackModel } from "../model-bytes";
import { gradientBoosting } from "../families/gradient-boosting";
import { randomForest } from "../families/random-forest";
import { createRandom } from "../random";
import { addTrees, assembleTrees, treeArrays, type TreeArrays, type TreeEnsemble } from "./ensemble";
import { ensembleArrays, readEnsemble } from "./ensemble-bytes";

/** f0 <= 0.5 ? (f1 <= 10, missing left ? 1 : 2) : 3 */
const twoSplits = () => ({
  nodes: Int32Array.of(0, 3, ~2, (1 << 17) | (1 << 16) | 1, ~0, ~1),
  leaves: Float64Array.of(1, 2, 3),
  root: 0,
  covers: Float64Array.of(2, 1, 3),
  gains: Float64Array.of(1, 1),
});
const cuts = [Float64Array.of(0.5, Infinity), Float64Array.of(5, 10, Infinity)];
const ensemble = assembleTrees([twoSplits()], cuts, 1, 1);

function predict(of: TreeEnsemble, ...rows: number[][]): number[] {
  const sums = new Float64Array(rows.length * of.outputs);
  addTrees(of, Float64Array.from(rows.flat()), rows.length, sums);
  return [...sums];
}

describe("tree ensemble", () => {
  it("walks by hand-made tests, at the border and with missing values", () => {
    expect(predict(ensemble, [0.5, 10], [0.5, 10.001], [0.6, 0], [0, NaN], [NaN, 0])).toEqual([
      1, 2, 3, 1, 3,
    ]);
    expect(predict(ensemble, [-Infinity, Infinity], [Infinity, 0])).toEqual([2, 3]);
  });

  it("keeps only the cuts its trees use", () => {
    expect([...ensemble.cuts]).toEqual([0.5, 10]);
    expect([...ensemble.cutStarts]).toEqual([0, 1, 2]);
  });

  it("adds tree t to output t modulo outputs when leaves hold one value", () => {
    const single = (value: number) => ({
      nodes: new Int32Array(0),
      leaves: Float64Array.of(value),
      root: -1,
      covers: Float64Array.of(6),
      gains: new Float64Array(2),
    });
    const cycled = assembleTrees([single(1), twoSplits(), single(10), single(20)], cuts, 1, 2);
    expect(predict(cycled, [0, 0])).toEqual([11, 21]);
  });

  /** Of 4 columns with missing values; the last classes of three are rare. */
  function sample(rowCount: number, classCount: number) {
    const random = createRandom(2);
    const data = Float64Array.from({ length: rowCount * 4 }, () =>
      random.next() < 0.05 ? Number.NaN : random.normal(),
    );
    const y = Float64Array.from({ length: rowCount }, (_, row) => {
      const value = (data[row * 4] > 0 ? 1 : 0) + random.normal();
      return classCount === 0 ? value : Math.max(0, Math.min(classCount - 1, Math.floor(value)));
    });
    const task = classCount === 0 ? ("regression" as const) : ("classification" as const);
    return { task, x: { rowCount, featureNames: ["a", "b", "c", "d"], data }, y, classCount };
  }

  const forest = { family: randomForest, params: randomForest.params.parse({ n_estimators: 7 }) };
  const boosting = { family: gradientBoosting, params: gradientBoosting.params.parse({ n_estimators: 5 }) };
  it.each([
    ["a forest's values", forest, 0],
    ["a forest's shares of two classes", forest, 2],
    ["a forest's shares of three classes", forest, 3],
    ["boosted values", boosting, 0],
    ["boosted probabilities of three classes", boosting, 3],
  ])("gives a row the same answer alone and among any number of others: %s", async (_, of, classCount) => {
    const { x, ...rest } = sample(1030, classCount);
    const model = await of.family.fit({ x, ...rest }, of.params as never, { seed: 1 });
    const answers = (rowCount: number, from: number) => {
      const rows = { ...x, rowCount, data: x.data.subarray(from * 4, (from + rowCount) * 4) };
      return [...(classCount === 0 ? model.predict(rows) : model.predictProba(rows))];
    };
    const width = classCount || 1;
    const together = answers(1030, 0);
    const alone = Array.from({ length: 1030 }, (_, row) => answers(1, row)).flat();
    expect(together).toEqual(alone);
    for (let count = 2; count <= 20; count++) {
      expect(answers(count, 100)).toEqual(alone.slice(100 * width, (100 + count) * width));
    }
  });

  it("answers the same where WebAssembly is not to be had", () => {
    const rows = [0.5, 10, 0.5, 10.001, 0.6, 0, 0, NaN, NaN, 0];
    const [walked, oneByOne] = [ensemble, { ...ensemble, walker: null }].map((of) =>
      predict(of, ...Array.from({ length: 5 }, (_, row) => rows.slice(2 * row, 2 * row + 2))),
    );
    expect(ensemble.walker).not.toBeNull();
    expect(oneByOne).toEqual(walked);
  });

  it("refuses trees that point nowhere, backwards, to unknown features or unknown cuts", () => {
    const shape = { featureCount: 2, categorySplits: [], leafSize: 1, outputs: 1 };
    const read = (own: Partial<TreeArrays>) =>
      readEnsemble(unpackModel(packModel({}, ensembleArrays({ ...treeArrays(ensemble), ...own }))), shape);
    expect(predict(read({}), [0, 0])).toEqual([1]);
    const withNode = (at: number, value: number) => ({ nodes: treeArrays(ensemble).nodes.with(at, value) });
    const damaged = [
      withNode(1, 0),
      withNode(1, 4),
      withNode(1, 6),
      withNode(4, ~3),
      withNode(0, 2 << 17),
      withNode(0, 1),
      { roots: Int32Array.of(9) },
      { cutStarts: Int32Array.of(0, 2, 1) },
    ];
    for (const own of damaged) expect(() => read(own)).toThrow("its trees are damaged");
  });
});
