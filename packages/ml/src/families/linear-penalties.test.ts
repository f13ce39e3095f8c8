import { describe, expect, it } from "vitest";
import type { TrainingData } from "../family";
import { createRandom } from "../random";
import { linear } from "./linear";

const fit = (of: TrainingData, params: object = {}) =>
  linear.fit(of, linear.params.parse(params), { seed: 1 });
const weightsOf = (model: Awaited<ReturnType<typeof fit>>) =>
  (JSON.parse(new TextDecoder().decode(model.save())) as { weights: number[] }).weights;

const ROWS = 120;
const WIDTH = 6;

/** Six features, two of them alike, of which two matter; every row with its own weight. */
function example(task: TrainingData["task"], classCount = 0): TrainingData {
  const random = createRandom(21);
  const data = Float64Array.from({ length: ROWS * WIDTH }, () => random.normal());
  for (let row = 0; row < ROWS; row++) data[row * WIDTH + 5] = data[row * WIDTH] + 0.1 * random.normal();
  const y = Float64Array.from({ length: ROWS }, (_, row) => {
    const signal = 3 + 2 * data[row * WIDTH] - data[row * WIDTH + 2] + 0.5 * random.normal();
    if (task === "regression") return signal;
    return Math.min(classCount - 1, Math.max(0, Math.floor(signal / 2)));
  });
  const featureNames = Array.from({ length: WIDTH }, (_, f) => `f${f}`);
  const weights = Float64Array.from({ length: ROWS }, () => 0.2 + 3 * random.next());
  return { task, classCount, y, weights, x: { rowCount: ROWS, featureNames, data } };
}

/** Zero is in the subdifferential: where a coefficient is 0 the slope is within the penalty, elsewhere it equals it. */
function expectOptimal(coefficient: number, slope: number, l1: number, digits = 6): void {
  if (coefficient === 0) expect(Math.abs(slope)).toBeLessThanOrEqual(l1 * (1 + 1e-9));
  else expect(slope + l1 * Math.sign(coefficient)).toBeCloseTo(0, digits);
}

describe("lasso and elastic net", () => {
  const line: TrainingData = {
    task: "regression",
    classCount: 0,
    x: { rowCount: 3, featureNames: ["a"], data: Float64Array.of(1, 2, 3) },
    y: Float64Array.of(3, 5, 7),
  };

  it("are solved as by hand", async () => {
    // Centred: x = (-1, 0, 1), y = (-2, 0, 2); w = (4 - 3 alpha l1_ratio) / (2 + 3 alpha (1 - l1_ratio)).
    const lasso = weightsOf(await fit(line, { penalty: "l1", alpha: 0.5 }));
    expect(lasso[0]).toBeCloseTo(1.25, 12);
    expect(lasso[1]).toBeCloseTo(5 - 1.25 * 2, 12);
    const mixed = weightsOf(await fit(line, { penalty: "elasticnet", alpha: 0.5, l1_ratio: 0.5 }));
    expect(mixed[0]).toBeCloseTo(3.25 / 2.75, 12);
    const squares = weightsOf(await fit(line, { penalty: "elasticnet", alpha: 0.5, l1_ratio: 0 }));
    expect(squares[0]).toBeCloseTo(4 / 3.5, 12);
  });

  it("drop every feature from the strength on at which none is worth it", async () => {
    // |sum of x y| / n = 4 / 3.
    expect(weightsOf(await fit(line, { penalty: "l1", alpha: 4 / 3 + 1e-9 }))).toEqual([0, 5]);
    expect(weightsOf(await fit(line, { penalty: "l1", alpha: 4 / 3 - 1e-9 }))[0]).toBeGreaterThan(0);
  });

  it.each([
    ["l1", 0.1, 1],
    ["l1", 0.7, 1],
    ["elasticnet", 0.3, 0.5],
    ["elasticnet", 0.05, 0.9],
  ])("%s at alpha %d meets the conditions of a minimum", async (penalty, alpha, ratio) => {
    const data = example("regression");
    const model = await fit(data, { penalty, alpha, l1_ratio: ratio, tol: 1e-11, max_iter: 20_000 });
    const [weights, sample] = [weightsOf(model), data.weights!];
    const error = model.predict(data.x).map((value, row) => sample[row] * (value - data.y[row]));
    const total = sample.reduce((sum, weight) => sum + weight, 0);
    for (let f = 0; f < WIDTH; f++) {
      const slope = error.reduce((sum, each, row) => sum + each * data.x.data[row * WIDTH + f], 0) / total;
      expectOptimal(weights[f], slope + alpha * (1 - ratio) * weights[f], alpha * ratio);
    }
    expect(error.reduce((sum, each) => sum + each, 0)).toBeCloseTo(0, 8);
    expect(model.facts["converged"]).toBe("true");
  });

  it("say so when they ran out of iterations", async () => {
    const model = await fit(example("regression"), { penalty: "l1", alpha: 0.01, max_iter: 1, tol: 1e-13 });
    expect(model.facts).toEqual({ n_iter: 1, converged: "false" });
  });

  it("leave least squares alone without a penalty", async () => {
    const data = example("regression");
    const model = await fit(data, { penalty: "none", alpha: 1e6 });
    const ridge = await fit(data, { alpha: 0 });
    expect(weightsOf(model)).toEqual(weightsOf(ridge));
  });
});

