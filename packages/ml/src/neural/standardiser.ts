import { featureCount, type Matrix } from "../matrix";

/** What brings numbers to mean 0 and variance 1. A constant keeps scale 1. */
export interface Standardiser {
  readonly means: Float64Array;
  readonly scales: Float64Array;
}

export function fitStandardiser(values: Float64Array, columns: number): Standardiser {
  const rows = values.length / columns;
  const means = new Float64Array(columns);
  const scales = new Float64Array(columns);
  for (let i = 0; i < values.length; i++) means[i % columns] += values[i] / rows;
  for (let i = 0; i < values.length; i++) scales[i % columns] += (values[i] - means[i % columns]) ** 2 / rows;
  for (let column = 0; column < columns; column++) {
    const deviation = Math.sqrt(scales[column]);
    // A constant column leaves only rounding, which must not be blown up.
    scales[column] = deviation > 1e-12 * Math.max(1, Math.abs(means[column])) ? deviation : 1;
  }
  return { means, scales };
}

export function standardise(x: Matrix, { means, scales }: Standardiser): Float64Array {
  const columns = featureCount(x);
  return x.data.map((value, i) => (value - means[i % columns]) / scales[i % columns]);
}
