import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { TrainingData } from "../family";
import { forward, type DenseNetwork } from "../neural/dense-network";
import { loadTensorFlowCpu, type TensorFlow } from "../neural/tensorflow";
import { loadTensorFlow, loadWasm } from "../node/tfjs-backend";
import { createRandom } from "../random";
import { familyConformance } from "./family.testsuite";
import { neuralNetwork } from "./neural-network";

const parse = (params: object) => neuralNetwork.params.parse(params);

function wave(rowCount: number): TrainingData {
  const random = createRandom(8);
  const data = Float64Array.from({ length: rowCount * 2 }, () => random.next() * 6);
  const y = Float64Array.from(
    { length: rowCount },
    (_, row) => 1000 + 50 * Math.sin(data[2 * row]) + data[2 * row + 1],
  );
  return { task: "regression", x: { rowCount, featureNames: ["a", "b"], data }, y, classCount: 0 };
}

function r2(predicted: Float64Array, y: Float64Array): number {
  const mean = y.reduce((sum, value) => sum + value, 0) / y.length;
  const sumOf = (of: (value: number, row: number) => number) =>
    y.reduce((sum, value, row) => sum + of(value, row), 0);
  return 1 - sumOf((value, row) => (value - predicted[row]) ** 2) / sumOf((value) => (value - mean) ** 2);
}

describe("neural network", () => {
  familyConformance(neuralNetwork, {
    params: { hidden_layer_sizes: [8], max_iter: 12, batch_size: 50, learning_rate_init: 0.1 },
    longParams: { max_iter: 100_000, n_iter_no_change: 100_000 },
    // All rows in one batch, since batches are drawn.
    weights: { params: { hidden_layer_sizes: [8], max_iter: 20, batch_size: 1000 }, digits: 4 },
  });

  it("learns a curve a line cannot follow", async () => {
    const data = wave(600);
    const params = parse({
      max_iter: 80,
      batch_size: 32,
      learning_rate_init: 0.01,
      hidden_layer_sizes: [32, 32],
    });
    const model = await neuralNetwork.fit(data, params, { seed: 1, loadTensorFlow });
    expect(r2(model.predict(data.x), data.y)).toBeGreaterThan(0.97);
  });

  it("makes the same bytes from the same seed on WebAssembly, dropout included, and others from another", async () => {
    const params = parse({ max_iter: 3, dropout: 0.3, batch_size: 16 });
    const fit = async (seed: number) =>
      (await neuralNetwork.fit(wave(100), params, { seed, loadTensorFlow: loadWasm })).save();
    const bytes = await fit(1);
    expect(await fit(1)).toEqual(bytes);
    expect(await fit(2)).not.toEqual(bytes);
  });

  it("records the backend it was trained on", async () => {
    const params = parse({ max_iter: 1 });
    const wasm = await neuralNetwork.fit(wave(40), params, { seed: 1, loadTensorFlow: loadWasm });
    const cpu = await neuralNetwork.fit(wave(40), params, { seed: 1 });
    expect([wasm.facts["backend"], cpu.facts["backend"]]).toEqual(["wasm", "cpu"]);
  });

  it("stops early and returns to its best epoch", async () => {
    const params = parse({
      max_iter: 500,
      early_stopping: true,
      n_iter_no_change: 3,
      learning_rate_init: 0.1,
    });
    const done: number[] = [];
    const model = await neuralNetwork.fit(wave(200), params, {
      seed: 1,
      loadTensorFlow,
      onProgress: (report) => void done.push(report.done),
    });
    expect(done.length).toBeLessThan(500);
    expect(model.facts["epochs"]).toBe(done.length - 3);
  });

  it("names the feature and row of a value that is infinite", async () => {
    const data = wave(10);
    data.x.data[7] = Infinity;
    await expect(neuralNetwork.fit(data, parse({}), { seed: 1 })).rejects.toThrow(
      'feature "b" in row 3 is infinite',
    );
  });
});

describe("tensors", () => {
  let tensorFlow: TensorFlow;
  beforeAll(async () => void (tensorFlow = await loadTensorFlowCpu()));
  afterAll(() => expect(tensorFlow.core.memory().numTensors).toBe(0));

  it("are all disposed of, after training and after an abort in the middle of it", async () => {
    const before = tensorFlow.core.memory().numTensors;
    const params = parse({ max_iter: 4, dropout: 0.2, alpha: 0.01, batch_norm: true });
    await neuralNetwork.fit(wave(500), params, { seed: 1 });
    expect(tensorFlow.core.memory().numTensors).toBe(before);
    const controller = new AbortController();
    const onProgress = () => controller.abort();
    await expect(
      neuralNetwork.fit(wave(500), params, { seed: 1, signal: controller.signal, onProgress }),
    ).rejects.toMatchObject({ name: "AbortError" });
    expect(tensorFlow.core.memory().numTensors).toBe(before);
  });

  it.each(["relu", "tanh", "logistic"] as const)(
    "give the same outputs as the plain forward pass (%s)",
    (activation) => {
      const { core, layers } = tensorFlow;
      const random = createRandom(4);
      const shapes = [
        [5, 16],
        [16, 3],
      ];
      const network: DenseNetwork = {
        activation,
        embeddings: [],
        layers: shapes.map(([inputs, outputs]) => ({
          inputs,
          outputs,
          kernel: Float32Array.from({ length: inputs * outputs }, () => random.normal()),
          bias: Float32Array.from({ length: outputs }, () => random.normal()),
        })),
      };
      const inputs = Float64Array.from({ length: 40 * 5 }, () => random.normal());
      const expected = core.tidy(() => {
        const model = layers.sequential();
        network.layers.forEach(({ kernel, bias, outputs }, depth) => {
          const hidden = activation === "logistic" ? "sigmoid" : activation;
          const dense = layers.layers.dense({
            units: outputs,
            activation: depth === 0 ? hidden : "linear",
            inputShape: shapes[depth].slice(0, 1),
          });
          model.add(dense);
          dense.setWeights([core.tensor2d(kernel, shapes[depth] as [number, number]), core.tensor1d(bias)]);
        });
        const output = model.predict(core.tensor2d(Float32Array.from(inputs), [40, 5]));
        const values = (Array.isArray(output) ? output[0] : output).dataSync();
        model.dispose();
        return values;
      });
      const own = forward(network, inputs, 40);
      own.forEach((value, i) => expect(Math.abs(value - expected[i])).toBeLessThan(1e-5));
    },
  );
});
