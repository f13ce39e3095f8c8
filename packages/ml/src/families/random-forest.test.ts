import { describe, expect, it } from "vitest";
import type { TrainingData } from "../family";
import { createRandom } from "../random";
import { familyConformance } from "./family.testsuite";
import { randomForest, resolveRandomForest } from "./random-forest";

const parse = (params: object) =>
  randomForest.params.parse(params) as ReturnType<typeof randomForest.params.parse>;

function friedman(rowCount: number): TrainingData {
  const random = createRandom(5);
  const data = Float64Array.from({ length: rowCount * 5 }, () => random.next());
  const y = Float64Array.from({ length: rowCount }, (_, row) => {
    const [a, b, c, d, e] = data.subarray(row * 5, row * 5 + 5);
    return 10 * Math.sin(Math.PI * a * b) + 20 * (c - 0.5) ** 2 + 10 * d + 5 * e;
  });
  return {
    task: "regression",
    x: { rowCount, featureNames: ["a", "b", "c", "d", "e"], data },
    y,
    classCount: 0,
  };
}

describe("random forest", () => {
  familyConformance(randomForest, {
    params: { n_estimators: 12 },
    longParams: { n_estimators: 10_000 },
    // No bootstrap and every feature at each split, since both are drawn.
    weights: { params: { n_estimators: 2, bootstrap: false, max_features: 1, max_depth: 4 }, digits: 9 },
  });

  it("reproduces its training targets exactly with one full tree on all rows", async () => {
    const data = friedman(700);
    const model = await randomForest.fit(data, parse({ n_estimators: 1, bootstrap: false }), { seed: 1 });
    expect(model.predict(data.x)).toEqual(data.y);
  });

  it("reproduces its training classes exactly with one full tree on all rows", async () => {
    const { x, y } = friedman(500);
    const classes = y.map((value) => Math.min(3, Math.floor(value / 7)));
    for (const criterion of ["gini", "entropy"]) {
      const params = parse({ n_estimators: 1, bootstrap: false, criterion });
      const model = await randomForest.fit({ task: "classification", x, y: classes, classCount: 4 }, params, {
        seed: 1,
      });
      expect(model.predict(x)).toEqual(classes);
    }
  });

  it("predicts the mean of its rows when no split is allowed", async () => {
    const data = friedman(50);
    const params = parse({ n_estimators: 1, bootstrap: false, min_samples_leaf: 26 });
    const model = await randomForest.fit(data, params, { seed: 1 });
    expect(model.predict(data.x)[0]).toBeCloseTo(data.y.reduce((sum, value) => sum + value, 0) / 50, 12);
  });

  it("resolves shares, words and empty parameters against the data", () => {
    const data = friedman(200);
    const params = { max_features: "sqrt", min_samples_leaf: 0.1, max_samples: 0.5, min_samples_split: 7 };
    expect(resolveRandomForest(parse(params), data)).toEqual({
      criterion: "squared_error",
      maxDepth: Number.MAX_SAFE_INTEGER,
      minSamplesSplit: 7,
      minSamplesLeaf: 20,
      minImpurityDecrease: 0,
      maxFeatures: 2,
      bootstrapRows: 100,
    });
    const classes = { ...data, task: "classification" as const };
    expect(resolveRandomForest(parse({}), classes)).toMatchObject({ criterion: "gini", maxFeatures: 2 });
    expect(resolveRandomForest(parse({}), data)).toMatchObject({ maxFeatures: 5, bootstrapRows: 200 });
  });

  it("refuses a criterion of the other task, and parameters out of bounds", async () => {
    await expect(
      randomForest.fit(friedman(20), parse({ criterion: "gini" }), { seed: 1 }),
    ).rejects.toMatchObject({
      code: "invalid_parameter",
    });
    for (const wrong of [
      { n_estimators: 0 },
      { max_depth: 0 },
      { min_samples_split: 1 },
      { max_features: 1.5 },
    ]) {
      expect(randomForest.params.safeParse(wrong).success).toBe(false);
    }
  });

  it("refuses a target that is not finite, naming the row", async () => {
    const data = friedman(10);
    data.y[3] = Number.NaN;
    await expect(randomForest.fit(data, parse({}), { seed: 1 })).rejects.toThrow("training row 3 is NaN");
  });

  it("keeps infinite feature values apart from all others", async () => {
    const x = { rowCount: 4, featureNames: ["f"], data: Float64Array.of(-Infinity, 0, 1e308, Infinity) };
    const y = Float64Array.of(1, 2, 3, 4);
    const params = parse({ n_estimators: 1, bootstrap: false });
    const model = await randomForest.fit({ task: "regression", x, y, classCount: 0 }, params, { seed: 1 });
    expect(model.predict(x)).toEqual(y);
  });

  it("learns on which side missing values belong", async () => {
    const value = (row: number) => (row % 4 === 0 ? Number.NaN : row % 4);
    const x = {
      rowCount: 80,
      featureNames: ["f"],
      data: Float64Array.from({ length: 80 }, (_, row) => value(row)),
    };
    for (const like of [1, 3]) {
      const y = x.data.map((of) => (Number.isNaN(of) || of === like ? 10 : 0));
      const params = parse({ n_estimators: 1, bootstrap: false, max_depth: 1 });
      const model = await randomForest.fit({ task: "regression", x, y, classCount: 0 }, params, { seed: 1 });
      expect(model.predict(x)).toEqual(y);
    }
  });

  it("gives importance to the features that matter", async () => {
    const data = friedman(400);
    const model = await randomForest.fit(data, parse({ n_estimators: 20 }), { seed: 1 });
    const [, , , d, e] = model.importance()!;
    expect(d).toBeGreaterThan(e);
  });
});
