import { extent } from "../chart/axis-scale";
import { finite, isInfinite } from "../chart/infinite";
import { tickLabels } from "../chart/tick-labels";
import { formatValue } from "../format";
import { finerLogTicks, niceTicks } from "../ticks";
import type { Aligned } from "./align";
import type { ChartAxis } from "./types";

/**
 * How values are given to the plot, which reckons with differences and decimals and so fails on the smallest and the
 * largest doubles: in a unit in which they are about one, on a logarithmic axis as powers of ten.
 */
export interface YScale {
  /** A power of ten; 1 for all usual values. */
  unit: number;
  forth: (value: number) => number;
  back: (place: number) => number;
  /** Where a stored infinity is drawn, as a place: just beyond all others. Undefined where there is none beside others. */
  edges: { low?: number; high?: number };
}

/** The scale of aligned values. */
export function yScale([, ...columns]: Aligned, { log = false }: Pick<ChartAxis, "log">): YScale {
  const all = columns.flat().filter((value) => typeof value === "number");
  const ordinary = all.filter((value) => !isInfinite(value));
  const beyond = ordinary.length > 0 ? all.filter(isInfinite) : [];
  const unit = log ? 1 : unitOf(ordinary.length > 0 ? ordinary : all);
  const forth = log ? Math.log10 : (value: number) => value / unit;
  const back = log ? (place: number) => finite(10 ** place) : (place: number) => finite(place * unit);
  const [low, high] = extent(ordinary).map(forth);
  const aside = (high - low || Math.abs(high) || 1) * 0.1;
  const edges = {
    ...(beyond.some((value) => value < 0) && { low: low - aside }),
    ...(beyond.some((value) => value > 0) && { high: high + aside }),
  };
  const place = (value: number) =>
    (isInfinite(value) ? (value > 0 ? edges.high : edges.low) : undefined) ?? forth(value);
  return { unit, forth: place, back, edges };
}

function unitOf(values: readonly number[]): number {
  const [low, high] = extent(values);
  const largest = Math.max(Math.abs(low), Math.abs(high));
  if (values.length === 0 || largest === 0 || (largest > 1e-9 && largest < 1e15)) return 1;
  return Number(`1e${Math.floor(Math.log10(largest))}`) || Number.MIN_VALUE;
}

/** Ticks of a logarithmic axis; round numbers where it is too short to hold two powers of ten, their doubles or fives. */
export function logAxisTicks(low: number, high: number): number[] {
  const ticks = finerLogTicks(low, high);
  return ticks[0] === low && ticks.at(-1) === high ? niceTicks(low, high, 3) : ticks;
}

/** The same in places, between two of them. */
export const logSplits = (low: number, high: number) =>
  logAxisTicks(10 ** low || Number.MIN_VALUE, finite(10 ** high)).map(Math.log10);

/** The labels of ticks; with more digits where they would read the same. */
export function axisTexts(values: readonly number[], { format }: Pick<ChartAxis, "format">): string[] {
  const labels = values.map((value) => (format ? formatValue(value, format) : shortText(value)));
  return new Set(labels).size === values.length ? labels : tickLabels({ format }, values);
}

function shortText(value: number): string {
  const size = Math.abs(value);
  return formatValue(value, { kind: size >= 10_000 && size < 1e15 ? "compact" : "significant" });
}

/** Indexes of points with a gap on either side, which no line would show. */
export function lonePoints(column: Aligned[1]): number[] {
  const present = column.flatMap((value, index) => (value === undefined ? [] : [index]));
  return present.filter(
    (index, at) =>
      column[index] !== null &&
      (column[present[at - 1]] ?? null) === null &&
      (column[present[at + 1]] ?? null) === null,
  );
}
