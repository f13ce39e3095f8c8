import { featureCount, type Matrix } from "../matrix";
import { breather, type Breathe } from "../parallel/breath";
import type { IterativeFit } from "./elastic-net";
import { minimise, type Objective } from "./lbfgs";
import type { LinearWeights } from "./moments";
import { scores, sigmoidError, softmaxError } from "./scores";

export interface LogisticOptions {
  /** Inverse strength of the penalty, as in scikit-learn; the intercept is not penalised. Infinity: no penalty. */
  readonly c: number;
  /** 0 penalises squares, 1 absolute values. */
  readonly l1Ratio: number;
  readonly fitIntercept: boolean;
  readonly maxIter: number;
  readonly tol: number;
  readonly weights?: Float64Array;
  readonly signal?: AbortSignal;
  readonly onIteration?: (iteration: number, trainLoss: number, weights: LinearWeights) => void;
}

/**
 * Logistic regression: one output with the sigmoid for two classes, one output per class with softmax for more. Minimises
 * C (weighted sum of the losses) + l1_ratio |w|₁ + (1 - l1_ratio) |w|² / 2, divided by C and the sum of the weights, by
 * L-BFGS or, with absolute values, OWL-QN. The tolerance applies to the gradient of that mean.
 */
export async function fitLogistic(
  x: Matrix,
  y: Float64Array,
  classCount: number,
  options: LogisticOptions,
): Promise<IterativeFit> {
  const outputs = classCount === 2 ? 1 : classCount;
  const width = featureCount(x);
  const total = options.weights?.reduce((sum, weight) => sum + weight, 0) ?? x.rowCount;
  const strength = 1 / (options.c * total);
  const objective = meanLoss(x, y, {
    outputs,
    weights: options.weights,
    total,
    fitIntercept: options.fitIntercept,
    l2: strength * (1 - options.l1Ratio),
    breathe: breather(options.signal),
  });
  const size = outputs * (width + 1);
  const { at, iterations, converged } = await minimise(objective, new Float64Array(size), {
    maxIter: options.maxIter,
    tol: options.tol,
    l1: new Float64Array(size).fill(strength * options.l1Ratio, 0, outputs * width),
    afterIteration: (iteration, value, current) =>
      options.onIteration?.(iteration, value, unpack(current, outputs, width)),
  });
  return { ...unpack(at, outputs, width), iterations, converged };
}

/** Parameters are packed as all coefficients (output by output), then all intercepts. */
function unpack(packed: Float64Array, outputs: number, width: number): LinearWeights {
  return { coefficients: packed.slice(0, outputs * width), intercepts: packed.slice(outputs * width) };
}

interface LossOptions {
  readonly outputs: number;
  readonly weights?: Float64Array;
  readonly total: number;
  readonly fitIntercept: boolean;
  readonly l2: number;
  readonly breathe: Breathe;
}

function meanLoss(x: Matrix, y: Float64Array, options: LossOptions): Objective {
  const { outputs, weights, total, fitIntercept, l2, breathe } = options;
  const width = featureCount(x);
  const errors = new Float64Array(outputs);
  return async (at, gradient) => {
    gradient.fill(0);
    let loss = 0;
    for (let row = 0; row < x.rowCount; row++) {
      const weight = weights === undefined ? 1 : weights[row];
      scores(x, row, at, outputs, errors);
      loss += weight * (outputs === 1 ? sigmoidError(errors, y[row]) : softmaxError(errors, y[row]));
      for (let k = 0; k < outputs; k++) {
        const error = weight * errors[k];
        for (let f = 0; f < width; f++) gradient[k * width + f] += error * x.data[row * width + f];
        if (fitIntercept) gradient[outputs * width + k] += error;
      }
      const pausing = breathe(outputs * (width + 10));
      if (pausing) await pausing;
    }
    let squares = 0;
    for (let i = 0; i < at.length; i++) {
      gradient[i] /= total;
      if (i >= outputs * width) continue;
      gradient[i] += l2 * at[i];
      squares += at[i] * at[i];
    }
    return loss / total + (l2 * squares) / 2;
  };
}
