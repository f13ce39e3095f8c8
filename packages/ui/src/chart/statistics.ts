import { finite, isInfinite } from "./infinite";

/** A quantile between the values as NumPy and R (type 7) have it; NaN of none. The values are sorted. */
export function quantile(sorted: readonly number[], share: number): number {
  if (sorted.length === 0) return NaN;
  const place = (sorted.length - 1) * share;
  const below = Math.floor(place);
  const value = sorted[below];
  const distance = (sorted[below + 1] ?? value) - value;
  if (Number.isFinite(distance)) return value + (place - below) * distance;
  return value * (1 - place + below) + sorted[below + 1] * (place - below);
}

export interface BoxFigures {
  count: number;
  mean: number;
  low: number;
  q1: number;
  median: number;
  q3: number;
  high: number;
}

/** Tukey's box: quartiles, and whiskers to the outermost values within 1.5 times their distance; undefined of nothing. */
export function boxFigures(values: readonly number[]): BoxFigures | undefined {
  const sorted = values
    .filter((value) => !Number.isNaN(value))
    .map(finite)
    .sort((one, other) => one - other);
  if (sorted.length === 0) return undefined;
  const [q1, median, q3] = [0.25, 0.5, 0.75].map((share) => quantile(sorted, share));
  const reach = 1.5 * (q3 - q1);
  return {
    count: sorted.length,
    mean: sorted.reduce((sum, value) => sum + value / sorted.length, 0),
    low: sorted.find((value) => value >= q1 - reach)!,
    q1,
    median,
    q3,
    high: sorted.findLast((value) => value <= q3 + reach)!,
  };
}

/** Spearman's rank correlation of pairs, equal values sharing their mean rank; undefined where one side is constant. */
export function spearman(pairs: readonly (readonly [number, number])[]): number | undefined {
  const [xs, ys] = [ranks(pairs.map(([x]) => x)), ranks(pairs.map(([, y]) => y))];
  const mean = (pairs.length + 1) / 2;
  let [xy, xx, yy] = [0, 0, 0];
  xs.forEach((x, index) => {
    const [dx, dy] = [x - mean, ys[index] - mean];
    xy += dx * dy;
    xx += dx * dx;
    yy += dy * dy;
  });
  return xx > 0 && yy > 0 ? xy / Math.sqrt(xx * yy) : undefined;
}

function ranks(values: readonly number[]): number[] {
  const order = values.map((_, index) => index).sort((one, other) => values[one] - values[other]);
  const ranked = new Array<number>(values.length);
  for (let from = 0; from < order.length;) {
    let to = from;
    while (to + 1 < order.length && values[order[to + 1]] === values[order[from]]) to += 1;
    for (let at = from; at <= to; at += 1) ranked[order[at]] = (from + to) / 2 + 1;
    from = to + 1;
  }
  return ranked;
}

/**
 * An exponential moving average freed of its start (as in Adam and TensorBoard), so that the first values are not drawn to
 * zero. A weight of 0 changes nothing. Gaps stay gaps, and infinite values what they are, of no weight for others.
 */
export function smooth(values: readonly (number | null)[], weight: number): (number | null)[] {
  let [sum, share] = [0, 0];
  return values.map((value) => {
    if (value === null || Number.isNaN(value)) return null;
    if (weight === 0 || isInfinite(value)) return finite(value);
    sum = sum * weight + (1 - weight) * value;
    share = share * weight + (1 - weight);
    return finite(sum / share);
  });
}
