import { featureCount, type Matrix } from "../matrix";

/** Brings the largest finite products back among numbers that can be added. */
const SHRINK = 2 ** -600;

/** Linear scores of one row, from packed parameters (coefficients output by output, then intercepts), into `out`; always finite. */
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
    out[k] = score - score === 0 ? score : cappedScore(x, row, packed, outputs, k);
  }
}

/** The score of values whose products or sums are beyond a double: what it would be, at most the largest double. */
function cappedScore(x: Matrix, row: number, packed: Float64Array, outputs: number, k: number): number {
  const width = featureCount(x);
  let score = packed[outputs * width + k] * SHRINK;
  for (let f = 0; f < width; f++) score += packed[k * width + f] * (x.data[row * width + f] * SHRINK);
  return Math.min(Number.MAX_VALUE, Math.max(-Number.MAX_VALUE, score / SHRINK));
}

/** Turns the score into probability minus truth and answers the loss, both without overflow. */
export function sigmoidError(errors: Float64Array, truth: number): number {
  const score = errors[0];
  const loss = Math.max(score, 0) - score * truth + Math.log1p(Math.exp(-Math.abs(score)));
  errors[0] = sigmoid(score) - truth;
  return loss;
}

export function softmaxError(errors: Float64Array, truth: number): number {
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
