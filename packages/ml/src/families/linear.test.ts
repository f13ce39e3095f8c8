import { describe, expect, it } from "vitest";
import type { TrainingData } from "../family";
import { createRandom } from "../random";
import { familyConformance } from "./family.testsuite";
import { linear } from "./linear";

function data(task: TrainingData["task"], rows: number[][], y: number[], classCount = 0): TrainingData {
  const featureNames = rows[0].map((_, f) => `f${f}`);
  const x = { rowCount: rows.length, featureNames, data: Float64Array.from(rows.flat()) };
  return { task, classCount, x, y: Float64Array.from(y) };
}

const fit = (of: TrainingData, params: object = {}) =>
  linear.fit(of, linear.params.parse(params), { seed: 1 });
const weightsOf = (model: Awaited<ReturnType<typeof fit>>) =>
  (JSON.parse(new TextDecoder().decode(model.save())) as { weights: number[] }).weights;

describe("linear", () => {
  familyConformance(linear, {
    longParams: { max_iter: 100_000, tol: 1e-300, C: 1e12 },
    longShape: { rows: 10_000, features: 500 },
    weights: { params: {}, digits: 9 },
  });

  it("solves ridge regression as by hand", async () => {
    // Centred: x = (-1, 0, 1), y = (-2, 0, 2); w = 4 / (2 + alpha).
    const line = data("regression", [[1], [2], [3]], [3, 5, 7]);
    expect(weightsOf(await fit(line, { alpha: 0 })).map((value) => +value.toFixed(12))).toEqual([2, 1]);
    const [weight, intercept] = weightsOf(await fit(line, { alpha: 1 }));
    expect(weight).toBeCloseTo(4 / 3, 14);
    expect(intercept).toBeCloseTo(5 - 8 / 3, 14);
    // Without an intercept: w = (3 + 10 + 21) / (14 + alpha).
    expect(weightsOf(await fit(line, { alpha: 1, fit_intercept: false }))[0]).toBeCloseTo(34 / 15, 14);
  });

  it("gives a feature that repeats another no weight when nothing penalises it", async () => {
    const twice = data(
      "regression",
      [
        [1, 1],
        [2, 2],
        [3, 3],
        [5, 5],
      ],
      [3, 5, 7, 11],
    );
    expect(weightsOf(await fit(twice, { alpha: 0 })).map((value) => +value.toFixed(9))).toEqual([2, 0, 1]);
  });

  it("finds the point where the gradient of logistic regression is zero", async () => {
    const random = createRandom(3);
    const rows = Array.from({ length: 300 }, () => [random.normal(), random.normal()]);
    const y = rows.map(([a, b]) => (a - 2 * b + random.normal() > 0.5 ? 1 : 0));
    const model = await fit(data("classification", rows, y, 2), { tol: 1e-9, max_iter: 1000, C: 0.5 });
    const proba = model.predictProba(data("classification", rows, y, 2).x);
    const weights = weightsOf(model);
    const error = y.map((truth, row) => proba[row * 2 + 1] - truth);
    for (const f of [0, 1]) {
      const gradient = rows.reduce((sum, row, i) => sum + error[i] * row[f], 0) + weights[f] / 0.5;
      expect(gradient).toBeCloseTo(0, 5);
    }
    expect(error.reduce((sum, each) => sum + each, 0)).toBeCloseTo(0, 5);
    expect(model.facts.converged).toBe("true");
  });

  it("separates three classes by softmax", async () => {
    const random = createRandom(4);
    const centers = [
      [0, 4],
      [4, 0],
      [-4, -4],
    ];
    const y = Array.from({ length: 150 }, (_, i) => i % 3);
    const rows = y.map((index) => centers[index].map((center) => center + random.normal()));
    const model = await fit(data("classification", rows, y, 3));
    const predicted = model.predict(data("classification", rows, y, 3).x);
    expect(predicted.filter((index, row) => index === y[row]).length).toBe(150);
  });

  it("names the feature that has missing values", async () => {
    await expect(
      fit(
        data(
          "regression",
          [
            [1, 2],
            [1, NaN],
          ],
          [1, 2],
        ),
      ),
    ).rejects.toThrow('There is no value for feature "f1" in row 1');
  });
});
