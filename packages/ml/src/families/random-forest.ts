import { z } from "zod";
import { randomForestSpace } from "../search/family-spaces";
import { LearningError } from "../errors";
import type { FitContext, ModelFamily, Task, TrainingData } from "../family";
import { featureCount } from "../matrix";
import { runWithPauses } from "../parallel/task";
import { inlineRunner } from "../parallel/inline-runner";
import type { TaskName } from "../parallel/tasks";
import { drawnRows, type ForestTreePayload } from "../trees/build-forest-tree";
import { assembleTrees } from "../trees/ensemble";
import { forestData, type Criterion, type TreeLimits } from "../trees/forest-data";
import { outOfBagScore } from "../trees/out-of-bag";
import { coarsen, quantiseToRanks } from "../trees/quantise";
import { MAX_FEATURES, type GrownTree } from "../trees/tree-builder";
import { checkTrainingData } from "./check-matrix";
import { classWeightParam } from "./class-weights";
import { normalised, TreeModel } from "./tree-model";
import { weightedRows } from "./weighted-rows";

const fraction = z.number().gt(0).lt(1);

export const randomForestParams = z.strictObject({
  n_estimators: z.int().min(1).max(10_000).default(100).describe("Number of trees."),
  criterion: z
    .enum(["auto", "squared_error", "gini", "entropy", "log_loss"])
    .default("auto")
    .describe("What a split improves. auto: squared_error for regression, gini for classification."),
  max_depth: z
    .int()
    .min(1)
    .max(1000)
    .nullable()
    .default(null)
    .describe("Deepest a tree may grow; empty: no limit."),
  min_samples_split: z
    .union([z.int().min(2), fraction])
    .default(2)
    .describe("Rows a node needs to be split; below 1: share of the rows."),
  min_samples_leaf: z
    .union([z.int().min(1), fraction])
    .default(1)
    .describe("Rows every leaf keeps; below 1: share of the rows."),
  max_features: z
    .union([z.enum(["auto", "sqrt", "log2"]), z.number().gt(0).max(1), z.int().min(2)])
    .default("auto")
    .describe(
      "Features tried at each split: a number, or up to 1 a share. auto: all for regression, sqrt for classification.",
    ),
  min_impurity_decrease: z
    .number()
    .min(0)
    .default(0)
    .describe("A split must lower the impurity by at least this."),
  bootstrap: z
    .boolean()
    .default(true)
    .describe("Give each tree rows drawn with replacement instead of all rows."),
  oob_score: z
    .boolean()
    .default(false)
    .describe("Judge the forest by the rows each tree did not draw: R², or accuracy. Needs bootstrap."),
  class_weight: classWeightParam,
  max_samples: z
    .union([z.number().gt(0).max(1), z.int().min(2)])
    .nullable()
    .default(null)
    .describe(
      "Rows drawn for each tree with bootstrap: a number, or up to 1 a share; empty: as many as there are.",
    ),
});

export type RandomForestParams = z.infer<typeof randomForestParams>;

/** The parameters as plain numbers for this data: what `auto`, shares and empty stand for. */
export function resolveRandomForest(
  params: RandomForestParams,
  { task, x }: Pick<TrainingData, "task" | "x">,
): TreeLimits & { bootstrapRows: number | null } {
  const rows = x.rowCount;
  const drawn = params.max_samples === null ? rows : shareOrCount(params.max_samples, rows, true);
  return {
    criterion: resolveCriterion(params.criterion, task),
    maxDepth: params.max_depth ?? Number.MAX_SAFE_INTEGER,
    minSamplesSplit: Math.max(2, Math.ceil(shareOrCount(params.min_samples_split, rows, false))),
    minSamplesLeaf: Math.max(1, Math.ceil(shareOrCount(params.min_samples_leaf, rows, false))),
    minImpurityDecrease: params.min_impurity_decrease,
    maxFeatures: resolveMaxFeatures(params.max_features, task, featureCount(x)),
    bootstrapRows: params.bootstrap ? Math.max(1, Math.round(drawn)) : null,
  };
}