describe("logistic regression", () => {
  it.each([
    ["l1", 2, 0.1],
    ["l1", 3, 0.1],
    ["elasticnet", 2, 0.5],
    ["elasticnet", 3, 0.05],
    ["l2", 3, 0.5],
    ["none", 2, 1],
  ])("with %s over %i classes at C %d meets the conditions of a minimum", async (penalty, classCount, C) => {
    const data = example("classification", classCount);
    const params = { penalty, C, l1_ratio: 0.4, tol: 1e-8, max_iter: 5000 };
    const model = await fit(data, params);
    const ratio = { l1: 1, elasticnet: 0.4 }[penalty] ?? 0;
    const strength = penalty === "none" ? 0 : 1 / C;
    const [proba, weights, sample] = [model.predictProba(data.x), weightsOf(model), data.weights!];
    const outputs = classCount === 2 ? [1] : [0, 1, 2];
    outputs.forEach((index, k) => {
      const error = data.y.map(
        (truth, row) => sample[row] * (proba[row * classCount + index] - Number(truth === index)),
      );
      for (let f = 0; f < WIDTH; f++) {
        const slope = error.reduce((sum, each, row) => sum + each * data.x.data[row * WIDTH + f], 0);
        const w = weights[k * WIDTH + f];
        expectOptimal(w, slope + strength * (1 - ratio) * w, strength * ratio, 4);
      }
      expect(error.reduce((sum, each) => sum + each, 0)).toBeCloseTo(0, 4);
    });
    expect(model.facts["converged"]).toBe("true");
    if (penalty === "l1") expect(weights.filter((w) => w === 0).length).toBeGreaterThan(1);
  });

  it("weighs classes as if their rows had those weights", async () => {
    const data = { ...example("classification", 2), weights: undefined };
    const of = (index: number) => data.y.filter((each) => each === index).length;
    const balanced = data.y.map((index) => ROWS / (2 * of(index)));
    const named = { ...data, classLabels: ["no", "yes"] };
    const expected = weightsOf(await fit({ ...data, weights: balanced }));
    expect(weightsOf(await fit(data, { class_weight: "balanced" }))).toEqual(expected);
    const record = { no: ROWS / (2 * of(0)), yes: ROWS / (2 * of(1)) };
    expect(weightsOf(await fit(named, { class_weight: record }))).toEqual(expected);
    expect(weightsOf(await fit(data))).not.toEqual(expected);
  });
});

describe("values at the edge of what a double holds", () => {
  it("are refused in training by name, and answered finitely in predicting", async () => {
    const data = example("regression");
    const model = await fit(data);
    const huge = { ...data.x, rowCount: 2, data: new Float64Array(2 * WIDTH).fill(1e308) };
    huge.data.fill(-1.7e308, WIDTH);
    expect(model.predict(huge).every(Number.isFinite)).toBe(true);
    const x = { ...data.x, data: data.x.data.slice() };
    x.data[WIDTH + 2] = 1e200;
    await expect(fit({ ...data, x })).rejects.toThrow(
      'The value 1e+200 of feature "f2" in row 1 is too large to learn from',
    );
  });
});
