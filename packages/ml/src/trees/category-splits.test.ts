import { describe, expect, it } from "vitest";
import { gradientBoosting } from "../families/gradient-boosting";
import { TreeModel } from "../families/tree-model";
import type { FittedModel, TrainingData } from "../family";
import { packModel, unpackModel } from "../model-bytes";
import { createRandom } from "../random";
import { bestCategorySplit } from "./best-category-split";
import { CategorySplits } from "./category-splits";

const random = createRandom(21);

describe("the best split of categories", () => {
  it.each([0, 0.7])("is the one an exhaustive search over subsets finds (l2 %f)", (l2) => {
    for (let round = 0; round < 20; round++) {
      const bins = 7;
      const cells = Float64Array.from({ length: 3 * bins }, (_, at) =>
        at % 3 === 1 ? random.normal() * 20 : at % 3 === 0 ? 1000 + random.int(50) : 1000,
      );
      const sum = (part: number, mask: number) =>
        Array.from({ length: bins }, (_, bin) => ((mask >> bin) & 1) * cells[3 * bin + part]).reduce(
          (a, b) => a + b,
        );
      const all = (1 << bins) - 1;
      const node = { count: sum(0, all), gradient: sum(1, all), hessian: sum(2, all) };
      const score = (mask: number) => sum(1, mask) ** 2 / (sum(2, mask) + l2);
      let best = 0;
      for (let mask = 1; mask < all; mask++)
        best = Math.max(best, score(mask) + score(all - mask) - score(all));
      const found = bestCategorySplit({ cells, node, minSamplesLeaf: 1, minHessian: 1e-3, l2 })!;
      expect(found.gain).toBeCloseTo(best, 9);
      const mask = found.leftBins.reduce((bits, bin) => bits | (1 << bin), 0);
      expect(found.left).toEqual({
        count: sum(0, mask),
        gradient: expect.closeTo(sum(1, mask), 9),
        hessian: sum(2, mask),
      });
    }
  });

  it("keeps categories of few rows on the right and leaves enough rows on both sides", () => {
    const cells = Float64Array.of(9, -900, 9, 30, -10, 30, 40, 10, 40);
    const node = { count: 79, gradient: -900, hessian: 79 };
    const search = { cells, node, minSamplesLeaf: 1, minHessian: 1e-3, l2: 0 };
    expect(bestCategorySplit(search)!.leftBins).not.toContain(0);
    expect(bestCategorySplit({ ...search, minSamplesLeaf: 35 })!.leftBins).toEqual([2]);
    expect(bestCategorySplit({ ...search, minSamplesLeaf: 45 })).toBeNull();
  });
});

it("equal splits are one feature, and there are no more than trees can name", () => {
  const splits = new CategorySplits(3, 5);
  const side = (...sides: number[]) => ({ feature: 1, sides: Uint8Array.from(sides) });
  expect([side(0, 1), side(1, 0), side(0, 1)].map((split) => splits.featureOf(split))).toEqual([3, 4, 3]);
  expect(splits.featureOf(side(1, 1))).toBeNull();
  expect(splits.all).toHaveLength(2);
});

/** Categories whose order says nothing: the value is a table of its own, plus a number. */
function data(rowCount: number, cardinality: number, classCount = 0): TrainingData {
  const values = Array.from({ length: cardinality }, (_, code) => Math.sin(code * 12.9898) * 3);
  const rows = new Float64Array(2 * rowCount);
  const y = new Float64Array(rowCount);
  for (let row = 0; row < rowCount; row++) {
    const code = random.next() < 0.05 ? NaN : random.int(cardinality);
    rows.set([code, random.normal()], 2 * row);
    const value = (values[code] ?? 5) + rows[2 * row + 1] + 0.1 * random.normal();
    y[row] = classCount === 0 ? value : Math.min(classCount - 1, Math.max(0, Math.floor(value / 2) + 1));
  }
  const x = { rowCount, featureNames: ["place", "size"], data: rows };
  const task = classCount === 0 ? "regression" : "classification";
  return { task, x, y, classCount, categorical: [{ feature: 0, cardinality }] };
}

const params = (more: object = {}) => gradientBoosting.params.parse({ n_estimators: 20, ...more });

