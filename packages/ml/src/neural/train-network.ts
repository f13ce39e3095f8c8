import type { Rank, Scalar, Tensor, Tensor2D } from "@tensorflow/tfjs-core";
import type { LayersModel } from "@tensorflow/tfjs-layers";
import { nextTurn } from "../parallel/task";
import type { Random } from "../random";
import { forward, type Activation, type DenseLayer, type DenseNetwork } from "./dense-network";
import { addDropout } from "./dropout";
import type { TensorFlow } from "./tensorflow";

/** Standardised inputs, shape (rowCount, inputs), and targets, shape (rowCount, outputs) (one-hot for classes). */
export interface NetworkSide {
  readonly rowCount: number;
  readonly inputs: Float64Array;
  readonly targets: Float64Array;
}

export interface NetworkOptions {
  readonly inputs: number;
  readonly outputs: number;
  /** Softmax cross-entropy over the outputs; otherwise mean squared error. */
  readonly classes: boolean;
  readonly hidden: readonly number[];
  readonly activation: Activation;
  readonly solver: "adam" | "sgd";
  readonly learningRate: number;
  readonly alpha: number;
  readonly dropout: number;
  readonly batchSize: number;
  readonly epochs: number;
  /** Stop after so many epochs in which the watched loss fell by less than `tol`. */
  readonly patience: number;
  readonly tol: number;
  /** Watch the validation loss and return to its best epoch; otherwise the training loss is watched. */
  readonly earlyStopping: boolean;
  readonly random: Random;
  readonly signal?: AbortSignal;
  readonly onEpoch: (epoch: number, isLast: boolean, metrics: Record<string, number>) => void;
}

export interface TrainedNetwork {
  readonly network: DenseNetwork;
  readonly epochs: number;
}

/** Trains with TF.js layers; every random number comes from `options.random`, and no tensor is left behind. */
export async function trainNetwork(
  tensorFlow: TensorFlow,
  train: NetworkSide,
  validation: NetworkSide | null,
  options: NetworkOptions,
): Promise<TrainedNetwork> {
  const { core } = tensorFlow;
  const optimizer =
    options.solver === "adam"
      ? core.train.adam(options.learningRate)
      : core.train.momentum(options.learningRate, 0.9, true);
  const model = buildModel(tensorFlow, options);
  try {
    model.compile({ optimizer, loss: options.classes ? crossEntropy(tensorFlow) : "meanSquaredError" });
    return await runEpochs(tensorFlow, model, train, validation, options);
  } finally {
    model.dispose();
    optimizer.dispose();
  }
}

function crossEntropy({ core }: TensorFlow) {
  return (labels: Tensor, logits: Tensor) => core.losses.softmaxCrossEntropy(labels, logits) as Scalar;
}

const TF_ACTIVATIONS = { relu: "relu", tanh: "tanh", logistic: "sigmoid", identity: "linear" } as const;

function buildModel(tensorFlow: TensorFlow, options: NetworkOptions): LayersModel {
  const { core, layers } = tensorFlow;
  const model = layers.sequential();
  // scikit-learn's penalty: half of alpha times the squared weights, shared by the rows of a batch.
  const l2 = (0.5 * options.alpha) / options.batchSize;
  [...options.hidden, options.outputs].forEach((units, depth) => {
    const inputs = depth === 0 ? options.inputs : options.hidden[depth - 1];
    const isLast = depth === options.hidden.length;
    const dense = layers.layers.dense({
      units,
      activation: isLast ? "linear" : TF_ACTIVATIONS[options.activation],
      kernelRegularizer: l2 > 0 ? layers.regularizers.l2({ l2 }) : undefined,
      kernelInitializer: "zeros",
      inputShape: depth === 0 ? [inputs] : undefined,
    });
    model.add(dense);
    core.tidy(() => {
      const kernel = core.tensor2d(glorotUniform(inputs, units, options.random), [inputs, units]);
      dense.setWeights([kernel, core.zeros([units])]);
    });
    if (!isLast && options.dropout > 0) addDropout(tensorFlow, model, options.dropout, options.random);
  });
  return model;
}

