import { softmax } from "./softmax";

/** A boosting loss over raw scores, shape (rowCount, outputs). */
export interface Loss {
  readonly outputs: number;
  readonly link: "identity" | "logistic" | "softmax";
  /** Every hessian is 1. */
  readonly unitHessian: boolean;
  /** The best constant scores; shape (outputs). */
  baseline(y: Float64Array, weights: Float64Array | null): number[];
  /**
   * Writes gradients and hessians, shape (outputs, rowCount), and returns the mean loss. Where every hessian is 1 none
   * are written.
   */
  derive(y: Float64Array, scores: Float64Array, gradients: Float64Array, hessians: Float64Array): number;
  /** The mean loss alone. */
  mean(y: Float64Array, scores: Float64Array): number;
}

const LEAST_PROBABILITY = 1e-15;

/** Mean squared error; the gradient is that of half of it. */
export const squaredError: Loss = {
  outputs: 1,
  link: "identity",
  unitHessian: true,
  baseline: (y, weights) => [weightedMean(y, weights)],
  derive(y, scores, gradients) {
    let sum = 0;
    for (let row = 0; row < y.length; row++) {
      const error = scores[row] - y[row];
      gradients[row] = error;
      sum += error * error;
    }
    return sum / y.length;
  },
  mean(y, scores) {
    let sum = 0;
    for (let row = 0; row < y.length; row++) sum += (scores[row] - y[row]) ** 2;
    return sum / y.length;
  },
};

/** Log loss of two classes; scores are log odds of class 1. */
export const binaryLogLoss: Loss = {
  outputs: 1,
  link: "logistic",
  unitHessian: false,
  baseline(y, weights) {
    const share = clip(weightedMean(y, weights));
    return [Math.log(share / (1 - share))];
  },
  derive(y, scores, gradients, hessians) {
    let sum = 0;
    for (let row = 0; row < y.length; row++) {
      const probability = 1 / (1 + Math.exp(-scores[row]));
      gradients[row] = probability - y[row];
      hessians[row] = probability * (1 - probability);
      sum += softplus(y[row] === 1 ? -scores[row] : scores[row]);
    }
    return sum / y.length;
  },
  mean(y, scores) {
    let sum = 0;
    for (let row = 0; row < y.length; row++) sum += softplus(y[row] === 1 ? -scores[row] : scores[row]);
    return sum / y.length;
  },
};

/** Log loss of several classes; one score a class, softmax over them. */
export function multiClassLogLoss(classCount: number): Loss {
  const own = new Float64Array(classCount);
  const probabilities = (scores: Float64Array, row: number) => {
    for (let k = 0; k < classCount; k++) own[k] = scores[row * classCount + k];
    softmax(own, 0, classCount);
    return own;
  };
  return {
    outputs: classCount,
    link: "softmax",
    unitHessian: false,
    baseline(y, weights) {
      const shares = new Array<number>(classCount).fill(0);
      y.forEach((value, row) => (shares[value] += weights?.[row] ?? 1));
      const total = shares.reduce((sum, share) => sum + share, 0);
      return shares.map((share) => Math.log(clip(share / total)));
    },
    derive(y, scores, gradients, hessians) {
      let sum = 0;
      for (let row = 0; row < y.length; row++) {
        probabilities(scores, row);
        for (let k = 0; k < classCount; k++) {
          gradients[k * y.length + row] = own[k] - (y[row] === k ? 1 : 0);
          hessians[k * y.length + row] = own[k] * (1 - own[k]);
        }
        sum -= Math.log(clip(own[y[row]]));
      }
      return sum / y.length;
    },
    mean(y, scores) {
      let sum = 0;
      for (let row = 0; row < y.length; row++) sum -= Math.log(clip(probabilities(scores, row)[y[row]]));
      return sum / y.length;
    },
  };
}

function weightedMean(y: Float64Array, weights: Float64Array | null): number {
  if (weights === null) return y.reduce((sum, value) => sum + value, 0) / y.length;
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  return y.reduce((sum, value, row) => sum + value * weights[row], 0) / total;
}

function clip(probability: number): number {
  return Math.min(1 - LEAST_PROBABILITY, Math.max(LEAST_PROBABILITY, probability));
}

/** log(1 + e^x) without overflow. */
function softplus(x: number): number {
  return Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x)));
}
