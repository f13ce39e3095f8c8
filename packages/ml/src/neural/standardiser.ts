import { featureCount, type Matrix } from "../matrix";

/** What brings numbers to mean 0 and variance 1. A constant keeps scale 1. */
export interface Standardiser {
  readonly means: Float64Array;
  readonly scales: Float64Array;
}

/** Beyond this a value tells nothing more, and sums of products stay finite. */
const FARTHEST = 1e9;

/** `values` are row-major, shape (rows, columns); rows count by their `weights`, shape (rows). */
export function fitStandardiser(values: Float64Array, columns: number, weights?: Float64Array): Standardiser {
  const rows = values.length / columns;
  const total = weights ? weights.reduce((sum, weight) => sum + weight, 0) : rows;
  const share = (i: number) => (weights ? weights[Math.floor(i / columns)] : 1) / total;
  const means = new Float64Array(columns);
  const scales = new Float64Array(columns);
  for (let i = 0; i < values.length; i++) means[i % columns] += values[i] * share(i);
  for (let i = 0; i < values.length; i++)
    scales[i % columns] += (values[i] - means[i % columns]) ** 2 * share(i);
  for (let column = 0; column < columns; column++) {
    const deviation = Math.sqrt(scales[column]);
    // A constant column leaves only rounding, which must not be blown up.
    scales[column] = deviation > 1e-12 * Math.max(1, Math.abs(means[column])) ? deviation : 1;
  }
  return { means, scales };
}

export function standardise(x: Matrix, { means, scales }: Standardiser): Float64Array {
  const columns = featureCount(x);
  return x.data.map((value, i) => {
    const plain = (value - means[i % columns]) / scales[i % columns];
    return plain > FARTHEST ? FARTHEST : plain < -FARTHEST ? -FARTHEST : plain;
  });
}
