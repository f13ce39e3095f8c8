import type { Random } from "../random";
import { fromInner, innerBounds, toInner, type Distribution, type NumberDistribution } from "./distribution";
import { normalLogDensity, normalMass } from "./normal";

/** A density over one parameter's values, made of one kernel for each observation and one for the prior. */
export interface ParzenEstimator {
  /** As observations hold values: choices by index. */
  sample(random: Random): number;
  /** The logarithm of the density (of the probability, for choices and steps) of an observation. */
  logDensity(observation: number): number;
}

export interface ParzenOptions {
  /** Weight of the prior against one observation. */
  readonly priorWeight?: number;
  /** Let no kernel be narrower than the range through the number of kernels (at most 100). */
  readonly magicClip?: boolean;
  /** Let the range's ends widen the outermost kernels. */
  readonly endpoints?: boolean;
}

/**
 * The estimator of the tree-structured Parzen estimator for one parameter, with Optuna's choices (Bergstra, Bardenet,
 * Bengio and Kegl, "Algorithms for Hyper-Parameter Optimization", NIPS 2011; Watanabe, arXiv:2304.11127): truncated
 * normals whose width is the distance to the farther neighbour, observations older than the last 25 weighing less.
 * `observations` come in the order of their trials.
 */
export function parzenEstimator(
  distribution: Distribution,
  observations: readonly number[],
  { priorWeight = 1, magicClip = true, endpoints = false }: ParzenOptions = {},
): ParzenEstimator {
  const weights = kernelWeights(observations.length, priorWeight);
  return distribution.kind === "choice"
    ? choiceEstimator(distribution.choices.length, observations, weights, priorWeight)
    : numberEstimator(distribution, observations, weights, magicClip, endpoints);
}

const FLAT = 25;

/** shape (count + 1), summing to 1, the prior last: the last 25 observations weigh 1, earlier ones fall to 1/count. */
export function kernelWeights(count: number, priorWeight = 1): Float64Array {
  const weights = new Float64Array(count + 1).fill(1);
  const ramp = Math.max(0, count - FLAT);
  for (let i = 0; i < ramp; i++)
    weights[i] = ramp === 1 ? 1 / count : 1 / count + ((1 - 1 / count) * i) / (ramp - 1);
  weights[count] = count === 0 ? 1 : priorWeight;
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  return weights.map((weight) => weight / total);
}

function choiceEstimator(
  choices: number,
  observations: readonly number[],
  weights: Float64Array,
  priorWeight: number,
): ParzenEstimator {
  const kernels = observations.length + 1;
  const base = priorWeight / kernels;
  const probabilities = new Float64Array(choices);
  const total = choices * base;
  weights.forEach((weight, kernel) => {
    const isPrior = kernel === observations.length;
    for (let choice = 0; choice < choices; choice++) {
      const hit = !isPrior && observations[kernel] === choice ? 1 : 0;
      const share = isPrior ? 1 / choices : (base + hit) / (total + 1);
      probabilities[choice] += weight * share;
    }
  });
  return {
    sample: (random) => drawIndex(probabilities, random),
    logDensity: (choice) => Math.log(probabilities[choice]),
  };
}

function drawIndex(probabilities: Float64Array, random: Random): number {
  let left = random.next();
  for (let i = 0; i < probabilities.length - 1; i++) {
    left -= probabilities[i];
    if (left < 0) return i;
  }
  return probabilities.length - 1;
}

function numberEstimator(
  distribution: NumberDistribution,
  observations: readonly number[],
  weights: Float64Array,
  magicClip: boolean,
  endpoints: boolean,
): ParzenEstimator {
  const { low, high } = innerBounds(distribution);
  const means = Float64Array.from([
    ...observations.map((value) => toInner(distribution, value)),
    (low + high) / 2,
  ]);
  const widths = kernelWidths(means, low, high, magicClip, endpoints);
  // A kernel's logarithm is its weight over its mass inside the bounds, and the density at the place asked for.
  const offsets = Float64Array.from(means, (mean, i) => {
    const mass = normalMass((low - mean) / widths[i], (high - mean) / widths[i]);
    return Math.log(weights[i]) - Math.log(mass);
  });
  const terms = new Float64Array(means.length);
  const logKernel = distribution.step === null ? logDensityAt : logMassAround;
  return {
    sample(random) {
      const kernel = drawIndex(weights, random);
      return fromInner(distribution, drawBetween(means[kernel], widths[kernel], low, high, random));
    },
    logDensity(value) {
      for (let i = 0; i < terms.length; i++)
        terms[i] = offsets[i] + logKernel(distribution, value, means[i], widths[i]);
      return logSumExp(terms);
    },
  };
}

/**
 * shape (kernels), the prior last and as wide as the range; the others reach to the farther of their neighbours, the
 * prior's middle being one of them.
 */
export function kernelWidths(
  means: Float64Array,
  low: number,
  high: number,
  magicClip = true,
  endpoints = false,
): Float64Array {
  const count = means.length;
  const order = Array.from(means, (_, i) => i).sort((a, b) => means[a] - means[b] || a - b);
  const widths = new Float64Array(count);
  const narrowest = magicClip ? (high - low) / Math.min(100, 1 + count) : 1e-12;
  order.forEach((kernel, rank) => {
    const before = rank === 0 ? low : means[order[rank - 1]];
    const after = rank === count - 1 ? high : means[order[rank + 1]];
    const left = means[kernel] - before;
    const right = after - means[kernel];
    const hasNeighbour = count > 1 && !endpoints;
    const width =
      hasNeighbour && rank === 0 ? right : hasNeighbour && rank === count - 1 ? left : Math.max(left, right);
    widths[kernel] = Math.min(high - low, Math.max(narrowest, width));
  });
  widths[count - 1] = high - low;
  return widths;
}

/** By rejection: every mean is inside the bounds and no kernel wider than them, so a third of the draws is taken. */
function drawBetween(mean: number, width: number, low: number, high: number, random: Random): number {
  for (;;) {
    const drawn = mean + width * random.normal();
    if (drawn >= low && drawn <= high) return drawn;
  }
}

function logDensityAt(distribution: NumberDistribution, value: number, mean: number, width: number): number {
  const inner = toInner(distribution, value);
  const scale = distribution.log ? value * width : width;
  return normalLogDensity((inner - mean) / width) - Math.log(scale);
}

function logMassAround(distribution: NumberDistribution, value: number, mean: number, width: number): number {
  const half = (distribution.step ?? 0) / 2;
  const from = toInner(distribution, value - half);
  const to = toInner(distribution, value + half);
  return Math.log(normalMass((from - mean) / width, (to - mean) / width));
}

function logSumExp(terms: Float64Array): number {
  let top = -Infinity;
  for (const term of terms) if (term > top) top = term;
  if (top === -Infinity) return top;
  let sum = 0;
  for (const term of terms) sum += Math.exp(term - top);
  return top + Math.log(sum);
}
