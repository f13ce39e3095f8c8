import { formatValue, type NumberFormat } from "../format";
import { finerLogTicks, niceTicks, timeTicks } from "../ticks";
import { finite, isInfinite, readInfinite } from "./infinite";
import { readFromOrigin } from "./origin";
import { tickLabels, writer, type Wording } from "./tick-labels";

export interface AxisSpec {
  id: string;
  label: string;
  format?: NumberFormat;
  /** Logarithmic; zeros and negative values stand in a place of their own at the low end. */
  log?: boolean;
  /** The values are epoch milliseconds. */
  time?: boolean;
  /** The values are counted from this whole number. */
  origin?: string;
  /** Puts the low end on top, for what is better when it is lower. */
  flipped?: boolean;
}

export type AxisValue = number | string | boolean | null | undefined;

export interface Tick {
  label: string;
  /** 0 at the low end of the axis, 1 at its high end; the other way round on a flipped one. */
  share: number;
}

export interface AxisScale {
  kind: "number" | "category";
  ticks: Tick[];
  /** Where a value lies; undefined when it is missing. Numbers beyond the ends lie at the ends. */
  place: (value: AxisValue) => number | undefined;
  /** The number at a share: minus infinity in the place for zeros, the largest doubles in those for infinite values. */
  at: (share: number) => number;
  /** The categories in the order of the axis. */
  names: readonly string[];
  /** A value as it is read. */
  read: (value: AxisValue) => string;
  /** All values that are there are the same. */
  constant: boolean;
}

export interface ScaleOptions {
  /** Share of the axis left free at both ends. */
  pad?: number;
  /** Ticks at the lowest and the highest value, for axes on which these are compared. */
  ends?: boolean;
}

/** Whether there is nothing to place: null, undefined, NaN, or empty text. */
export function isMissing(value: AxisValue): boolean {
  return value === null || value === undefined || value === "" || Number.isNaN(value);
}

/** Scale, ticks and wording of an axis over values. Mixed and textual values become categories. */
export function axisScale(
  axis: Omit<AxisSpec, "id" | "label">,
  values: readonly AxisValue[],
  { pad = 0, ends = false }: ScaleOptions = {},
): AxisScale {
  const present = values.filter((value) => !isMissing(value));
  const numeric = present.every((value): value is number => typeof value === "number");
  const base = numeric
    ? numberScale(axis, (present as number[]).map(finite), ends)
    : categoryScale(present.map(String), pad > 0);
  const turn = (share: number) => {
    const padded = pad + share * (1 - 2 * pad);
    return axis.flipped ? 1 - padded : padded;
  };
  const back = (share: number) => ((axis.flipped ? 1 - share : share) - pad) / (1 - 2 * pad);
  return {
    kind: numeric ? "number" : "category",
    names: base.names,
    constant: present.length > 0 && new Set(present).size === 1,
    ticks: base.ticks.map((tick) => ({ ...tick, share: turn(tick.share) })),
    place: (value) => {
      const share = isMissing(value) ? undefined : base.share(value);
      return share === undefined ? undefined : turn(share);
    },
    at: (share) => base.at(back(share)),
    read: (value) => {
      if (isMissing(value)) return typeof value === "number" ? formatValue(value) : "missing";
      if (typeof value !== "number") return String(value);
      if (axis.origin !== undefined) return readFromOrigin(value, axis.origin);
      return isInfinite(value) ? readInfinite(value) : writer(axis)(value);
    },
  };
}

interface Base {
  ticks: Tick[];
  share: (value: AxisValue) => number | undefined;
  at: (share: number) => number;
  names: readonly string[];
}

/**
 * What of an axis belongs to values that have no place among the others: on a logarithmic one to those of zero and below,
 * and on any to infinite ones, at the end that is theirs.
 */
const ROOM = 0.1;

