import { z } from "zod";

/** protobuf's JSON of a Timestamp, as milliseconds since 1970. */
export const timestampIn = z
  .string()
  .regex(
    /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,9})?(Z|[+-]\d\d:\d\d)$/,
    "must be a time such as 2026-01-31T12:00:00.5Z",
  )
  .transform((text) => Date.parse(text.replace(/(\.\d{3})\d+/, "$1")))
  .refine(Number.isSafeInteger, "must be a time");

/** protobuf's JSON of a Duration, as milliseconds. */
export const durationIn = z
  .string()
  .regex(/^-?\d{1,12}(\.\d{1,9})?s$/, "must be a number of seconds such as 1.5s")
  .transform((text) => Math.round(Number(text.slice(0, -1)) * 1000));

/** Fractions of a second have three digits, or none. */
export function timestampOut(time: Date): string {
  return time.toISOString().replace(".000Z", "Z");
}

export function durationOut(milliseconds: number): string {
  return `${(milliseconds / 1000).toFixed(3).replace(/\.000$/, "")}s`;
}
