import { featureCount, type Matrix } from "../matrix";
import { breather } from "../parallel/breath";

export interface LinearWeights {
  /** shape (outputs, featureCount), row-major */
  readonly coefficients: Float64Array;
  /** shape (outputs) */
  readonly intercepts: Float64Array;
}

/** What least squares needs to know of the rows: weighted sums of products of the centred features and target. */
export interface Moments {
  /** Of features with features, shape (width, width); only the lower triangle is filled. */
  readonly gram: Float64Array;
  /** Of features with the target, shape (width). */
  readonly moment: Float64Array;
  /** Of the target with itself. */
  readonly squares: number;
  /** The sum of the sample weights. */
  readonly total: number;
  /** What was taken off each feature, shape (width), and off the target; 0 without an intercept. */
  readonly means: Float64Array;
  readonly meanY: number;
}

export interface MomentOptions {
  readonly weights?: Float64Array;
  readonly fitIntercept: boolean;
  readonly signal?: AbortSignal;
  readonly onRows?: (done: number) => void;
}

/** One pass over the rows in O(rowCount x width²), with turns for the event loop between them. */
export async function centredMoments(x: Matrix, y: Float64Array, options: MomentOptions): Promise<Moments> {
  const { weights, fitIntercept, signal, onRows } = options;
  const width = featureCount(x);
  const total = weights ? weights.reduce((sum, weight) => sum + weight, 0) : x.rowCount;
  const means = fitIntercept ? columnMeans(x, weights) : new Float64Array(width);
  const meanY = fitIntercept ? y.reduce((sum, value, r) => sum + value * (weights?.[r] ?? 1), 0) / total : 0;
  const [gram, moment, row] = [width * width, width, width].map((length) => new Float64Array(length));
  const breathe = breather(signal);
  let squares = 0;
  for (let r = 0; r < x.rowCount; r++) {
    const weight = weights?.[r] ?? 1;
    for (let f = 0; f < width; f++) row[f] = x.data[r * width + f] - means[f];
    const target = y[r] - meanY;
    squares += weight * target * target;
    for (let i = 0; i < width; i++) {
      const value = weight * row[i];
      moment[i] += value * target;
      for (let j = 0, at = i * width; j <= i; j++, at++) gram[at] += value * row[j];
    }
    const pausing = breathe(width * width + 1);
    if (!pausing) continue;
    onRows?.(r + 1);
    await pausing;
  }
  return { gram, moment, squares, total, means, meanY };
}

/** Coefficients of centred features as coefficients of the features themselves. */
export function uncentred(coefficients: Float64Array, { means, meanY }: Moments): LinearWeights {
  const shift = coefficients.reduce((sum, weight, f) => sum + weight * means[f], 0);
  return { coefficients, intercepts: Float64Array.of(meanY - shift) };
}

/** The weighted mean of every feature. */
export function columnMeans(x: Matrix, weights?: Float64Array): Float64Array {
  const width = featureCount(x);
  const sums = new Float64Array(width);
  let total = 0;
  for (let r = 0; r < x.rowCount; r++) {
    const weight = weights?.[r] ?? 1;
    total += weight;
    for (let f = 0; f < width; f++) sums[f] += weight * x.data[r * width + f];
  }
  return sums.map((sum) => (total === 0 ? 0 : sum / total));
}
