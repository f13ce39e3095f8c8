import type { TrainingData } from "../family";
import { featureCount } from "../matrix";
import { rowWeights, type ClassWeight } from "./class-weights";

/**
 * The data as a family learns from it: sample weights times class weights, and no row that weighs nothing, so that such a
 * row changes not even the random numbers that the others get.
 */
export function weightedRows(data: TrainingData, classWeight: ClassWeight = null): TrainingData {
  const weights = rowWeights(data, classWeight);
  if (!weights?.includes(0)) return { ...data, weights };
  const kept = Int32Array.from(weights.keys()).filter((row) => weights[row] > 0);
  const width = featureCount(data.x);
  const values = new Float64Array(kept.length * width);
  kept.forEach((row, i) => values.set(data.x.data.subarray(row * width, (row + 1) * width), i * width));
  return {
    ...data,
    x: { ...data.x, rowCount: kept.length, data: values },
    y: Float64Array.from(kept, (row) => data.y[row]),
    weights: Float64Array.from(kept, (row) => weights[row]),
  };
}
