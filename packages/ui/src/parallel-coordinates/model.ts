import {
  axisScale,
  spacedTicks,
  type AxisScale,
  type AxisSpec,
  type AxisValue,
  type Tick,
} from "../chart/axis-scale";
import { shortLabel } from "../chart/short-label";
import { seriesColor } from "../tone";

export type ParallelAxis = AxisSpec;
export type ParallelValue = AxisValue;

export interface ParallelSeries {
  id: string;
  label: string;
  values: Readonly<Record<string, ParallelValue>>;
  /** Drawn in its own colour above the others, which stay grey; without any highlighted all have colours. */
  highlighted?: boolean;
  /** A CSS colour; the series palette otherwise. */
  color?: string;
}

export interface ShownTick extends Tick {
  /** The label as it is drawn; the whole stands in `label`. */
  text: string;
}

export interface AxisModel extends Omit<AxisScale, "ticks"> {
  id: string;
  label: string;
  text: string;
  ticks: ShownTick[];
  log: boolean;
  flipped: boolean;
}

const LABEL = 44;
const TICK = 32;

/** Scale, ticks and wording of one axis over the values of all series, with the ticks that fit into its pixels. */
export function axisModel(
  axis: ParallelAxis,
  series: readonly ParallelSeries[],
  pixels = Infinity,
): AxisModel {
  const scale = axisScale(
    axis,
    series.map(({ values }) => values[axis.id]),
    { ends: true },
  );
  const ticks = Number.isFinite(pixels) ? spacedTicks(scale.ticks, pixels, 15) : scale.ticks;
  return {
    ...scale,
    id: axis.id,
    label: axis.label,
    text: shortLabel(axis.label, LABEL),
    ticks: ticks.map((tick) => ({ ...tick, text: shortLabel(tick.label, TICK) })),
    log: Boolean(axis.log),
    flipped: Boolean(axis.flipped),
  };
}

/** The colour of each series: its own; where some are highlighted only these have one of the palette. */
export function lineColors(series: readonly ParallelSeries[]): string[] {
  const anyHighlighted = series.some(({ highlighted }) => highlighted);
  let taken = 0;
  return series.map(({ color, highlighted }) => {
    if (color !== undefined) return color;
    return anyHighlighted && !highlighted ? "var(--control)" : seriesColor(taken++);
  });
}
