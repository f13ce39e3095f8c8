/** The bin of a value between ascending edges: the first whose upper edge reaches it, values beyond the ends included. */
export function binOf(edges: Float64Array, value: number): number {
  let low = 0;
  let high = edges.length - 2;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (edges[middle + 1] < value) low = middle + 1;
    else high = middle;
  }
  return low;
}
