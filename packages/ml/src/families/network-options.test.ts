import { describe, expect, it } from "vitest";
import type { FitProgress, TrainingData } from "../family";
import { loadWasm } from "../node/tfjs-backend";
import { createRandom } from "../random";
import { neuralNetwork } from "./neural-network";

const fit = (data: TrainingData, params: object, onProgress?: (progress: FitProgress) => void) =>
  neuralNetwork.fit(data, neuralNetwork.params.parse(params), {
    seed: 3,
    loadTensorFlow: loadWasm,
    onProgress,
  });

const VALUES = [5, -3, 8, 0, -7, 2, 9, -1];

/** A number and a code whose value jumps about, so that the code as a number says little. */
function coded(rowCount = 240): TrainingData {
  const random = createRandom(12);
  const data = new Float64Array(rowCount * 2);
  const y = Float64Array.from({ length: rowCount }, (_, row) => {
    data[2 * row] = random.normal();
    data[2 * row + 1] = random.int(VALUES.length);
    return VALUES[data[2 * row + 1]] + data[2 * row];
  });
  const x = { rowCount, featureNames: ["number", "code"], data };
  return {
    task: "regression",
    x,
    y,
    classCount: 0,
    categorical: [{ feature: 1, cardinality: VALUES.length }],
  };
}

function meanSquaredError(predicted: Float64Array, y: Float64Array): number {
  return predicted.reduce((sum, value, row) => sum + (value - y[row]) ** 2, 0) / y.length;
}

describe("embeddings", () => {
  const params = { hidden_layer_sizes: [8], max_iter: 60, batch_size: 16, learning_rate_init: 0.02 };

  it("learn what each category is worth, which its code does not tell", async () => {
    const data = coded();
    const embedded = await fit(data, params);
    const numbers = await fit(data, { ...params, embedding_size: null });
    expect(meanSquaredError(embedded.predict(data.x), data.y)).toBeLessThan(0.5);
    expect(meanSquaredError(numbers.predict(data.x), data.y)).toBeGreaterThan(5);
    expect(neuralNetwork.load(embedded.save()).predict(data.x)).toEqual(embedded.predict(data.x));
  });

  it("answer the same for every kind of category that training never saw", async () => {
    const model = await fit(coded(), params);
    const x = {
      rowCount: 4,
      featureNames: ["number", "code"],
      data: Float64Array.of(0, NaN, 0, -1, 0, 99, 0, 0.5),
    };
    const [first, ...others] = model.predict(x);
    expect(Math.abs(first)).toBeLessThan(9);
    expect(others).toEqual([first, first, first]);
  });
});

describe("a network's training", () => {
  const small = { hidden_layer_sizes: [8], max_iter: 30, batch_size: 240, embedding_size: null };

  it("learns with batch normalisation and with every schedule, the same from the same seed", async () => {
    const data = coded();
    for (const learning_rate of ["step", "cosine", "reduce_on_plateau"]) {
      const params = { ...small, learning_rate, batch_norm: true, batch_size: 32, learning_rate_init: 0.02 };
      const model = await fit(data, params);
      expect(model.save()).toEqual((await fit(data, params)).save());
      expect(meanSquaredError(model.predict(data.x), data.y)).toBeLessThan(28);
    }
  });

  it("takes the steps the schedule says", async () => {
    const rates: number[] = [];
    await fit(coded(), { ...small, max_iter: 3, learning_rate: "step", step_size: 1 }, ({ metrics }) =>
      rates.push(metrics["learning_rate"]),
    );
    expect(rates.map((rate) => +rate.toFixed(9))).toEqual([0.001, 0.0001, 0.00001]);
    const stopped = await fit(coded(), { ...small, learning_rate: "step", step_size: 1, gamma: 1e-30 });
    const once = await fit(coded(), { ...small, max_iter: 1 });
    const difference = meanSquaredError(stopped.predict(coded().x), once.predict(coded().x));
    expect(difference).toBeLessThan(1e-12);
  });

  it("weighs classes as if their rows had those weights", async () => {
    const values = coded();
    const y = values.y.map((value) => Number(value > 6));
    const data: TrainingData = { ...values, task: "classification", classCount: 2, y };
    const ones = y.reduce((sum, value) => sum + value, 0);
    const weights = y.map((value) => y.length / (2 * (value === 1 ? ones : y.length - ones)));
    const balanced = await fit(data, { ...small, class_weight: "balanced" });
    expect(balanced.save()).toEqual((await fit({ ...data, weights }, small)).save());
    expect(balanced.save()).not.toEqual((await fit(data, small)).save());
  });

  it("says which parameter made it diverge", async () => {
    const data = coded();
    const params = { ...small, solver: "sgd", learning_rate_init: 10, activation: "identity", batch_size: 4 };
    await expect(fit(data, params)).rejects.toMatchObject({
      code: "invalid_parameter",
      facts: { parameter: "learning_rate_init" },
    });
  });
});
