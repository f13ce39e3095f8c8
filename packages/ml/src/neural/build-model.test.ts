import type { Tensor2D } from "@tensorflow/tfjs-core";
import { describe, expect, it } from "vitest";
import { loadTensorFlowCpu } from "../neural/tensorflow";
import { createRandom } from "../random";
import { createBatch, disposeBatch } from "./batches";
import { buildModel, readNetwork, type ModelOptions } from "./build-model";
import { forward } from "./dense-network";

const ROWS = 40;
/** Two embedded features between plain ones. */
const EMBEDDINGS = [
  { feature: 1, cardinality: 4, size: 3 },
  { feature: 3, cardinality: 2, size: 1 },
];

const options = (changes: Partial<ModelOptions> = {}): ModelOptions => ({
  features: 5,
  outputs: 3,
  hidden: [16, 8],
  activation: "relu",
  embeddings: EMBEDDINGS,
  batchNorm: true,
  dropout: 0.3,
  random: createRandom(5),
  ...changes,
});

/** A model whose every weight, moving averages included, is drawn, and what TF.js and the plain pass answer. */
async function bothAnswers(of: ModelOptions, inputs: Float64Array) {
  const tensorFlow = await loadTensorFlowCpu();
  const { core } = tensorFlow;
  const built = buildModel(tensorFlow, of);
  const random = createRandom(6);
  for (const layer of [...built.dense, ...built.norms, ...built.embeddings]) {
    core.tidy(() => {
      const drawn = layer.getWeights().map((weight) => {
        const values = Float32Array.from({ length: weight.size }, () => 0.2 + Math.abs(random.normal()));
        return core.tensor(values, weight.shape);
      });
      layer.setWeights(drawn);
    });
  }
  const rows = Int32Array.from({ length: ROWS }, (_, row) => row);
  const side = { rowCount: ROWS, inputs, targets: new Float64Array(ROWS * of.outputs) };
  const batch = createBatch(tensorFlow, side, rows, { ...of, classes: true });
  const expected = core.tidy(() => (built.model.apply(batch.inputs) as Tensor2D).dataSync().slice());
  const seen = of.embeddings.map(({ cardinality }) => new Float64Array(cardinality + 1).fill(1));
  const own = forward(readNetwork(built, of, seen), inputs, ROWS);
  disposeBatch(tensorFlow, batch);
  built.model.dispose();
  return { own, expected };
}

function inputs(features: number, codes: readonly number[]): Float64Array {
  const random = createRandom(7);
  return Float64Array.from({ length: ROWS * features }, (_, i) =>
    codes.includes(i % features) ? random.int(5) - 1 : random.normal(),
  );
}

describe("a network read from TF.js", () => {
  it.each([
    ["batch normalisation, embeddings and dropout", options()],
    ["batch normalisation and tanh", options({ activation: "tanh", embeddings: [] })],
    ["embeddings and no hidden layer", options({ hidden: [], batchNorm: false, dropout: 0 })],
  ])("answers as TF.js does: %s", async (_, of) => {
    const codes = of.embeddings.map(({ feature }) => feature);
    const { own, expected } = await bothAnswers(of, inputs(of.features, codes));
    own.forEach((value, i) => {
      expect(Math.abs(value - expected[i])).toBeLessThan(1e-5 * Math.max(1, Math.abs(value)));
    });
  });

  it("answers as TF.js does where every feature is embedded", async () => {
    const of = options({ features: 1, embeddings: [{ feature: 0, cardinality: 4, size: 2 }] });
    const { own, expected } = await bothAnswers(of, inputs(1, [0]));
    own.forEach((value, i) => {
      expect(Math.abs(value - expected[i])).toBeLessThan(1e-5 * Math.max(1, Math.abs(value)));
    });
  });
});
