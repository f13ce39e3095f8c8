export type Point = readonly [x: number, y: number | null];

/**
 * The exponential moving average of points in the order of x, as charts of training draw it: freed from its start at zero
 * (the first value weighs as much as it should). Gaps stay gaps and change nothing, nor does an infinite value, which
 * MLflow stores as the largest double.
 */
export function smooth(points: readonly Point[], weight: number): Point[] {
  if (weight <= 0) return [...points];
  let [sum, share] = [0, 0];
  return points.map(([x, y]) => {
    if (y === null || Math.abs(y) === Number.MAX_VALUE) return [x, y];
    sum = sum * weight + (1 - weight) * y;
    share = share * weight + (1 - weight);
    return [x, sum / share];
  });
}