function squaredError(model: FittedModel, { x, y }: TrainingData): number {
  return model.predict(x).reduce((sum, value, row) => sum + (value - y[row]) ** 2, 0) / y.length;
}

describe("boosting with categories", () => {
  it("learns what ordered codes hide, in as many trees", async () => {
    const train = data(3000, 40);
    const few = params({ n_estimators: 8, max_leaf_nodes: 4, learning_rate: 0.5 });
    const [native, ordered] = await Promise.all(
      [train, { ...train, categorical: [] }].map((of) => gradientBoosting.fit(of, few, { seed: 1 })),
    );
    expect(squaredError(native, train)).toBeLessThan(0.5 * squaredError(ordered, train));
  });

  it.each([
    [0, 1, {}],
    [2, 1, {}],
    [3, 3, {}],
    [0, 1, { subsample: 0.6, max_features: 0.5 }],
  ])("says the same after saving, alone and among others (%i classes)", async (classCount, outputs, more) => {
    const train = data(900, 12, classCount);
    const validation = data(200, 12, classCount);
    const losses: number[] = [];
    const model = await gradientBoosting.fit({ ...train, validation }, params(more), {
      seed: 1,
      onProgress: ({ metrics }) => losses.push(metrics["validation_loss"]),
    });
    const loaded = TreeModel.load(model.save(), "gradient_boosting");
    const answers = (of: FittedModel, from: number, rowCount: number) => {
      const x = { ...train.x, rowCount, data: train.x.data.subarray(2 * from, 2 * (from + rowCount)) };
      return [...(classCount === 0 ? of.predict(x) : of.predictProba(x))];
    };
    const together = answers(loaded, 0, 900);
    expect(together).toEqual(answers(model, 0, 900));
    expect(together).toEqual(Array.from({ length: 900 }, (_, row) => answers(loaded, row, 1)).flat());
    expect(loaded.save()).toEqual(model.save());
    expect(outputs * model.importance()!.length).toBe(outputs * 2);
    // The loss while training is that of the saved model: trees and their encoding agree on the rows kept aside.
    if (classCount > 0) return;
    expect(losses.at(-1)).toBeCloseTo(squaredError(loaded, { ...train, ...validation }), 9);
  });

  it("sends values that are no category the way of the missing ones", async () => {
    const model = await gradientBoosting.fit(data(900, 12), params(), { seed: 1 });
    const rows = [NaN, -1, 12, 3.5, 1e300, Infinity].flatMap((code) => [code, 0.3]);
    const answers = model.predict({
      rowCount: 6,
      featureNames: ["place", "size"],
      data: Float64Array.from(rows),
    });
    expect(new Set(answers).size).toBe(1);
  });

  it("is explained by the columns it was given", async () => {
    const train = data(600, 12);
    const model = await gradientBoosting.fit(train, params({ n_estimators: 5 }), { seed: 1 });
    const x = { ...train.x, rowCount: 4, data: train.x.data.subarray(0, 8) };
    for (const background of [undefined, { ...train.x, rowCount: 9, data: train.x.data.subarray(20, 38) }]) {
      const { values, base, predictions } = await model.explain(x, { background });
      expect(values).toHaveLength(8);
      predictions.forEach((prediction, row) =>
        expect(values[2 * row] + values[2 * row + 1] + base[0]).toBeCloseTo(prediction, 9),
      );
      expect(Math.abs(values[0])).toBeGreaterThan(0.01);
    }
    expect((model as TreeModel).splitImportance()).toHaveLength(2);
  });

  it("reads a feature of more categories than a byte can tell apart as a number", async () => {
    const train = data(1200, 300);
    const [native, ordered] = await Promise.all(
      [train, { ...train, categorical: [] }].map((of) => gradientBoosting.fit(of, params(), { seed: 1 })),
    );
    expect(native.save()).toEqual(ordered.save());
  });

  it("refuses a file whose splits name features that are not there", async () => {
    const model = await gradientBoosting.fit(data(600, 12), params({ n_estimators: 3 }), { seed: 1 });
    const { header, arrays } = unpackModel(model.save());
    const broken = { ...(header as object), categorySplits: [{ feature: 7, sides: "01" }] };
    const bytes = packModel(broken, arrays);
    expect(() => TreeModel.load(bytes, "gradient_boosting")).toThrow("category splits are damaged");
  });
});
