import { z } from "zod";
import { linearSpace } from "../search/family-spaces";
import { LearningError } from "../errors";
import { explainFeatures } from "../explain/explain-features";
import type { Explanation, ExplainOptions } from "../explain/explanation";
import type { FitContext, FittedModel, ModelFamily, Task, TrainingData } from "../family";
import { fitLogistic, scores, sigmoid, softmax } from "../linear/logistic";
import { columnMeans, fitRidge, type LinearWeights } from "../linear/ridge";
import { featureCount, type Matrix } from "../matrix";
import { logLoss } from "../metrics/classification";
import { regressionMetrics } from "../metrics/regression";
import { modelFromBytes, modelToBytes } from "./json-model";

const paramsSchema = z.strictObject({
  alpha: z.number().min(0).default(1).describe("Regression: strength of the ridge penalty"),
  C: z.number().positive().default(1).describe("Classification: inverse strength of the penalty"),
  fit_intercept: z.boolean().default(true).describe("Whether an intercept is fitted"),
  max_iter: z.int().min(1).max(100_000).default(100).describe("Classification: most iterations"),
  tol: z.number().positive().default(1e-4).describe("Classification: stop when the gradient is smaller"),
});

type LinearParams = z.output<typeof paramsSchema>;

const stateSchema = z.object({
  task: z.enum(["regression", "classification"]),
  classCount: z.int().min(0),
  featureNames: z.array(z.string()),
  /** Coefficients output by output, then intercepts. */
  weights: z.array(z.number()),
  importance: z.array(z.number()),
  facts: z.record(z.string(), z.union([z.string(), z.number()])),
});

type LinearState = z.output<typeof stateSchema>;

/** Ridge regression and logistic regression. Needs complete features, preferably on one scale. */
export const linear: ModelFamily<LinearParams> = {
  id: "linear",
  title: "Linear",
  tasks: ["regression", "classification"],
  params: paramsSchema,
  searchSpace: linearSpace,
  async fit(data, params, context) {
    context.signal?.throwIfAborted();
    checkComplete(data.x);
    const { weights, facts } =
      data.task === "regression"
        ? await fitValues(data, params, context)
        : await fitClasses(data, params, context);
    return new FittedLinear({
      task: data.task,
      classCount: data.classCount,
      featureNames: [...data.x.featureNames],
      weights: pack(weights),
      importance: importanceOf(data.x, weights.coefficients),
      facts,
    });
  },
  load: (bytes) => new FittedLinear(modelFromBytes("linear", bytes, stateSchema)),
};

async function fitValues(data: TrainingData, params: LinearParams, { signal, onProgress }: FitContext) {
  const weights = await fitRidge(data.x, data.y, {
    alpha: params.alpha,
    fitIntercept: params.fit_intercept,
    signal,
    onRows: (done) => onProgress?.({ done, total: data.x.rowCount, metrics: {} }),
  });
  const rmseOf = (x: Matrix, y: Float64Array) => regressionMetrics(y, linearValues(x, pack(weights))).rmse;
  const { validation } = data;
  onProgress?.({
    done: data.x.rowCount,
    total: data.x.rowCount,
    metrics: {
      train_rmse: rmseOf(data.x, data.y),
      ...(validation && { validation_rmse: rmseOf(validation.x, validation.y) }),
    },
  });
  return { weights, facts: {} };
}

async function fitClasses(data: TrainingData, params: LinearParams, { signal, onProgress }: FitContext) {
  const { classCount, validation } = data;
  const { iterations, converged, ...weights } = await fitLogistic(data.x, data.y, classCount, {
    c: params.C,
    fitIntercept: params.fit_intercept,
    maxIter: params.max_iter,
    tol: params.tol,
    signal,
    onIteration: (iteration, trainLoss, current) => {
      if (!onProgress) return;
      const validationLoss =
        validation &&
        logLoss(validation.y, probabilities(validation.x, pack(current), classCount), classCount);
      const metrics = {
        train_loss: trainLoss,
        ...(validationLoss !== undefined && { validation_loss: validationLoss }),
      };
      onProgress({ done: iteration, total: params.max_iter, metrics });
    },
  });
  onProgress?.({ done: params.max_iter, total: params.max_iter, metrics: {} });
  return { weights, facts: { n_iter: iterations, converged: String(converged) } };
}

