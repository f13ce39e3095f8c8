import { z } from "zod";
import { gradientBoostingSpace } from "../search/family-spaces";
import { LearningError } from "../errors";
import type { FitContext, ModelFamily, TrainingData } from "../family";
import { featureCount } from "../matrix";
import { runWithPauses } from "../parallel/task";
import { createRandom } from "../random";
import { boost, type BoostSide } from "../trees/boost";
import { binLike, binTable } from "../trees/boosting-data";
import { categorySplitToJSON } from "../trees/category-splits";
import { assembleTrees } from "../trees/ensemble";
import { binaryLogLoss, multiClassLogLoss, squaredError, type Loss } from "../trees/loss";
import { MAX_FEATURES } from "../trees/tree-builder";
import { checkTrainingData } from "./check-matrix";
import { classWeightParam } from "./class-weights";
import { holdOut } from "./hold-out";
import { normalised, TreeModel } from "./tree-model";
import { weightedRows } from "./weighted-rows";

/** scikit-learn's HistGradientBoosting names; `n_estimators` is its `max_iter`. */
export const gradientBoostingParams = z.strictObject({
  n_estimators: z.int().min(1).max(10_000).default(300).describe("Number of boosting iterations."),
  max_iter: z
    .int()
    .min(1)
    .max(10_000)
    .nullable()
    .default(null)
    .describe("The same under its other name; used instead of n_estimators when given."),
  learning_rate: z.number().gt(0).max(1).default(0.1).describe("How much of each tree is added."),
  max_leaf_nodes: z
    .int()
    .min(2)
    .max(65_536)
    .nullable()
    .default(31)
    .describe("Leaves a tree may have; empty: no limit."),
  max_depth: z
    .int()
    .min(1)
    .max(1000)
    .nullable()
    .default(null)
    .describe("Deepest a tree may grow; empty: no limit."),
  min_samples_leaf: z.int().min(1).default(20).describe("Rows every leaf keeps."),
  l2_regularization: z.number().min(0).default(0).describe("Shrinks leaves with little evidence."),
  max_bins: z
    .int()
    .min(2)
    .max(255)
    .default(255)
    .describe("Bins each feature is cut into; missing values have their own."),
  max_features: z.number().gt(0).max(1).default(1).describe("Share of the features tried at each split."),
  subsample: z.number().gt(0).max(1).default(1).describe("Share of the rows each iteration learns from."),
  early_stopping: z
    .boolean()
    .default(false)
    .describe("Stop when the validation loss no longer falls, and keep the best iteration."),
  validation_fraction: z
    .number()
    .gt(0)
    .lt(1)
    .default(0.1)
    .describe("Share of the training rows set aside for early stopping when no validation rows are given."),
  n_iter_no_change: z.int().min(1).default(10).describe("Iterations without improvement before stopping."),
  class_weight: classWeightParam,
  tol: z.number().min(0).default(1e-7).describe("The least fall of the validation loss that counts."),
});

export type GradientBoostingParams = z.infer<typeof gradientBoostingParams>;

async function fit(
  given: TrainingData,
  params: GradientBoostingParams,
  context: FitContext,
): Promise<TreeModel> {
  checkTrainingData(given);
  const data = weightedRows(given, params.class_weight);
  context.signal?.throwIfAborted();
  const features = featureCount(data.x);
  if (features > MAX_FEATURES) {
    throw new LearningError("invalid_input", `Gradient boosting takes at most ${MAX_FEATURES} features.`);
  }
  const random = createRandom(context.seed);
  const { train, validation } = params.early_stopping
    ? holdOut(data, params.validation_fraction, random.fork("validation"))
    : { train: data, validation: data.validation ?? null };
  const table = await runWithPauses(binTable(train.x, params.max_bins, data.categorical), context.signal);
  const held: BoostSide | null =
    validation && validation.x.rowCount > 0 ? { table: binLike(table, validation.x), y: validation.y } : null;
  const loss = lossFor(data);
  const boosted = await boost({ table, y: train.y, weights: train.weights ?? null }, held, {
    loss,
    limits: {
      maxLeaves: params.max_leaf_nodes ?? train.x.rowCount,
      maxDepth: params.max_depth ?? Number.MAX_SAFE_INTEGER,
      minSamplesLeaf: params.min_samples_leaf,
      l2: params.l2_regularization,
      learningRate: params.learning_rate,
      maxFeatures: Math.max(1, Math.floor(params.max_features * features)),
    },
    iterations: params.max_iter ?? params.n_estimators,
    subsample: params.subsample,
    patience: params.early_stopping ? params.n_iter_no_change : null,
    tol: params.tol,
    random: random.fork("boosting"),
    runner: context.runner,
    signal: context.signal,
    onProgress: context.onProgress,
  });
  const gains = new Float64Array(features);
  for (const tree of boosted.trees) tree.gains.forEach((gain, feature) => (gains[feature] += gain));
  return new TreeModel(
    {
      family: "gradient_boosting",
      task: data.task,
      classCount: data.task === "classification" ? data.classCount : 0,
      featureNames: [...data.x.featureNames],
      facts: { iterations: boosted.iterations },
      leafSize: 1,
      outputs: loss.outputs,
      link: loss.link,
      baseline: [...boosted.baseline],
      ...(boosted.categorySplits.length > 0 && {
        categorySplits: boosted.categorySplits.map(categorySplitToJSON),
      }),
    },
    assembleTrees(boosted.trees, table.cuts, 1, loss.outputs, boosted.categorySplits),
    normalised(gains),
  );
}

function lossFor({ task, classCount }: TrainingData): Loss {
  if (task === "regression") return squaredError;
  return classCount === 2 ? binaryLogLoss : multiClassLogLoss(classCount);
}

/** Gradient boosting over histograms, in the manner of LightGBM and scikit-learn's HistGradientBoosting. */
export const gradientBoosting: ModelFamily<GradientBoostingParams> = {
  id: "gradient_boosting",
  title: "Gradient boosting",
  tasks: ["regression", "classification"],
  params: gradientBoostingParams,
  searchSpace: gradientBoostingSpace,
  fit,
  load: (bytes) => TreeModel.load(bytes, "gradient_boosting"),
};
