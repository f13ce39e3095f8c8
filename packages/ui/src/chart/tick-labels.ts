import { formatValue, type NumberFormat } from "../format";

export interface Wording {
  format?: NumberFormat;
  log?: boolean;
  time?: boolean;
}

/** The last moment that a date can be. */
const LAST_MOMENT = 8.64e15;

/** How a value of an axis is written. Moments are in UTC, so that a link shows everyone the same. */
export function writer({ format, time }: Wording): (value: number) => string {
  if (!time) return (value) => formatValue(value, format);
  return (value) =>
    Math.abs(value) <= LAST_MOMENT
      ? new Date(value).toISOString().slice(0, 16).replace("T", " ")
      : formatValue(value);
}

/** Digits that tell any two doubles apart. */
const ALL_DIGITS = 17;

/** The labels of ticks, with as many more digits as it takes to tell them apart where the format has a choice of digits. */
export function tickLabels(wording: Wording, values: readonly number[]): string[] {
  const write = writer(wording);
  const labels = values.map(write);
  const { format, time } = wording;
  if (time || (format && format.kind !== "significant")) return labels;
  for (let digits = (format?.digits ?? 4) + 1; digits <= ALL_DIGITS; digits += 1) {
    if (new Set(labels).size === values.length) break;
    values.forEach((value, index) => (labels[index] = formatValue(value, { kind: "significant", digits })));
  }
  return labels;
}