function pack({ coefficients, intercepts }: LinearWeights): number[] {
  return [...coefficients, ...intercepts];
}

function checkComplete(x: Matrix): void {
  const at = x.data.findIndex((value) => !Number.isFinite(value));
  if (at < 0) return;
  const feature = x.featureNames[at % featureCount(x)];
  throw new LearningError(
    "missing_values",
    `The feature "${feature}" has missing values, which a linear model cannot use.`,
    {
      feature,
    },
  );
}

/** How far a feature moves the score on average: |coefficient| times the feature's spread, summed over outputs. */
function importanceOf(x: Matrix, coefficients: Float64Array): number[] {
  const width = featureCount(x);
  const means = columnMeans(x);
  const spread = new Float64Array(width);
  x.data.forEach((value, i) => (spread[i % width] += (value - means[i % width]) ** 2));
  const weight = new Float64Array(width);
  coefficients.forEach((value, i) => (weight[i % width] += Math.abs(value) * Math.sqrt(spread[i % width])));
  const total = weight.reduce((sum, value) => sum + value, 0);
  return Array.from(weight, (value) => (total === 0 ? 0 : value / total));
}

function linearValues(x: Matrix, weights: readonly number[] | Float64Array): Float64Array {
  const packed = Float64Array.from(weights);
  const score = new Float64Array(1);
  return Float64Array.from({ length: x.rowCount }, (_, row) => {
    scores(x, row, packed, 1, score);
    return score[0];
  });
}

function probabilities(
  x: Matrix,
  weights: readonly number[] | Float64Array,
  classCount: number,
): Float64Array {
  const proba = new Float64Array(x.rowCount * classCount);
  if (classCount === 2) {
    linearValues(x, weights).forEach((score, row) => {
      proba[row * 2 + 1] = sigmoid(score);
      proba[row * 2] = 1 - proba[row * 2 + 1];
    });
    return proba;
  }
  const packed = Float64Array.from(weights);
  for (let row = 0; row < x.rowCount; row++) {
    const own = proba.subarray(row * classCount, (row + 1) * classCount);
    scores(x, row, packed, classCount, own);
    softmax(own);
  }
  return proba;
}

class FittedLinear implements FittedModel {
  readonly family = "linear";
  readonly task: Task;
  readonly classCount: number;
  readonly featureNames: readonly string[];
  readonly facts: Readonly<Record<string, string | number>>;
  private readonly weights: Float64Array;

  constructor(private readonly state: LinearState) {
    this.task = state.task;
    this.classCount = state.classCount;
    this.featureNames = state.featureNames;
    this.facts = state.facts;
    this.weights = Float64Array.from(state.weights);
  }

  predict(x: Matrix): Float64Array {
    if (this.task === "regression") return linearValues(x, this.weights);
    const proba = this.predictProba(x);
    return Float64Array.from({ length: x.rowCount }, (_, row) => {
      const own = proba.subarray(row * this.classCount, (row + 1) * this.classCount);
      return own.reduce((best, value, index) => (value > own[best] ? index : best), 0);
    });
  }

  predictProba(x: Matrix): Float64Array {
    return probabilities(x, this.weights, this.classCount);
  }

  explain(x: Matrix, options?: ExplainOptions): Promise<Explanation> {
    return explainFeatures(this, x, options);
  }

  importance(): Float64Array {
    return Float64Array.from(this.state.importance);
  }

  save(): Uint8Array {
    return modelToBytes("linear", this.state);
  }
}
