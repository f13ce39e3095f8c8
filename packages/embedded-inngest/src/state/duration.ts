import { EmbeddedInngestError } from "../errors";

const unitMs: Record<string, number> = {
  ms: 1,
  s: 1000,
  m: 60_000,
  h: 3_600_000,
  d: 86_400_000,
  w: 604_800_000,
};

/** Milliseconds of a duration as the SDK writes it, such as "1m30s" or "2h". */
export function durationMs(text: string): number {
  const parts = [...text.matchAll(/(\d+(?:\.\d+)?)(ms|s|m|h|d|w)/g)];
  if (parts.length === 0 || parts.map((part) => part[0]).join("") !== text) {
    throw new EmbeddedInngestError(
      "invalid_duration",
      `"${text}" is not a duration such as 30s, 1h30m or 7d`,
    );
  }
  return parts.reduce((sum, part) => sum + Number(part[1]) * (unitMs[part[2] ?? ""] ?? 0), 0);
}

/** When a duration from `now`, or an ISO date, is over. An empty duration is over at once. */
export function dueAt(text: string, now: Date): Date {
  if (text === "") return now;
  const date = /^\d{4}-\d\d-\d\d/.test(text) ? new Date(text) : new Date(now.getTime() + durationMs(text));
  if (Number.isNaN(date.getTime())) {
    throw new EmbeddedInngestError("invalid_duration", `"${text}" is neither a duration nor a date`);
  }
  return date;
}
