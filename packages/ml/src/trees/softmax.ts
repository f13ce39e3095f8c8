/** Softmax in place, over `values[at..at + count)`. */
export function softmax(values: Float64Array, at: number, count: number): void {
  let largest = Number.NEGATIVE_INFINITY;
  for (let k = 0; k < count; k++) largest = Math.max(largest, values[at + k]);
  let sum = 0;
  for (let k = 0; k < count; k++) sum += values[at + k] = Math.exp(values[at + k] - largest);
  for (let k = 0; k < count; k++) values[at + k] /= sum;
}
