const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

const steps: [limit: number, unit: number, name: string][] = [
  [HOUR, MINUTE, "min"],
  [DAY, HOUR, "h"],
  [30 * DAY, DAY, "d"],
  [365 * DAY, 30 * DAY, "mo"],
  [Infinity, 365 * DAY, "y"],
];

/** How long ago or ahead `then` is from `now` (both epoch milliseconds): `just now`, `12 min ago`, `in 3 h`. */
export function formatRelative(then: number, now: number): string {
  const distance = Math.abs(now - then);
  // The page's clock moves every 15 s: what is a little ahead of it has just happened.
  if (distance < 45_000) return then > now + 20_000 ? "in a moment" : "just now";
  const [, unit, name] = steps.find(([limit]) => Math.round(distance / MINUTE) * MINUTE < limit)!;
  const amount = `${Math.max(1, Math.floor(Math.round(distance / MINUTE) * (MINUTE / unit)))} ${name}`;
  return then > now ? `in ${amount}` : `${amount} ago`;
}

/** The exact moment, to the second: `21 Nov 2025, 02:40:12 UTC`; without a time zone the reader's own is used. */
export function formatExact(then: number, timeZone?: string): string {
  return new Intl.DateTimeFormat("en-GB", {
    day: "numeric",
    month: "short",
    year: "numeric",
    hour: "2-digit",
    minute: "2-digit",
    second: "2-digit",
    timeZoneName: "short",
    timeZone,
  }).format(then);
}
