import type { Optimizer, Scalar, Tensor2D, Variable } from "@tensorflow/tfjs-core";
import { LearningError } from "../errors";
import { breather } from "../parallel/breath";
import { nextTurn } from "../parallel/task";
import { countCodes, createBatch, disposeBatch, type Batch, type NetworkSide } from "./batches";
import { buildModel, readNetwork, type BuiltModel, type ModelOptions } from "./build-model";
import { forward, workPerRow, type DenseNetwork } from "./dense-network";
import { learningRate, type LearningRateOptions } from "./learning-rate";
import type { TensorFlow } from "./tensorflow";

export interface NetworkOptions extends ModelOptions {
  /** Softmax cross-entropy over the outputs; otherwise mean squared error. */
  readonly classes: boolean;
  readonly solver: "adam" | "sgd";
  readonly learningRate: LearningRateOptions;
  readonly alpha: number;
  readonly batchSize: number;
  readonly epochs: number;
  /** Stop after so many epochs in which the watched loss fell by less than `tol`. */
  readonly patience: number;
  readonly tol: number;
  /** Watch the validation loss and return to its best epoch; otherwise the training loss is watched. */
  readonly earlyStopping: boolean;
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
  const { initial } = options.learningRate;
  const optimizer =
    options.solver === "adam" ? core.train.adam(initial) : core.train.momentum(initial, 0.9, true);
  const built = buildModel(tensorFlow, options);
  try {
    return await runEpochs({ tensorFlow, optimizer, built, train, options }, validation);
  } finally {
    built.model.dispose();
    optimizer.dispose();
  }
}

interface Training {
  readonly tensorFlow: TensorFlow;
  readonly optimizer: Optimizer;
  readonly built: BuiltModel;
  readonly train: NetworkSide;
  readonly options: NetworkOptions;
}

async function runEpochs(training: Training, validation: NetworkSide | null): Promise<TrainedNetwork> {
  const { built, train, options, optimizer } = training;
  const order = Int32Array.from({ length: train.rowCount }, (_, row) => row);
  const seen = countCodes(train, options.features, options.embeddings);
  const rate = learningRate(options.learningRate);
  const stopper = options.earlyStopping && validation !== null;
  let best = { loss: Number.POSITIVE_INFINITY, epochs: 0, network: readNetwork(built, options, seen) };
  let unimproved = 0;
  for (let epoch = 1; epoch <= options.epochs; epoch++) {
    // Every optimiser of TF.js reads it anew at each step; only some have a setter.
    Object.assign(optimizer, { learningRate: rate.at(epoch) });
    options.random.shuffle(order);
    const trainLoss = await runEpoch(training, order);
    const network = readNetwork(built, options, seen);
    const metrics: Record<string, number> = { train_loss: trainLoss };
    if (validation) metrics["validation_loss"] = await meanLoss(network, validation, options);
    if (options.learningRate.schedule !== "constant") metrics["learning_rate"] = rate.at(epoch);
    const watched = stopper ? metrics["validation_loss"] : trainLoss;
    const diverged = !Number.isFinite(watched);
    rate.observe(watched);
    unimproved = watched > best.loss - options.tol || diverged ? unimproved + 1 : 0;
    if (watched < best.loss) best = { loss: watched, epochs: epoch, network };
    const isLast = diverged || epoch === options.epochs || unimproved >= options.patience;
    options.onEpoch(epoch, isLast, metrics);
    if (!isLast) continue;
    if (diverged && best.epochs === 0) throw divergence(options.learningRate.initial);
    return stopper || diverged ? best : { network, epochs: epoch };
  }
  return best;
}

function divergence(rate: number): LearningError {
  return new LearningError(
    "invalid_parameter",
    `The network's loss is beyond all numbers after its first epoch; learning_rate_init, ${rate}, is too high for this data.`,
    { parameter: "learning_rate_init", value: rate },
  );
}

/** One pass over the shuffled rows; returns the mean loss of its batches, by their weights. */
async function runEpoch(training: Training, order: Int32Array): Promise<number> {
  const { tensorFlow, train, options } = training;
  let sum = 0;
  let total = 0;
  for (let start = 0; start < order.length; start += options.batchSize) {
    const rows = order.subarray(start, Math.min(order.length, start + options.batchSize));
    const batch = createBatch(tensorFlow, train, rows, options);
    try {
      sum += runStep(training, batch) * batch.totalWeight;
      total += batch.totalWeight;
    } finally {
      disposeBatch(tensorFlow, batch);
    }
    await nextTurn();
    options.signal?.throwIfAborted();
  }
  return sum / total;
}

function runStep({ tensorFlow, optimizer, built, options }: Training, batch: Batch): number {
  const { core } = tensorFlow;
  const variables = built.model.trainableWeights.map((weight) => weight.read() as Variable);
  const kernels = built.dense.map((layer) => layer.trainableWeights[0]);
  // scikit-learn's penalty: half of alpha times the squared weights, shared by the rows of a batch.
  const strength = (0.5 * options.alpha) / batch.totalWeight;
  const loss = optimizer.minimize(
    () => {
      const raw = built.model.apply(batch.inputs, { training: true }) as Tensor2D;
      const summed = options.classes
        ? core.losses.softmaxCrossEntropy(batch.targets, raw, batch.weights, 0, core.Reduction.SUM)
        : core.losses.meanSquaredError(batch.targets, raw, batch.weights, core.Reduction.SUM);
      const mean = core.div<Scalar>(summed, batch.totalWeight);
      if (strength === 0) return mean;
      const squares = kernels.map((kernel) => core.sum<Scalar>(core.square(kernel.read())));
      return core.add<Scalar>(mean, core.mul<Scalar>(core.addN(squares), strength));
    },
    true,
    variables,
  )!;
  const value = loss.dataSync()[0];
  loss.dispose();
  return value;
}

/** Mean squared error or cross-entropy by the rows' weights, without the weight penalty. */
async function meanLoss(
  network: DenseNetwork,
  { rowCount, inputs, targets, weights }: NetworkSide,
  { outputs, classes, features, signal }: NetworkOptions,
): Promise<number> {
  const breathe = breather(signal);
  const rowsAtOnce = Math.ceil(1e6 / workPerRow(network));
  let sum = 0;
  let total = 0;
  for (let start = 0; start < rowCount; start += rowsAtOnce) {
    const rows = Math.min(rowsAtOnce, rowCount - start);
    const raw = forward(network, inputs.subarray(start * features, (start + rows) * features), rows);
    for (let row = 0; row < rows; row++) {
      const own = raw.subarray(row * outputs, (row + 1) * outputs);
      const truth = targets.subarray((start + row) * outputs, (start + row + 1) * outputs);
      const weight = weights?.[start + row] ?? 1;
      total += weight;
      sum += weight * (classes ? crossEntropy(own, truth) : (own[0] - truth[0]) ** 2);
    }
    const pausing = breathe(rows * workPerRow(network));
    if (pausing) await pausing;
  }
  return sum / total;
}

function crossEntropy(scores: Float64Array, truth: Float64Array): number {
  const largest = Math.max(...scores);
  const logSum = largest + Math.log(scores.reduce((total, value) => total + Math.exp(value - largest), 0));
  return scores.reduce((sum, value, k) => sum + truth[k] * (logSum - value), 0);
}
