import { z } from "zod";
import { linearSpace } from "../search/family-spaces";
import type { FitContext, ModelFamily, TrainingData } from "../family";
import { fitElasticNet, type IterativeFit } from "../linear/elastic-net";
import { fitLogistic } from "../linear/logistic";
import { columnMeans, type LinearWeights } from "../linear/moments";
import { fitRidge } from "../linear/ridge";
import { featureCount, type Matrix } from "../matrix";
import { logLoss } from "../metrics/classification";
import { regressionMetrics } from "../metrics/regression";
import { checkMultipliable, checkTrainingData } from "./check-matrix";
import { classWeightParam } from "./class-weights";
import { FittedLinear, linearValues, pack, probabilities } from "./linear-model";
import { weightedRows } from "./weighted-rows";

const paramsSchema = z.strictObject({
  penalty: z
    .enum(["l2", "l1", "elasticnet", "none"])
    .default("l2")
    .describe("What keeps coefficients small: squares (ridge), absolute values (lasso), both or nothing"),
  alpha: z
    .number()
    .min(0)
    .default(1)
    .describe(
      "Regression: strength of the penalty; with l2 against the sum of squared errors, else against half their mean",
    ),
  C: z.number().positive().default(1).describe("Classification: inverse strength of the penalty"),
  l1_ratio: z
    .number()
    .min(0)
    .max(1)
    .default(0.5)
    .describe("elasticnet: share of the absolute values in the penalty; 1 is l1, 0 only squares"),
  fit_intercept: z.boolean().default(true).describe("Whether an intercept is fitted"),
  class_weight: classWeightParam,
  max_iter: z
    .int()
    .min(1)
    .max(100_000)
    .nullable()
    .default(null)
    .describe("Most iterations; empty: 1000 for lasso and elastic net, 100 for classification"),
  tol: z
    .number()
    .positive()
    .default(1e-4)
    .describe(
      "Stop when the gradient is smaller, of lasso and elastic net the duality gap as a share of the target's squares",
    ),
});

export type LinearParams = z.output<typeof paramsSchema>;

const MAX_ITER = { regression: 1000, classification: 100 } as const;

type Fit = LinearWeights & Partial<Pick<IterativeFit, "iterations" | "converged">>;

/**
 * Ridge, lasso and elastic net for values, logistic regression with the same penalties for classes. Needs complete
 * features, preferably on one scale.
 */
export const linear: ModelFamily<LinearParams> = {
  id: "linear",
  title: "Linear",
  tasks: ["regression", "classification"],
  params: paramsSchema,
  searchSpace: linearSpace,
  async fit(given, params, context) {
    context.signal?.throwIfAborted();
    checkTrainingData(given);
    checkMultipliable(given.x);
    if (given.validation) checkMultipliable(given.validation.x);
    const data = weightedRows(given, params.class_weight);
    const fit = data.task === "regression" ? fitValues : fitClasses;
    const { iterations, converged, ...weights } = await fit(data, params, context);
    return new FittedLinear({
      task: data.task,
      classCount: data.classCount,
      featureNames: [...data.x.featureNames],
      weights: pack(weights),
      importance: importanceOf(data, weights.coefficients),
      facts: iterations === undefined ? {} : { n_iter: iterations, converged: String(converged) },
    });
  },
  load: (bytes) => FittedLinear.load(bytes),
};

async function fitValues(data: TrainingData, params: LinearParams, context: FitContext): Promise<Fit> {
  const { x, y, weights, validation } = data;
  const options = { weights, fitIntercept: params.fit_intercept, signal: context.signal };
  // Squares alone have a solution in one step; so has no penalty at all.
  const direct = params.penalty === "l2" || params.penalty === "none";
  const total = direct ? x.rowCount : (params.max_iter ?? MAX_ITER.regression);
  const report = (done: number) => context.onProgress?.({ done, total, metrics: {} });
  const fit: Fit = direct
    ? await fitRidge(x, y, {
        ...options,
        alpha: params.penalty === "none" ? 0 : params.alpha,
        onRows: report,
      })
    : await fitElasticNet(x, y, {
        ...options,
        alpha: params.alpha,
        l1Ratio: params.penalty === "l1" ? 1 : params.l1_ratio,
        maxIter: total,
        tol: params.tol,
        onSweep: report,
      });
  const rmseOf = (of: Matrix, truth: Float64Array) =>
    regressionMetrics(truth, linearValues(of, pack(fit))).rmse;
  context.onProgress?.({
    done: total,
    total,
    metrics: {
      train_rmse: rmseOf(x, y),
      ...(validation && { validation_rmse: rmseOf(validation.x, validation.y) }),
    },
  });
  return fit;
}

async function fitClasses(data: TrainingData, params: LinearParams, context: FitContext): Promise<Fit> {
  const { classCount, validation } = data;
  const { onProgress, signal } = context;
  const total = params.max_iter ?? MAX_ITER.classification;
  const validationLoss = (current: LinearWeights) =>
    validation && {
      validation_loss: logLoss(
        validation.y,
        probabilities(validation.x, pack(current), classCount),
        classCount,
      ),
    };
  const fit = await fitLogistic(data.x, data.y, classCount, {
    c: params.penalty === "none" ? Infinity : params.C,
    l1Ratio: { l2: 0, l1: 1, elasticnet: params.l1_ratio, none: 0 }[params.penalty],
    fitIntercept: params.fit_intercept,
    maxIter: total,
    tol: params.tol,
    weights: data.weights,
    signal,
    onIteration: (done, trainLoss, current) =>
      onProgress?.({ done, total, metrics: { train_loss: trainLoss, ...validationLoss(current) } }),
  });
  onProgress?.({ done: total, total, metrics: {} });
  return fit;
}

/** How far a feature moves the score on average: |coefficient| times the feature's spread, summed over outputs. */
function importanceOf({ x, weights }: TrainingData, coefficients: Float64Array): number[] {
  const width = featureCount(x);
  const means = columnMeans(x, weights);
  const spread = new Float64Array(width);
  x.data.forEach((value, i) => {
    const f = i % width;
    spread[f] += (weights?.[(i - f) / width] ?? 1) * (value - means[f]) ** 2;
  });
  const reach = new Float64Array(width);
  coefficients.forEach((value, i) => (reach[i % width] += Math.abs(value) * Math.sqrt(spread[i % width])));
  const total = reach.reduce((sum, value) => sum + value, 0);
  return Array.from(reach, (value) => (total === 0 ? 0 : value / total));
}
