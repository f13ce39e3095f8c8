import { describe, expect, it } from "vitest";
import type { FitProgress, TrainingData } from "../family";
import { createRandom } from "../random";
import { familyConformance } from "./family.testsuite";
import { gradientBoosting } from "./gradient-boosting";

const parse = (params: object) => gradientBoosting.params.parse(params);

const tiny: TrainingData = {
  task: "regression",
  x: { rowCount: 6, featureNames: ["f"], data: Float64Array.of(1, 2, 3, 4, 5, 6) },
  y: Float64Array.of(0, 0, 0, 0, 9, 9),
  classCount: 0,
};

const oneStep = { n_estimators: 1, max_leaf_nodes: 2, min_samples_leaf: 1 };

function wave(rowCount: number): TrainingData {
  const random = createRandom(8);
  const data = Float64Array.from({ length: rowCount * 2 }, () => random.next() * 6);
  const y = Float64Array.from(
    { length: rowCount },
    (_, row) => Math.sin(data[2 * row]) + 0.3 * random.normal(),
  );
  return { task: "regression", x: { rowCount, featureNames: ["a", "b"], data }, y, classCount: 0 };
}

describe("gradient boosting", () => {
  familyConformance(gradientBoosting, {
    params: { n_estimators: 15, min_samples_leaf: 5 },
    longParams: { n_estimators: 10_000 },
    weights: { params: { n_estimators: 15, min_samples_leaf: 1, max_leaf_nodes: 6 }, digits: 5 },
  });

  it("takes one least-squares step as computed by hand", async () => {
    const model = await gradientBoosting.fit(tiny, parse({ ...oneStep, learning_rate: 0.5 }), { seed: 1 });
    // Mean 3; residuals -3 (four rows) and 6 (two rows); half of each is added.
    expect([...model.predict(tiny.x)]).toEqual([1.5, 1.5, 1.5, 1.5, 6, 6]);
  });

  it("shrinks a step by l2_regularization as computed by hand", async () => {
    const params = parse({ ...oneStep, learning_rate: 1, l2_regularization: 2 });
    const model = await gradientBoosting.fit(tiny, params, { seed: 1 });
    // -12 / (4 + 2) and 12 / (2 + 2) on top of the mean.
    expect([...model.predict(tiny.x)]).toEqual([1, 1, 1, 1, 6, 6]);
  });

  it("takes one log-loss step as computed by hand", async () => {
    const y = Float64Array.of(0, 0, 0, 1, 1, 1);
    const params = parse({ ...oneStep, learning_rate: 1 });
    const model = await gradientBoosting.fit({ ...tiny, task: "classification", y, classCount: 2 }, params, {
      seed: 1,
    });
    // Log odds 0; gradients +-1/2, hessians 1/4: each leaf's step is -+1.5 / 0.75 = -+2.
    const proba = model.predictProba(tiny.x);
    expect(proba[1]).toBeCloseTo(1 / (1 + Math.exp(2)), 12);
    expect(proba[11]).toBeCloseTo(1 / (1 + Math.exp(-2)), 12);
  });

  it("takes one softmax step as computed by hand", async () => {
    const y = Float64Array.of(0, 0, 1, 1, 2, 2);
    const params = parse({ ...oneStep, learning_rate: 1 });
    const model = await gradientBoosting.fit({ ...tiny, task: "classification", y, classCount: 3 }, params, {
      seed: 1,
    });
    // Every class starts at 1/3: hessian 2/9. Class 0 cuts after row 2: 2 * (2/3) / (4/9) = 3 and -4/3 / (8/9) = -1.5.
    // Class 2 mirrors it; class 1 cuts before or after its rows with the same gain: the first, (2/3) / (4/9) = -1.5
    // on the left and 0.75 on the right.
    const exp = [3, -1.5, -1.5].map(Math.exp);
    const sum = exp.reduce((total, value) => total + value, 0);
    exp.forEach((value, k) => expect(model.predictProba(tiny.x)[k]).toBeCloseTo(value / sum, 12));
  });

  it("lowers the training loss at every iteration and reports both losses", async () => {
    const data = wave(400);
    const reports: FitProgress[] = [];
    const validation = wave(100);
    await gradientBoosting.fit({ ...data, validation }, parse({ n_estimators: 30 }), {
      seed: 1,
      onProgress: (report) => void reports.push(report),
    });
    const losses = reports.map((report) => report.metrics["train_loss"]);
    expect(losses).toEqual([...losses].sort((a, b) => b - a));
    expect(reports.every((report) => report.metrics["validation_loss"] > 0)).toBe(true);
    expect(reports.length).toBe(30);
  });

  it("reports the loss its predictions have", async () => {
    const data = wave(200);
    let last: FitProgress | undefined;
    const params = parse({ n_estimators: 9, subsample: 0.5, max_features: 0.5 });
    const context = { seed: 3, onProgress: (report: FitProgress) => void (last = report) };
    const model = await gradientBoosting.fit({ ...data, validation: data }, params, context);
    const predicted = model.predict(data.x);
    const loss = predicted.reduce((sum, value, row) => sum + (value - data.y[row]) ** 2, 0) / 200;
    expect(last!.metrics["train_loss"]).toBeCloseTo(loss, 10);
    expect(last!.metrics["validation_loss"]).toBeCloseTo(loss, 10);
  });

  it("stops early and keeps the best iteration", async () => {
    const data = wave(300);
    const params = parse({
      n_estimators: 1000,
      early_stopping: true,
      learning_rate: 0.3,
      min_samples_leaf: 2,
    });
    const model = await gradientBoosting.fit(data, params, { seed: 1 });
    expect(model.facts["iterations"]).toBeGreaterThan(1);
    expect(model.facts["iterations"]).toBeLessThan(200);
  });

  it("learns on which side missing values belong", async () => {
    const data = Float64Array.from({ length: 120 }, (_, row) => (row % 4 === 0 ? Number.NaN : row % 4));
    const x = { rowCount: 120, featureNames: ["f"], data };
    for (const like of [1, 3]) {
      const y = data.map((of) => (Number.isNaN(of) || of === like ? 10 : 0));
      const params = parse({ n_estimators: 1, learning_rate: 1, max_depth: 1 });
      const model = await gradientBoosting.fit({ task: "regression", x, y, classCount: 0 }, params, {
        seed: 1,
      });
      model.predict(x).forEach((value, row) => expect(value).toBeCloseTo(y[row], 10));
    }
  });

  it("takes max_iter as another name of n_estimators", async () => {
    const model = await gradientBoosting.fit(wave(100), parse({ max_iter: 4 }), { seed: 1 });
    expect(model.facts).toEqual({ iterations: 4 });
  });
});
