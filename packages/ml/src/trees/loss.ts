import { softmax } from "./softmax";

/** A boosting loss over raw scores, shape (rowCount, outputs). */
export interface Loss {
  readonly outputs: number;
  readonly link: "identity" | "logistic" | "softmax";
  /** Every hessian is 1. */
  readonly unitHessian: boolean;
  /** The best constant scores; shape (outputs). */
  baseline(y: Float64Array): number[];
  /** Writes gradients and hessians, shape (outputs, rowCount), and returns the mean loss. */
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
  baseline: (y) => [y.reduce((sum, value) => sum + value, 0) / y.length],
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
  baseline(y) {
    const share = clip(y.reduce((sum, value) => sum + value, 0) / y.length);
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
    baseline(y) {
      const shares = new Array<number>(classCount).fill(0);
      for (const value of y) shares[value] += 1 / y.length;
      return shares.map((share) => Math.log(clip(share)));
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

function clip(probability: number): number {
  return Math.min(1 - LEAST_PROBABILITY, Math.max(LEAST_PROBABILITY, probability));
}

/** log(1 + e^x) without overflow. */
function softplus(x: number): number {
  return Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x)));
}
