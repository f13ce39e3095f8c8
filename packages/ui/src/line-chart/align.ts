import type { LineSeries } from "./types";

/** Shared x values and each series' y values at them. */
export type Aligned = [xs: number[], ...ys: (number | null | undefined)[][]];

/**
 * Puts all series on the union of their x values: undefined where a series has no point (the line goes on), null where
 * it has a gap. On a logarithmic axis zero and negative values cannot be drawn and count as gaps.
 */
export function alignSeries(series: readonly LineSeries[], log: { x?: boolean; y?: boolean } = {}): Aligned {
  const xs = [...new Set(series.flatMap(({ points }) => points.map(([x]) => x)))]
    .filter((x) => Number.isFinite(x) && (!log.x || x > 0))
    .sort((left, right) => left - right);
  const place = new Map(xs.map((x, index) => [x, index]));
  const columns = series.map(({ points }) => {
    const column = new Array<number | null | undefined>(xs.length).fill(undefined);
    for (const [x, y] of points) {
      const index = place.get(x);
      if (index === undefined) continue;
      column[index] = y === null || !Number.isFinite(y) || (log.y && y <= 0) ? null : y;
    }
    return column;
  });
  return [xs, ...columns];
}

/** Heading and one row per x value. */
export function seriesRows(
  series: readonly LineSeries[],
  xLabel: string,
): (string | number | null | undefined)[][] {
  const [xs, ...ys] = alignSeries(series);
  return [
    [xLabel, ...series.map(({ label }) => label)],
    ...xs.map((x, index) => [x, ...ys.map((column) => column[index])]),
  ];
}
