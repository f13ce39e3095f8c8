import { pause } from "../families/pause";
import { featureCount, type Matrix } from "../matrix";
import { minimise, type Objective } from "./lbfgs";
import type { LinearWeights } from "./ridge";

export interface LogisticOptions {
  /** Inverse strength of the penalty |w|² / (2 C), as in scikit-learn; the intercept is not penalised. */
  readonly c: number;
  readonly fitIntercept: boolean;
  readonly maxIter: number;
  readonly tol: number;
  readonly signal?: AbortSignal;
  readonly onIteration?: (iteration: number, trainLoss: number, weights: LinearWeights) => void;
}

export interface LogisticFit extends LinearWeights {
  readonly iterations: number;
  readonly converged: boolean;
}

/**
 * Logistic regression by L-BFGS: one output with the sigmoid for two classes, one output per class with softmax for more.
 * The tolerance applies to the gradient of the mean loss.
 */
export async function fitLogistic(
  x: Matrix,
  y: Float64Array,
  classCount: number,
  options: LogisticOptions,
): Promise<LogisticFit> {
  const outputs = classCount === 2 ? 1 : classCount;
  const width = featureCount(x);
  const objective = meanLoss(x, y, outputs, options);
  const { at, iterations, converged } = await minimise(objective, new Float64Array(outputs * (width + 1)), {
    maxIter: options.maxIter,
    tol: options.tol,
    afterIteration: async (iteration, value, current) => {
      options.onIteration?.(iteration, value, unpack(current, outputs, width));
      await pause(options.signal);
    },
  });
  return { ...unpack(at, outputs, width), iterations, converged };
}

/** Parameters are packed as all coefficients (output by output), then all intercepts. */
function unpack(packed: Float64Array, outputs: number, width: number): LinearWeights {
  return { coefficients: packed.slice(0, outputs * width), intercepts: packed.slice(outputs * width) };
}

function meanLoss(
  x: Matrix,
  y: Float64Array,
  outputs: number,
  { c, fitIntercept }: LogisticOptions,
): Objective {
  const width = featureCount(x);
  const penalty = 1 / (c * x.rowCount);
  const errors = new Float64Array(outputs);
  return (at, gradient) => {
    gradient.fill(0);
    let loss = 0;
    for (let row = 0; row < x.rowCount; row++) {
      scores(x, row, at, outputs, errors);
      loss += outputs === 1 ? sigmoidError(errors, y[row]) : softmaxError(errors, y[row]);
      for (let k = 0; k < outputs; k++) {
        const error = errors[k];
        for (let f = 0; f < width; f++) gradient[k * width + f] += error * x.data[row * width + f];
        if (fitIntercept) gradient[outputs * width + k] += error;
      }
    }
    let squares = 0;
    for (let i = 0; i < at.length; i++) {
      gradient[i] /= x.rowCount;
      if (i >= outputs * width) continue;
      gradient[i] += penalty * at[i];
      squares += at[i] * at[i];
    }
    return loss / x.rowCount + (penalty * squares) / 2;
  };
}

/** Linear scores of one row, from packed parameters, into `out`. */
export function scores(
  x: Matrix,
  row: number,
  packed: Float64Array,
  outputs: number,
  out: Float64Array,
): void {
  const width = featureCount(x);
  for (let k = 0; k < outputs; k++) {
    let score = packed[outputs * width + k];
    for (let f = 0; f < width; f++) score += packed[k * width + f] * x.data[row * width + f];
    out[k] = score;
  }
}

/** Turns the score into probability minus truth and answers the loss, both without overflow. */
function sigmoidError(errors: Float64Array, truth: number): number {
  const score = errors[0];
  const loss = Math.max(score, 0) - score * truth + Math.log1p(Math.exp(-Math.abs(score)));
  errors[0] = sigmoid(score) - truth;
  return loss;
}

function softmaxError(errors: Float64Array, truth: number): number {
  const own = errors[truth];
  const logTotal = softmax(errors);
  errors[truth] -= 1;
  return logTotal - own;
}

export function sigmoid(score: number): number {
  return score >= 0 ? 1 / (1 + Math.exp(-score)) : 1 - 1 / (1 + Math.exp(score));
}

/** Scores to probabilities, in place; answers the logarithm of the sum of their exponentials. */
export function softmax(values: Float64Array): number {
  const most = values.reduce((max, value) => Math.max(max, value), -Infinity);
  let total = 0;
  for (let k = 0; k < values.length; k++) {
    values[k] = Math.exp(values[k] - most);
    total += values[k];
  }
  for (let k = 0; k < values.length; k++) values[k] /= total;
  return most + Math.log(total);
}
