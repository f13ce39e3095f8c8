import { embed, type Embedding } from "./embedding";

export type Activation = "relu" | "tanh" | "logistic" | "identity";

export interface DenseLayer {
  readonly inputs: number;
  readonly outputs: number;
  /** Row-major, shape (inputs, outputs). */
  readonly kernel: Float32Array;
  readonly bias: Float32Array;
}

/** Fully connected layers; the last one has no activation. */
export interface DenseNetwork {
  readonly layers: readonly DenseLayer[];
  readonly activation: Activation;
  /** Features that are category codes, by ascending index; their vectors come after the other features. */
  readonly embeddings: readonly Embedding[];
}

/** Raw outputs, shape (rowCount, outputs), in plain typed arrays: serving needs no TF.js. */
export function forward(network: DenseNetwork, inputs: Float64Array, rowCount: number): Float64Array {
  let values = embed(network.embeddings, inputs, rowCount);
  network.layers.forEach((layer, depth) => {
    values = applyLayer(layer, values, rowCount);
    if (depth < network.layers.length - 1) activate(values, network.activation);
  });
  return values;
}

/** Multiplications that a row costs. */
export function workPerRow({ layers }: DenseNetwork): number {
  return layers.reduce((sum, { inputs, outputs }) => sum + inputs * outputs, 1);
}

function applyLayer(
  { inputs, outputs, kernel, bias }: DenseLayer,
  values: Float64Array,
  rowCount: number,
): Float64Array {
  const result = new Float64Array(rowCount * outputs);
  for (let row = 0; row < rowCount; row++) {
    const at = row * outputs;
    for (let o = 0; o < outputs; o++) result[at + o] = bias[o];
    for (let i = 0; i < inputs; i++) {
      const value = values[row * inputs + i];
      // Rectified units are often 0, and a 0 adds nothing.
      if (value === 0) continue;
      const from = i * outputs;
      for (let o = 0; o < outputs; o++) result[at + o] += value * kernel[from + o];
    }
  }
  return result;
}

function activate(values: Float64Array, activation: Activation): void {
  if (activation === "identity") return;
  for (let i = 0; i < values.length; i++) {
    const value = values[i];
    if (activation === "relu") values[i] = value > 0 ? value : 0;
    else if (activation === "tanh") values[i] = Math.tanh(value);
    else values[i] = 1 / (1 + Math.exp(-value));
  }
}
