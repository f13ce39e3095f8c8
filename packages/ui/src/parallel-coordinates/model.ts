import { formatValue, type NumberFormat } from "../format";
import { logTicks, niceTicks } from "../ticks";

export interface ParallelAxis {
  id: string;
  label: string;
  format?: NumberFormat;
  log?: boolean;
  /** Puts the low end on top, for what is better when it is lower. */
  flipped?: boolean;
}

export type ParallelValue = number | string | boolean | null | undefined;

export interface ParallelSeries {
  id: string;
  label: string;
  values: Readonly<Record<string, ParallelValue>>;
  /** Drawn in its own colour above the others, which stay grey; without any highlighted all have colours. */
  highlighted?: boolean;
}

export interface Tick {
  label: string;
  /** 0 at the bottom of the axis, 1 at its top. */
  share: number;
}

export interface AxisModel {
  id: string;
  label: string;
  ticks: Tick[];
  /** Where a value lies between bottom and top; undefined when it is missing. */
  place: (value: ParallelValue) => number | undefined;
  /** A value as it is read. */
  read: (value: ParallelValue) => string;
  /** All values that are there are the same. */
  constant: boolean;
}

/** Whether there is nothing to place: null, undefined, NaN, infinite, or empty text. */
export function isMissing(value: ParallelValue): boolean {
  return (
    value === null ||
    value === undefined ||
    value === "" ||
    (typeof value === "number" && !Number.isFinite(value))
  );
}

/** Scale, ticks and wording of one axis over the values of all series. Mixed and textual values become categories. */
export function axisModel(axis: ParallelAxis, series: readonly ParallelSeries[]): AxisModel {
  const present = series.map(({ values }) => values[axis.id]).filter((value) => !isMissing(value));
  const numeric = present.every((value): value is number => typeof value === "number");
  const model = numeric ? numberAxis(axis, present as number[]) : categoryAxis(present.map(String));
  const turn = (share: number) => (axis.flipped ? 1 - share : share);
  return {
    id: axis.id,
    label: axis.label,
    constant: present.length > 0 && new Set(present).size === 1,
    ticks: model.ticks.map((tick) => ({ ...tick, share: turn(tick.share) })),
    place: (value) => {
      const share = isMissing(value) ? undefined : model.share(value);
      return share === undefined ? undefined : turn(share);
    },
    read: (value) => {
      if (isMissing(value)) return typeof value === "number" ? formatValue(value) : "missing";
      return typeof value === "number" ? formatValue(value, axis.format) : String(value);
    },
  };
}

interface Scale {
  ticks: Tick[];
  share: (value: ParallelValue) => number | undefined;
}

function numberAxis(axis: ParallelAxis, values: number[]): Scale {
  if (values.length === 0) return { ticks: [], share: () => undefined };
  const [low, high] = [Math.min(...values), Math.max(...values)];
  const write = (value: number) => formatValue(value, axis.format);
  if (low === high) return { ticks: [{ label: write(low), share: 0.5 }], share: () => 0.5 };
  const log = Boolean(axis.log) && low > 0;
  const scale = log ? Math.log : (value: number) => value;
  const share = (value: number) => (scale(value) - scale(low)) / (scale(high) - scale(low));
  const inner = (log ? logTicks(low, high) : niceTicks(low, high, 4)).map((value) => ({
    label: write(value),
    share: share(value),
  }));
  // The ends are what one compares; a round number too close to them, or worded the same, would only crowd.
  const ends = [low, high].map((value) => ({ label: write(value), share: share(value) }));
  const between = inner.filter(
    (tick) => tick.share > 0.14 && tick.share < 0.86 && ends.every(({ label }) => label !== tick.label),
  );
  return { ticks: [ends[0], ...between, ends[1]], share: (value) => share(Number(value)) };
}

function categoryAxis(values: string[]): Scale {
  const names = [...new Set(values)]
    .sort((left, right) => left.localeCompare(right, "en", { numeric: true }))
    .reverse();
  const shareOf = (index: number) => (names.length === 1 ? 0.5 : index / (names.length - 1));
  const places = new Map(names.map((name, index) => [name, shareOf(index)]));
  return {
    ticks: names.map((label, index) => ({ label, share: shareOf(index) })),
    share: (value) => places.get(String(value)),
  };
}
