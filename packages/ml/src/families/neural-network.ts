import { z } from "zod";
import { neuralNetworkSpace } from "../search/family-spaces";
import type { FitContext, ModelFamily, TrainingData } from "../family";
import { featureCount } from "../matrix";
import { loadTensorFlowCpu } from "../neural/tensorflow";
import { fitStandardiser, standardise, type Standardiser } from "../neural/standardiser";
import { trainNetwork, type NetworkSide } from "../neural/train-network";
import { createRandom } from "../random";
import { checkComplete, checkTrainingData } from "./check-matrix";
import { holdOut, type Side } from "./hold-out";
import { NetworkModel } from "./network-model";

/** scikit-learn's MLP names; `dropout` is ours. */
export const neuralNetworkParams = z.strictObject({
  hidden_layer_sizes: z
    .array(z.int().min(1).max(4096))
    .max(16)
    .default([64, 64])
    .describe("Units of each hidden layer; none makes a linear model."),
  activation: z
    .enum(["relu", "tanh", "logistic", "identity"])
    .default("relu")
    .describe("What each hidden unit applies to its sum."),
  solver: z
    .enum(["adam", "sgd"])
    .default("adam")
    .describe("How weights are stepped; sgd with Nesterov momentum 0.9."),
  alpha: z.number().min(0).default(1e-4).describe("Strength of the L2 penalty on the weights."),
  batch_size: z
    .int()
    .min(1)
    .nullable()
    .default(null)
    .describe("Rows in each step; empty: 200, or all where there are fewer."),
  learning_rate_init: z.number().gt(0).max(10).default(1e-3).describe("Size of the steps."),
  max_iter: z.int().min(1).max(100_000).default(100).describe("Most epochs, passes over all rows."),
  early_stopping: z
    .boolean()
    .default(false)
    .describe("Stop when the validation loss no longer falls, and return to its best epoch."),
  validation_fraction: z
    .number()
    .gt(0)
    .lt(1)
    .default(0.1)
    .describe("Share of the training rows set aside for early stopping when no validation rows are given."),
  n_iter_no_change: z.int().min(1).default(10).describe("Epochs without improvement before stopping."),
  tol: z.number().min(0).default(1e-4).describe("The least fall of the loss that counts as improvement."),
  dropout: z.number().min(0).lt(1).default(0).describe("Share of hidden units left out at each step."),
});

export type NeuralNetworkParams = z.infer<typeof neuralNetworkParams>;

async function fit(
  data: TrainingData,
  params: NeuralNetworkParams,
  context: FitContext,
): Promise<NetworkModel> {
  checkTrainingData(data);
  checkComplete(data.x);
  if (data.validation) checkComplete(data.validation.x);
  context.signal?.throwIfAborted();
  const random = createRandom(context.seed);
  const { train, validation } = params.early_stopping
    ? holdOut(data, params.validation_fraction, random.fork("validation"))
    : { train: data, validation: data.validation ?? null };
  const classCount = data.task === "classification" ? data.classCount : 0;
  const inputScaling = fitStandardiser(train.x.data, featureCount(train.x));
  const targetScaling = classCount > 0 ? null : fitStandardiser(train.y, 1);
  const prepare = (side: Side) => networkSide(side, inputScaling, targetScaling, classCount);
  const tensorFlow = await (context.loadTensorFlow ?? loadTensorFlowCpu)();
  context.signal?.throwIfAborted();
  const trained = await trainNetwork(
    tensorFlow,
    prepare(train),
    validation && validation.x.rowCount > 0 ? prepare(validation) : null,
    {
      inputs: featureCount(train.x),
      outputs: Math.max(1, classCount),
      classes: classCount > 0,
      hidden: params.hidden_layer_sizes,
      activation: params.activation,
      solver: params.solver,
      learningRate: params.learning_rate_init,
      alpha: params.alpha,
      dropout: params.dropout,
      batchSize: Math.min(params.batch_size ?? 200, train.x.rowCount),
      epochs: params.max_iter,
      patience: params.n_iter_no_change,
      tol: params.tol,
      earlyStopping: params.early_stopping,
      random: random.fork("network"),
      signal: context.signal,
      onEpoch: (done, isLast, metrics) =>
        context.onProgress?.({ done, total: isLast ? done : params.max_iter, metrics }),
    },
  );
  return new NetworkModel({
    task: data.task,
    classCount,
    featureNames: [...data.x.featureNames],
    facts: { backend: tensorFlow.backend, epochs: trained.epochs },
    network: trained.network,
    inputScaling,
    targetScaling,
  });
}

function networkSide(
  { x, y }: Side,
  inputScaling: Standardiser,
  targetScaling: Standardiser | null,
  classCount: number,
): NetworkSide {
  const inputs = standardise(x, inputScaling);
  if (targetScaling) {
    const { means, scales } = targetScaling;
    return { rowCount: x.rowCount, inputs, targets: y.map((value) => (value - means[0]) / scales[0]) };
  }
  const targets = new Float64Array(x.rowCount * classCount);
  y.forEach((value, row) => (targets[row * classCount + value] = 1));
  return { rowCount: x.rowCount, inputs, targets };
}

/** Fully connected networks, trained with TF.js and served in plain typed arrays. */
export const neuralNetwork: ModelFamily<NeuralNetworkParams> = {
  id: "neural_network",
  title: "Neural network",
  tasks: ["regression", "classification"],
  params: neuralNetworkParams,
  searchSpace: neuralNetworkSpace,
  fit,
  load: (bytes) => NetworkModel.load(bytes),
};
