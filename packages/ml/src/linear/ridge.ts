import type { Matrix } from "../matrix";
import { solvePositive } from "./cholesky";
import { centredMoments, uncentred, type LinearWeights, type MomentOptions } from "./moments";

/**
 * Ridge regression, minimising the weighted |y - Xw - b|² + alpha |w|², by the normal equations of centred data. The
 * intercept is not penalised.
 */
export async function fitRidge(
  x: Matrix,
  y: Float64Array,
  options: MomentOptions & { readonly alpha: number },
): Promise<LinearWeights> {
  const moments = await centredMoments(x, y, options);
  const { gram, moment } = moments;
  const width = moment.length;
  for (let f = 0; f < width; f++) gram[f * width + f] += options.alpha;
  return uncentred(await solvePositive(gram, moment, options.signal), moments);
}