/** Glorot and Bengio (2010): uniform with variance 2 / (inputs + outputs). */
function glorotUniform(inputs: number, outputs: number, random: Random): Float32Array {
  const limit = Math.sqrt(6 / (inputs + outputs));
  return Float32Array.from({ length: inputs * outputs }, () => (2 * random.next() - 1) * limit);
}

async function runEpochs(
  tensorFlow: TensorFlow,
  model: LayersModel,
  train: NetworkSide,
  validation: NetworkSide | null,
  options: NetworkOptions,
): Promise<TrainedNetwork> {
  const order = Int32Array.from({ length: train.rowCount }, (_, row) => row);
  let best = { loss: Number.POSITIVE_INFINITY, epochs: 0, network: readNetwork(model, options) };
  let network = best.network;
  let unimproved = 0;
  for (let epoch = 1; epoch <= options.epochs; epoch++) {
    options.random.shuffle(order);
    const trainLoss = await runEpoch(tensorFlow, model, train, order, options);
    network = readNetwork(model, options);
    const metrics: Record<string, number> = { train_loss: trainLoss };
    if (validation) metrics["validation_loss"] = meanLoss(network, validation, options);
    const watched = options.earlyStopping && validation ? metrics["validation_loss"] : trainLoss;
    unimproved = watched > best.loss - options.tol || Number.isNaN(watched) ? unimproved + 1 : 0;
    if (watched < best.loss) best = { loss: watched, epochs: epoch, network };
    const isLast = epoch === options.epochs || unimproved >= options.patience;
    options.onEpoch(epoch, isLast, metrics);
    if (!isLast) continue;
    return options.earlyStopping && validation ? best : { network, epochs: epoch };
  }
  return best;
}

/** One pass over the shuffled rows; returns the mean loss of its batches. */
async function runEpoch(
  { core }: TensorFlow,
  model: LayersModel,
  train: NetworkSide,
  order: Int32Array,
  options: NetworkOptions,
): Promise<number> {
  let sum = 0;
  for (let start = 0; start < order.length; start += options.batchSize) {
    const rows = order.subarray(start, Math.min(order.length, start + options.batchSize));
    const x = batch(core, train.inputs, options.inputs, rows);
    const y = batch(core, train.targets, options.outputs, rows);
    try {
      const loss = await model.trainOnBatch(x, y);
      sum += Number(Array.isArray(loss) ? loss[0] : loss) * rows.length;
    } finally {
      core.dispose([x, y] as Tensor<Rank>[]);
    }
    await nextTurn();
    options.signal?.throwIfAborted();
  }
  return sum / order.length;
}

function batch(core: TensorFlow["core"], values: Float64Array, width: number, rows: Int32Array): Tensor2D {
  const picked = new Float32Array(rows.length * width);
  rows.forEach((row, i) => picked.set(values.subarray(row * width, (row + 1) * width), i * width));
  return core.tensor2d(picked, [rows.length, width]);
}

function readNetwork(model: LayersModel, options: NetworkOptions): DenseNetwork {
  const layers: DenseLayer[] = [];
  for (const layer of model.layers) {
    const [kernel, bias] = layer.getWeights();
    if (!kernel || !bias) continue;
    const [inputs, outputs] = kernel.shape as [number, number];
    layers.push({
      inputs,
      outputs,
      kernel: Float32Array.from(kernel.dataSync()),
      bias: Float32Array.from(bias.dataSync()),
    });
  }
  return { layers, activation: options.activation };
}

/** Mean squared error or cross-entropy, without the weight penalty. */
function meanLoss(network: DenseNetwork, side: NetworkSide, { outputs, classes }: NetworkOptions): number {
  const raw = forward(network, side.inputs, side.rowCount);
  let sum = 0;
  for (let at = 0; at < raw.length; at += outputs) {
    if (!classes) sum += (raw[at] - side.targets[at]) ** 2;
    else {
      const own = raw.subarray(at, at + outputs);
      const largest = Math.max(...own);
      const logSum = largest + Math.log(own.reduce((total, value) => total + Math.exp(value - largest), 0));
      own.forEach((value, k) => (sum += side.targets[at + k] * (logSum - value)));
    }
  }
  return sum / side.rowCount;
}
