import { pause } from "../families/pause";
import { featureCount, type Matrix } from "../matrix";
import { solvePositive } from "./cholesky";

/** Multiplications between two pauses: some ten milliseconds. */
const WORK_BETWEEN_PAUSES = 1e7;

export interface LinearWeights {
  /** shape (outputs, featureCount), row-major */
  readonly coefficients: Float64Array;
  /** shape (outputs) */
  readonly intercepts: Float64Array;
}

/**
 * Ridge regression, minimising |y - Xw - b|² + alpha |w|², by the normal equations of centred data. The intercept is not
 * penalised.
 */
export async function fitRidge(
  x: Matrix,
  y: Float64Array,
  options: { alpha: number; fitIntercept: boolean; signal?: AbortSignal; onRows?: (done: number) => void },
): Promise<LinearWeights> {
  const width = featureCount(x);
  const means = options.fitIntercept ? columnMeans(x) : new Float64Array(width);
  const meanY = options.fitIntercept ? y.reduce((sum, value) => sum + value, 0) / y.length : 0;
  const gram = new Float64Array(width * width);
  const moment = new Float64Array(width);
  const rowsAtOnce = Math.max(1, Math.floor(WORK_BETWEEN_PAUSES / (width * width + 1)));
  for (let start = 0; start < x.rowCount; start += rowsAtOnce) {
    await pause(options.signal);
    const end = Math.min(x.rowCount, start + rowsAtOnce);
    addRows(x, y, { start, end, means, meanY, gram, moment });
    options.onRows?.(end);
  }
  for (let f = 0; f < width; f++) gram[f * width + f] += options.alpha;
  const coefficients = solvePositive(gram, moment);
  const shift = coefficients.reduce((sum, weight, f) => sum + weight * means[f], 0);
  return { coefficients, intercepts: Float64Array.of(meanY - shift) };
}

function addRows(
  { data }: Matrix,
  y: Float64Array,
  into: {
    start: number;
    end: number;
    means: Float64Array;
    meanY: number;
    gram: Float64Array;
    moment: Float64Array;
  },
): void {
  const { means, gram, moment } = into;
  const width = means.length;
  const row = new Float64Array(width);
  for (let r = into.start; r < into.end; r++) {
    for (let f = 0; f < width; f++) row[f] = data[r * width + f] - means[f];
    const target = y[r] - into.meanY;
    for (let i = 0; i < width; i++) {
      const value = row[i];
      moment[i] += value * target;
      // The lower triangle is all that the solver reads.
      for (let j = 0; j <= i; j++) gram[i * width + j] += value * row[j];
    }
  }
}

export function columnMeans(x: Matrix): Float64Array {
  const width = featureCount(x);
  const sums = new Float64Array(width);
  for (let r = 0; r < x.rowCount; r++) for (let f = 0; f < width; f++) sums[f] += x.data[r * width + f];
  return sums.map((sum) => (x.rowCount === 0 ? 0 : sum / x.rowCount));
}
