import type { Tensor } from "@tensorflow/tfjs-core";
import type { layers as Layers, LayersModel, SymbolicTensor } from "@tensorflow/tfjs-layers";
import type { Random } from "../random";
import type { Activation, DenseLayer, DenseNetwork } from "./dense-network";
import { seededDropout } from "./dropout";
import { fillUnseen, plainFeatures, type EmbeddingShape } from "./embedding";
import type { TensorFlow } from "./tensorflow";

export interface ModelOptions {
  /** How many features there are, embedded ones included. */
  readonly features: number;
  readonly outputs: number;
  readonly hidden: readonly number[];
  readonly activation: Activation;
  readonly embeddings: readonly EmbeddingShape[];
  readonly batchNorm: boolean;
  readonly dropout: number;
  readonly random: Random;
}

/** The TF.js model with its layers by what they are for, so that their weights can be read. */
export interface BuiltModel {
  /** Takes the plain features (where there are any), then a one-hot matrix for each embedding. */
  readonly model: LayersModel;
  readonly dense: readonly Layers.Layer[];
  /** After the dense layer of the same index, before its activation; empty without batch normalisation. */
  readonly norms: readonly Layers.Layer[];
  readonly embeddings: readonly Layers.Layer[];
}

const TF_ACTIVATIONS = { relu: "relu", tanh: "tanh", logistic: "sigmoid", identity: "linear" } as const;
/** Of the moving averages; Keras's 0.99 needs more steps than small data sets have. */
const MOMENTUM = 0.9;
const EPSILON = 1e-3;
/** Keras's initial embeddings are uniform in this range on both sides of 0. */
const EMBEDDING_RANGE = 0.05;

/** Every initial weight comes from `options.random`. */
export function buildModel(tensorFlow: TensorFlow, options: ModelOptions): BuiltModel {
  const { layers } = tensorFlow;
  const plain = plainFeatures(options.features, options.embeddings).length;
  const inputs = plain > 0 ? [layers.input({ shape: [plain] })] : [];
  const parts = [...inputs];
  const embeddings = options.embeddings.map(({ cardinality, size }) => {
    const oneHot = layers.input({ shape: [cardinality + 1] });
    // A product with one-hot rows: WebAssembly has no gradient of looking a row up.
    const layer = layers.layers.dense({ units: size, useBias: false, kernelInitializer: "zeros" });
    inputs.push(oneHot);
    parts.push(apply(layer, oneHot));
    setWeights(tensorFlow, layer, uniform((cardinality + 1) * size, EMBEDDING_RANGE, options.random));
    return layer;
  });
  const joined = parts.length > 1 ? apply(layers.layers.concatenate(), parts) : parts[0];
  const { output, dense, norms } = stackLayers(tensorFlow, joined, options);
  return { model: layers.model({ inputs, outputs: output }), dense, norms, embeddings };
}

function stackLayers(tensorFlow: TensorFlow, input: SymbolicTensor, options: ModelOptions) {
  const { layers } = tensorFlow;
  const dense: Layers.Layer[] = [];
  const norms: Layers.Layer[] = [];
  let values = input;
  for (const units of [...options.hidden, options.outputs]) {
    const width = values.shape[1] ?? 1;
    const layer = layers.layers.dense({ units, kernelInitializer: "zeros" });
    values = apply(layer, values);
    // Glorot and Bengio (2010): variance 2 / (inputs + outputs).
    setWeights(tensorFlow, layer, uniform(width * units, Math.sqrt(6 / (width + units)), options.random));
    dense.push(layer);
    if (dense.length > options.hidden.length) break;
    if (options.batchNorm) {
      norms.push(layers.layers.batchNormalization({ momentum: MOMENTUM, epsilon: EPSILON }));
      values = apply(norms[norms.length - 1], values);
    }
    values = apply(layers.layers.activation({ activation: TF_ACTIVATIONS[options.activation] }), values);
    if (options.dropout > 0)
      values = apply(seededDropout(tensorFlow, options.dropout, options.random), values);
  }
  return { output: values, dense, norms };
}

function apply(layer: Layers.Layer, input: SymbolicTensor | SymbolicTensor[]): SymbolicTensor {
  return layer.apply(input) as SymbolicTensor;
}

function uniform(length: number, limit: number, random: Random): Float32Array {
  return Float32Array.from({ length }, () => (2 * random.next() - 1) * limit);
}

/** Sets the kernel and leaves biases at 0. */
function setWeights({ core }: TensorFlow, layer: Layers.Layer, kernel: Float32Array): void {
  core.tidy(() => {
    const [shape, ...others] = layer.getWeights().map((weight) => weight.shape);
    layer.setWeights([core.tensor(kernel, shape), ...others.map((other) => core.zeros(other))]);
  });
}

/** The weights as they are now, batch normalisation folded into the layer before it. */
export function readNetwork(
  { dense, norms, embeddings }: BuiltModel,
  { activation, embeddings: shapes }: Pick<ModelOptions, "activation" | "embeddings">,
  /** How often each row of each embedding's table was trained. */
  seen: readonly Float64Array[],
): DenseNetwork {
  return {
    activation,
    layers: dense.map((layer, depth) => {
      const plain = readDense(layer);
      return norms.length > depth ? fold(plain, norms[depth].getWeights()) : plain;
    }),
    embeddings: shapes.map((shape, i) => {
      const embedding = { ...shape, table: Float32Array.from(embeddings[i].getWeights()[0].dataSync()) };
      fillUnseen(embedding, seen[i]);
      return embedding;
    }),
  };
}

function readDense(layer: Layers.Layer): DenseLayer {
  const [kernel, bias] = layer.getWeights();
  return {
    inputs: kernel.shape[0],
    outputs: kernel.shape[1]!,
    kernel: Float32Array.from(kernel.dataSync()),
    bias: Float32Array.from(bias.dataSync()),
  };
}

/** gamma (xW + b - mean) / sqrt(variance + epsilon) + beta is a dense layer too. */
function fold(layer: DenseLayer, normalisation: readonly Tensor[]): DenseLayer {
  const [gamma, beta, mean, variance] = normalisation.map((weight) => weight.dataSync());
  const factors = Float64Array.from(gamma, (value, o) => value / Math.sqrt(variance[o] + EPSILON));
  return {
    ...layer,
    kernel: layer.kernel.map((value, i) => value * factors[i % layer.outputs]),
    bias: layer.bias.map((value, o) => (value - mean[o]) * factors[o] + beta[o]),
  };
}
