import type { FitContext, ModelFamily, TrainingData } from "../family";
import { featureCount } from "../matrix";
import type { NetworkSide } from "../neural/batches";
import type { EmbeddingShape } from "../neural/embedding";
import { fitStandardiser, standardise, type Standardiser } from "../neural/standardiser";
import { loadTensorFlowCpu } from "../neural/tensorflow";
import { trainNetwork, type NetworkOptions } from "../neural/train-network";
import { createRandom } from "../random";
import { neuralNetworkSpace } from "../search/family-spaces";
import { checkMultipliable, checkTrainingData } from "./check-matrix";
import { holdOut, type Side } from "./hold-out";
import { embeddingShapes, fitInputScaling, withTableRows } from "./network-inputs";
import { NetworkModel } from "./network-model";
import { neuralNetworkParams, type NeuralNetworkParams } from "./neural-network-params";
import { weightedRows } from "./weighted-rows";

async function fit(
  given: TrainingData,
  params: NeuralNetworkParams,
  context: FitContext,
): Promise<NetworkModel> {
  context.signal?.throwIfAborted();
  checkTrainingData(given);
  const embeddings = embeddingShapes(given, params.embedding_size);
  const data = readyRows(given, params, embeddings);
  const random = createRandom(context.seed);
  const { train, validation } = params.early_stopping
    ? holdOut(data, params.validation_fraction, random.fork("validation"))
    : { train: data, validation: data.validation ?? null };
  const classCount = data.task === "classification" ? data.classCount : 0;
  const inputScaling = fitInputScaling(train.x, train.weights, embeddings);
  const targetScaling = classCount > 0 ? null : fitStandardiser(train.y, 1, train.weights);
  const prepare = (side: Side) => networkSide(side, inputScaling, targetScaling, classCount);
  const tensorFlow = await (context.loadTensorFlow ?? loadTensorFlowCpu)();
  context.signal?.throwIfAborted();
  const trained = await trainNetwork(
    tensorFlow,
    prepare(train),
    validation && validation.x.rowCount > 0 ? prepare(validation) : null,
    {
      ...networkOptions(params, train.x.rowCount),
      features: featureCount(train.x),
      outputs: Math.max(1, classCount),
      classes: classCount > 0,
      embeddings,
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

/** The rows that weigh something, every value finite; embedded ones as rows of their tables. */
function readyRows(
  given: TrainingData,
  params: NeuralNetworkParams,
  embeddings: readonly EmbeddingShape[],
): TrainingData {
  const { validation } = given;
  const data = {
    ...given,
    x: withTableRows(given.x, embeddings),
    validation: validation && { ...validation, x: withTableRows(validation.x, embeddings) },
  };
  checkMultipliable(data.x);
  if (data.validation) checkMultipliable(data.validation.x);
  return weightedRows(data, params.class_weight);
}

function networkOptions(params: NeuralNetworkParams, rowCount: number) {
  return {
    hidden: params.hidden_layer_sizes,
    activation: params.activation,
    batchNorm: params.batch_norm,
    dropout: params.dropout,
    solver: params.solver,
    alpha: params.alpha,
    batchSize: Math.min(params.batch_size ?? 200, rowCount),
    epochs: params.max_iter,
    patience: params.n_iter_no_change,
    tol: params.tol,
    earlyStopping: params.early_stopping,
    learningRate: {
      schedule: params.learning_rate,
      initial: params.learning_rate_init,
      least: params.learning_rate_min,
      gamma: params.gamma,
      stepSize: params.step_size,
      patience: params.patience,
      tol: params.tol,
      epochs: params.max_iter,
    },
  } satisfies Partial<NetworkOptions>;
}

function networkSide(
  { x, y, weights }: Side,
  inputScaling: Standardiser,
  targetScaling: Standardiser | null,
  classCount: number,
): NetworkSide {
  const inputs = standardise(x, inputScaling);
  if (targetScaling) {
    const { means, scales } = targetScaling;
    const targets = y.map((value) => (value - means[0]) / scales[0]);
    return { rowCount: x.rowCount, inputs, targets, weights };
  }
  const targets = new Float64Array(x.rowCount * classCount);
  y.forEach((value, row) => (targets[row * classCount + value] = 1));
  return { rowCount: x.rowCount, inputs, targets, weights };
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
