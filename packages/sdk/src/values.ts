/** Numbers by name; NaN and infinities are values, too. */
export type Metrics = Readonly<Record<string, number | bigint>>;
/** Texts, numbers, truth values; anything else is kept as JSON. */
export type Params = Readonly<Record<string, unknown>>;
export type Tags = Readonly<Record<string, string>>;

export interface MetricEntry {
  readonly key: string;
  /** JSON has no NaN and no infinities: they travel as texts. */
  readonly value: number | string;
  readonly timestamp: number;
  readonly step: number;
}
export interface TextEntry {
  readonly key: string;
  readonly value: string;
}

export interface MetricOptions {
  /** Where in the training; 0 unless said. */
  readonly step?: number;
  /** When, in milliseconds since 1970; now unless said. */
  readonly timestamp?: number;
}

/** @throws TypeError naming what is no number */
export function metricEntries(
  metrics: Metrics,
  { step = 0, timestamp = Date.now() }: MetricOptions,
): MetricEntry[] {
  if (!Number.isSafeInteger(step)) throw new TypeError(`A step is a whole number, not ${String(step)}.`);
  if (!Number.isSafeInteger(timestamp)) throw new TypeError("A timestamp is a whole number of milliseconds.");
  return Object.entries(metrics).map(([key, value]) => {
    if (typeof value !== "number" && typeof value !== "bigint")
      throw new TypeError(`The metric "${key}" is a number, not ${describe(value)}.`);
    const number = Number(value);
    return { key, value: Number.isFinite(number) ? number : String(number), timestamp, step };
  });
}

export function paramEntries(params: Params): TextEntry[] {
  return Object.entries(params).map(([key, value]) => ({ key, value: textOf(value) }));
}

/** @throws TypeError naming what is no text */
export function tagEntries(tags: Tags): TextEntry[] {
  return Object.entries(tags).map(([key, value]) => {
    if (typeof value !== "string") throw new TypeError(`The tag "${key}" is a text, not ${describe(value)}.`);
    return { key, value };
  });
}

function textOf(value: unknown): string {
  return typeof value === "object" && value !== null ? JSON.stringify(value) : String(value);
}

function describe(value: unknown): string {
  return value === null ? "null" : Array.isArray(value) ? "a list" : `a ${typeof value}`;
}
