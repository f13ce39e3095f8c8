import type { Matrix } from "../matrix";
import { breather } from "../parallel/breath";
import { solvePositive } from "./cholesky";
import { centredMoments, uncentred, type LinearWeights, type MomentOptions, type Moments } from "./moments";

export interface ElasticNetOptions extends MomentOptions {
  readonly alpha: number;
  /** 1 is the lasso, 0 only squares. */
  readonly l1Ratio: number;
  readonly maxIter: number;
  /** Of the duality gap, as a share of the target's squares. */
  readonly tol: number;
  readonly onSweep?: (sweep: number) => void;
}

export interface IterativeFit extends LinearWeights {
  readonly iterations: number;
  readonly converged: boolean;
}

/**
 * Elastic net, minimising as scikit-learn does |y - Xw - b|² / (2 n) + alpha l1_ratio |w|₁ + alpha (1 - l1_ratio) |w|² / 2,
 * where rows count by their weights and n is the sum of them. Cyclic coordinate descent with covariance updates (Friedman,
 * Hastie and Tibshirani, "Regularization Paths for Generalized Linear Models via Coordinate Descent", 2010), stopped by the
 * duality gap.
 */
export async function fitElasticNet(
  x: Matrix,
  y: Float64Array,
  options: ElasticNetOptions,
): Promise<IterativeFit> {
  const moments = await centredMoments(x, y, options);
  const l1 = options.alpha * options.l1Ratio * moments.total;
  const l2 = options.alpha * (1 - options.l1Ratio) * moments.total;
  const width = moments.moment.length;
  if (l1 === 0) {
    for (let f = 0; f < width; f++) moments.gram[f * width + f] += l2;
    const solved = await solvePositive(moments.gram, moments.moment, options.signal);
    return { ...uncentred(solved, moments), iterations: 0, converged: true };
  }
  mirror(moments.gram, width);
  const w = new Float64Array(width);
  const steps = await descend(w, moments, { ...options, l1, l2 });
  return { ...uncentred(w, moments), ...steps };
}

interface Penalties {
  readonly l1: number;
  readonly l2: number;
}

/** Sweeps over the coordinates of `w`, in place. */
async function descend(
  w: Float64Array,
  moments: Moments,
  options: Pick<ElasticNetOptions, "maxIter" | "tol" | "signal" | "onSweep"> & Penalties,
): Promise<{ iterations: number; converged: boolean }> {
  const { gram, moment, squares } = moments;
  const width = w.length;
  /** gram w, kept up to date */
  const product = new Float64Array(width);
  const breathe = breather(options.signal);
  for (let sweep = 1; sweep <= options.maxIter; sweep++) {
    let largestStep = 0;
    let largest = 0;
    for (let j = 0; j < width; j++) {
      const before = w[j];
      const own = gram[j * width + j];
      if (own === 0) continue;
      const rest = moment[j] - product[j] + own * before;
      w[j] = (Math.sign(rest) * Math.max(0, Math.abs(rest) - options.l1)) / (own + options.l2);
      largest = Math.max(largest, Math.abs(w[j]));
      if (w[j] === before) continue;
      largestStep = Math.max(largestStep, Math.abs(w[j] - before));
      for (let i = 0, at = j * width; i < width; i++, at++) product[i] += (w[j] - before) * gram[at];
      const pausing = breathe(width);
      if (pausing) await pausing;
    }
    options.onSweep?.(sweep);
    const settled = largestStep <= options.tol * largest;
    if (settled && dualityGap(w, product, moments, options) <= options.tol * squares)
      return { iterations: sweep, converged: true };
    if (largestStep === 0) return { iterations: sweep, converged: true };
    const pausing = breathe(width);
    if (pausing) await pausing;
  }
  return { iterations: options.maxIter, converged: false };
}

/** How far the objective can at most be from its minimum: the primal less the value of a feasible dual point. */
function dualityGap(
  w: Float64Array,
  product: Float64Array,
  { moment, squares }: Moments,
  { l1, l2 }: Penalties,
): number {
  let [inner, quadratic, norm1, norm2, steepest] = [0, 0, 0, 0, 0];
  for (let f = 0; f < w.length; f++) {
    inner += w[f] * moment[f];
    quadratic += w[f] * product[f];
    norm1 += Math.abs(w[f]);
    norm2 += w[f] * w[f];
    steepest = Math.max(steepest, Math.abs(moment[f] - product[f] - l2 * w[f]));
  }
  const residual = squares + quadratic - 2 * inner;
  const scale = steepest > l1 ? l1 / steepest : 1;
  const primalAndDual = 0.5 * residual * (1 + scale * scale) - scale * (squares - inner);
  return primalAndDual + l1 * norm1 + 0.5 * l2 * (1 + scale * scale) * norm2;
}

function mirror(gram: Float64Array, width: number): void {
  for (let i = 0; i < width; i++) {
    for (let j = 0; j < i; j++) gram[j * width + i] = gram[i * width + j];
  }
}