function resolveCriterion(criterion: RandomForestParams["criterion"], task: Task): Criterion {
  if (criterion === "auto") return task === "regression" ? "squared_error" : "gini";
  if ((criterion === "squared_error") !== (task === "regression")) {
    throw new LearningError("invalid_parameter", `criterion "${criterion}" does not fit a ${task}.`, {
      parameter: "criterion",
    });
  }
  return criterion === "log_loss" ? "entropy" : criterion;
}

function resolveMaxFeatures(value: RandomForestParams["max_features"], task: Task, features: number): number {
  if (value === "auto") return resolveMaxFeatures(task === "regression" ? 1 : "sqrt", task, features);
  if (value === "sqrt") return Math.max(1, Math.floor(Math.sqrt(features)));
  if (value === "log2") return Math.max(1, Math.floor(Math.log2(features)));
  return Math.min(features, Math.max(1, Math.floor(shareOrCount(value, features, true))));
}

/** A number below 1 (or up to 1) is a share of `total`, a larger one a count. */
function shareOrCount(value: number, total: number, oneIsAll: boolean): number {
  return value < 1 || (oneIsAll && value === 1) ? value * total : value;
}

async function fit(given: TrainingData, params: RandomForestParams, context: FitContext): Promise<TreeModel> {
  checkTrainingData(given);
  const data = weightedRows(given, params.class_weight);
  if (featureCount(data.x) > MAX_FEATURES) {
    throw new LearningError("invalid_input", `A forest takes at most ${MAX_FEATURES} features.`);
  }
  context.signal?.throwIfAborted();
  const { bootstrapRows, ...limits } = resolveRandomForest(params, data);
  if (params.oob_score && bootstrapRows === null) {
    throw new LearningError(
      "invalid_parameter",
      "oob_score needs bootstrap: without it every tree sees all rows.",
      {
        parameter: "oob_score",
      },
    );
  }
  const ranks = await runWithPauses(quantiseToRanks(data.x), context.signal);
  const shared = forestData(
    ranks,
    coarsen(ranks),
    data.y,
    data.task === "classification" ? data.classCount : 0,
    data.weights ?? null,
  );
  const trees = await growTrees(params.n_estimators, context, (tree) => ({
    data: shared,
    limits,
    seed: context.seed,
    tree,
    bootstrapRows,
  }));
  const leafSize = data.task === "classification" && data.classCount > 2 ? data.classCount : 1;
  const facts: Record<string, string | number> = {
    criterion: limits.criterion,
    max_features: limits.maxFeatures,
    trees: trees.length,
  };
  if (params.oob_score && bootstrapRows !== null) {
    const scoring = outOfBagScore(trees, shared, (tree) =>
      drawnRows(context.seed, tree, shared.rowCount, bootstrapRows),
    );
    facts["oob_score"] = await runWithPauses(scoring, context.signal);
  }
  return new TreeModel(
    {
      family: "random_forest",
      task: data.task,
      classCount: data.task === "classification" ? data.classCount : 0,
      featureNames: [...data.x.featureNames],
      facts,
      leafSize,
      outputs: leafSize,
      link: "mean",
      baseline: [],
    },
    assembleTrees(trees, ranks.cuts, leafSize, leafSize),
    forestImportance(trees, featureCount(data.x)),
  );
}

async function growTrees(
  total: number,
  { runner = inlineRunner, signal, onProgress }: FitContext,
  payloadOf: (tree: number) => ForestTreePayload,
): Promise<GrownTree[]> {
  const task: TaskName = "random_forest/build_tree";
  const payloads = Array.from({ length: total }, (_, tree) => payloadOf(tree));
  let done = 0;
  return runner.run<ForestTreePayload, GrownTree>(task, payloads, {
    signal,
    onResult: () => onProgress?.({ done: ++done, total, metrics: {} }),
  });
}

/** Mean over the trees of each tree's normalised impurity decrease, as scikit-learn computes it. */
function forestImportance(trees: readonly GrownTree[], features: number): Float64Array {
  const sums = new Float64Array(features);
  for (const tree of trees) normalised(tree.gains).forEach((share, feature) => (sums[feature] += share));
  return normalised(sums);
}

export const randomForest: ModelFamily<RandomForestParams> = {
  id: "random_forest",
  title: "Random forest",
  tasks: ["regression", "classification"],
  params: randomForestParams,
  searchSpace: randomForestSpace,
  fit,
  load: (bytes) => TreeModel.load(bytes, "random_forest"),
};