function numberScale(axis: Wording, all: number[], ends: boolean): Base {
  if (all.length === 0) return { ticks: [], share: () => undefined, at: () => NaN, names: [] };
  const known = all.filter((value) => !isInfinite(value));
  const infinite = known.length > 0 ? all.filter(isInfinite) : [];
  const ordinary = known.length > 0 ? known : all;
  const positive = axis.log ? ordinary.filter((value) => value > 0) : [];
  const log = positive.length > 0;
  const values = log ? positive : ordinary;
  const [low, high] = extent(values);
  // Without values to be apart there is nothing to spread.
  const zeros = log && all.some((value) => value <= 0);
  const below = !log && infinite.some((value) => value < 0);
  const above = infinite.some((value) => value > 0);
  const room = zeros || below ? ROOM : 0;
  const width = 1 - room - (above ? ROOM : 0);
  // A range may be longer than the largest double; its half is not.
  const scaled = log || Number.isFinite(high - low) ? 1 : 0.5;
  const forth = log ? Math.log : (value: number) => value * scaled;
  const back = log ? Math.exp : (value: number) => value / scaled;
  const span = forth(high) - forth(low);
  const share = (value: AxisValue) => {
    const number = finite(Number(value));
    if (log && number <= 0) return 0;
    if (infinite.length > 0 && isInfinite(number)) return number > 0 ? 1 : 0;
    if (span === 0) return room + width / 2;
    return room + width * clamp((forth(number) - forth(low)) / span);
  };
  const at = (place: number) => {
    if (room > 0 && place < room) return zeros ? -Infinity : -Number.MAX_VALUE;
    if (above && place > room + width) return Number.MAX_VALUE;
    // The ends exactly: what a logarithm rounds away would leave the outermost value out of a choice.
    if (place <= room) return low;
    if (place >= room + width) return high;
    return back(forth(low) + clamp((place - room) / width) * span);
  };
  const inner =
    span === 0 ? [low] : log ? finerLogTicks(low, high) : roundTicks(axis)(low, high, ends ? 4 : 9);
  const marked =
    ends && span > 0 ? [low, ...inner.filter(between(share, [room, room + width])), high] : inner;
  const zero = { label: tickLabels(axis, [0])[0], share: 0 };
  if (all.some((value) => value < 0)) zero.label = `≤ ${zero.label}`;
  const labels = tickLabels(axis, marked);
  const ticks = marked.map((value, index) => ({ label: labels[index], share: share(value) }));
  return {
    share,
    at,
    names: [],
    ticks: distinct([
      ...(zeros ? [zero] : []),
      ...(below ? [{ label: readInfinite(-Infinity), share: 0 }] : []),
      ...ticks,
      ...(above ? [{ label: readInfinite(Infinity), share: 1 }] : []),
    ]),
  };
}

const roundTicks = ({ format, time }: Wording) =>
  time || format?.kind === "duration" ? timeTicks : niceTicks;

/** The ends are what one compares; a round number too close to them would only crowd. */
const between =
  (share: (value: number) => number, [low, high]: [number, number]) =>
  (value: number) =>
    share(value) > low + 0.14 && share(value) < high - 0.14;

/** Of ticks that read the same only one is of use: the ends before what lies between. */
function distinct(ticks: Tick[]): Tick[] {
  const last = ticks.at(-1);
  const seen = new Set<string>();
  return ticks.filter((tick, index) => {
    const again = seen.has(tick.label) || (index > 0 && tick !== last && tick.label === last?.label);
    seen.add(tick.label);
    return !again;
  });
}

function categoryScale(values: string[], centred: boolean): Base {
  const names = [...new Set(values)].sort(byName).reverse();
  const shareOf = (index: number) =>
    names.length === 1 ? 0.5 : centred ? (index + 0.5) / names.length : index / (names.length - 1);
  const places = new Map(names.map((name, index) => [name, shareOf(index)]));
  return {
    names,
    ticks: names.map((label, index) => ({ label, share: shareOf(index) })),
    share: (value) => places.get(String(value)),
    at: () => NaN,
  };
}

/** "2" before "10", as people order such names. */
export const byName = (left: string, right: string) => collator.compare(left, right);

const collator = new Intl.Collator("en", { numeric: true });

/** Lowest and highest; `Math.min(...values)` fails on very long lists. */
export function extent(values: readonly number[]): [number, number] {
  let [low, high] = [Infinity, -Infinity];
  for (const value of values) {
    if (value < low) low = value;
    if (value > high) high = value;
  }
  return [low, high];
}

const clamp = (share: number) => Math.min(1, Math.max(0, share));

/** As many ticks as have room, the last one always. */
export function spacedTicks(ticks: readonly Tick[], pixels: number, each = 16): Tick[] {
  const sorted = [...ticks].sort((one, other) => one.share - other.share);
  if (sorted.length === 0) return sorted;
  const last = sorted[sorted.length - 1];
  const shown: Tick[] = [];
  for (const tick of sorted) {
    const before = shown.at(-1);
    const free = before === undefined || (tick.share - before.share) * pixels >= each - 1e-6;
    if (free && (tick === last || tick === sorted[0] || (last.share - tick.share) * pixels >= each - 1e-6))
      shown.push(tick);
  }
  if (shown.at(-1) !== last && shown.length > 0) shown[shown.length - 1] = last;
  return shown;
}
