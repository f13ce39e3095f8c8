import type { Column } from "../table";

/** pandas' names. `dayofweek` is 0 for Monday to 6 for Sunday; `days_since_epoch` counts whole days since 1970; all in UTC. */
export const DATE_PARTS = [
  "year",
  "quarter",
  "month",
  "day",
  "dayofweek",
  "hour",
  "is_weekend",
  "days_since_epoch",
] as const;
export type DatePart = (typeof DATE_PARTS)[number];
export type DateUnit = "ms" | "s";

const DAY_MS = 86_400_000;
/** The largest time a date can have. */
const MAX_MS = 8.64e15;

/** How many values a part goes round in, and its first; parts that do not go round have none. */
const CYCLES: Readonly<Partial<Record<DatePart, { readonly period: number; readonly first: number }>>> = {
  quarter: { period: 4, first: 1 },
  month: { period: 12, first: 1 },
  day: { period: 31, first: 1 },
  dayofweek: { period: 7, first: 0 },
  hour: { period: 24, first: 0 },
};

export function isCyclical(part: DatePart): boolean {
  return part in CYCLES;
}

const PARTS: Readonly<Record<DatePart, (date: Date, ms: number) => number>> = {
  year: (date) => date.getUTCFullYear(),
  quarter: (date) => Math.floor(date.getUTCMonth() / 3) + 1,
  month: (date) => date.getUTCMonth() + 1,
  day: (date) => date.getUTCDate(),
  dayofweek: (date) => dayOfWeek(date),
  hour: (date) => date.getUTCHours(),
  is_weekend: (date) => (dayOfWeek(date) >= 5 ? 1 : 0),
  days_since_epoch: (_, ms) => Math.floor(ms / DAY_MS),
};

function dayOfWeek(date: Date): number {
  return (date.getUTCDay() + 6) % 7;
}

/** A part of every date, shape (rowCount), or where it stands on its cycle as sine or cosine. NaN where there is no date. */
export function datePart(times: Float64Array, part: DatePart, wave: "sin" | "cos" | undefined): Float64Array {
  const valueOf = PARTS[part];
  const waveOf = wave && waves(part, wave);
  // One date for all rows: a million new ones take a second.
  const date = new Date(0);
  return times.map((ms) => {
    if (Number.isNaN(ms)) return NaN;
    date.setTime(ms);
    const value = valueOf(date, ms);
    return waveOf ? waveOf[value] : value;
  });
}

/** The sine or cosine of every value of a part that goes round. */
function waves(part: DatePart, wave: "sin" | "cos"): number[] | undefined {
  const cycle = CYCLES[part];
  return (
    cycle &&
    Array.from({ length: cycle.first + cycle.period }, (_, value) => {
      const turn = (value - cycle.first) / cycle.period;
      return sineOfTurn(wave === "sin" ? turn : turn + 0.25);
    })
  );
}

/** Milliseconds since 1970 (UTC) of every row, NaN where there is no date: ISO 8601 texts, or numbers in this unit. */
export function timesOf(column: Column, unit: DateUnit): Float64Array {
  if (column.kind === "number") {
    const factor = unit === "s" ? 1000 : 1;
    return column.values.map((value) => {
      const ms = value * factor;
      return Math.abs(ms) <= MAX_MS ? ms : NaN;
    });
  }
  const times = column.categories.map(parseIsoTime);
  return Float64Array.from(column.codes, (code) => (code < 0 ? NaN : times[code]));
}

const ISO =
  /^(\d{4})-(\d{2})-(\d{2})(?:[T ](\d{2}):(\d{2})(?::(\d{2})(?:[.,](\d{1,9}))?)?\s?(Z|[+-]\d{2}(?::?\d{2})?)?)?$/i;

/** Milliseconds since 1970 (UTC) of an ISO 8601 date or time, NaN for any other text. A time without a zone is in UTC. */
export function parseIsoTime(text: string): number {
  const found = ISO.exec(text.trim());
  if (!found) return NaN;
  const [year, month, day, hour, minute, second] = found.slice(1, 7).map((digits) => Number(digits ?? 0));
  const date = new Date(0);
  // Not Date.UTC, which takes the year 24 for 1924.
  date.setUTCFullYear(year, month - 1, day);
  if (date.getUTCMonth() !== month - 1 || date.getUTCDate() !== day) return NaN;
  if (hour > 23 || minute > 59 || second > 59) return NaN;
  const fraction = Number((found[7] ?? "").padEnd(3, "0").slice(0, 3));
  return date.getTime() + ((hour * 60 + minute) * 60 + second) * 1000 + fraction - zoneMs(found[8]);
}

function zoneMs(zone: string | undefined): number {
  if (zone === undefined || /z/i.test(zone)) return 0;
  const digits = zone.slice(1).replace(":", "");
  const minutes = Number(digits.slice(0, 2)) * 60 + Number(digits.slice(2) || 0);
  return (zone.startsWith("-") ? -minutes : minutes) * 60_000;
}

/** Terms of the sine's Taylor series, enough for a double up to an eighth of a turn. */
const TERMS = 9;

/** sin(2 pi turn) by arithmetic alone: `Math.sin` may differ in its last digit from one engine to the next. */
export function sineOfTurn(turn: number): number {
  const part = turn - Math.floor(turn);
  if (part >= 0.5) return 0 - sineOfTurn(part - 0.5);
  const quarter = part > 0.25 ? 0.5 - part : part;
  return quarter > 0.125 ? series((0.25 - quarter) * 2 * Math.PI, 0) : series(quarter * 2 * Math.PI, 1);
}

/** Cosine from the power 0 on, sine from the power 1 on. */
function series(x: number, from: 0 | 1): number {
  let term = from === 0 ? 1 : x;
  let sum = term;
  for (let n = 1; n <= TERMS; n++) {
    const power = 2 * n + from;
    term *= -(x * x) / (power * (power - 1));
    sum += term;
  }
  return sum;
}
