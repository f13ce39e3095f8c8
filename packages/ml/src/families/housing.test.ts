import { describe, expect, it } from "vitest";
import { hasRealHousing, housingData } from "../../bench/housing-data";
import { regressionMetrics } from "../metrics/regression";
import { createThreadPool } from "../node/thread-pool";
import { loadTensorFlow } from "../node/tfjs-backend";
import { gradientBoosting } from "./gradient-boosting";
import { neuralNetwork } from "./neural-network";
import { randomForest } from "./random-forest";

if (!hasRealHousing) process.stdout.write("Skipped: the real housing data is not in ../shared/data.\n");

describe.skipIf(!hasRealHousing)("on the real California housing data", () => {
  it("a forest of 150 trees of depth 20 reaches R2 0.81 to 0.84 and an RMSE of 46,000 to 51,000", async () => {
    const { train, test } = housingData("random_forest");
    const runner = createThreadPool({ threads: 2 });
    const params = randomForest.params.parse({ n_estimators: 150, max_depth: 20 });
    const model = await randomForest.fit({ task: "regression", ...train, classCount: 0 }, params, {
      seed: 42,
      runner,
    });
    await runner.close();
    const { r2, rmse } = regressionMetrics(test.y, model.predict(test.x));
    expect(r2).toBeGreaterThan(0.81);
    expect(r2).toBeLessThan(0.84);
    expect(rmse).toBeGreaterThan(46_000);
    expect(rmse).toBeLessThan(51_000);
    expect(model.save().length).toBeLessThan(40e6);
    expect(model.featureNames[model.importance()!.indexOf(Math.max(...model.importance()!))]).toBe(
      "median_income",
    );
  }, 300_000);

  // scikit-learn 1.9.1 on the same five splits with random_state 0 to 4: 0.8175, 0.8131, 0.8062, 0.8063, 0.8131; as
  // `packages/ml/bench` writes the rows and `reference.py` fits them. The bench compares 150 trees.
  it("small forests reach, over five seeds and splits, the R2 of scikit-learn to 0.005", async () => {
    const params = randomForest.params.parse({ n_estimators: 20, max_depth: 20 });
    let sum = 0;
    for (const seed of [0, 1, 2, 3, 4]) {
      const { train, test } = housingData("random_forest", seed);
      const model = await randomForest.fit({ task: "regression", ...train, classCount: 0 }, params, { seed });
      sum += regressionMetrics(test.y, model.predict(test.x)).r2;
    }
    expect(Math.abs(sum / 5 - 0.8112)).toBeLessThan(0.005);
  });

  it("gradient boosting reaches R2 0.83 with its defaults", async () => {
    const { train, test } = housingData("gradient_boosting");
    const model = await gradientBoosting.fit(
      { task: "regression", ...train, classCount: 0 },
      gradientBoosting.params.parse({}),
      { seed: 42 },
    );
    expect(regressionMetrics(test.y, model.predict(test.x)).r2).toBeGreaterThan(0.83);
  });

  it("a neural network reaches R2 0.72 within five epochs", async () => {
    const { train, test } = housingData("neural_network");
    const params = neuralNetwork.params.parse({ max_iter: 5 });
    const model = await neuralNetwork.fit({ task: "regression", ...train, classCount: 0 }, params, {
      seed: 42,
      loadTensorFlow,
    });
    expect(regressionMetrics(test.y, model.predict(test.x)).r2).toBeGreaterThan(0.72);
  });
});
