export interface RetryBackoff {
  /** Delay before the first retry. */
  readonly baseMs: number;
  /** No delay is longer. */
  readonly maxMs: number;
}

export const defaultRetryBackoff: RetryBackoff = { baseMs: 2_000, maxMs: 600_000 };

/** While the app cannot be reached: soon at first, then every few seconds, for as long as it takes. */
export const deliveryBackoff: RetryBackoff = { baseMs: 100, maxMs: 5_000 };

/** Delay after `failures` (>= 1) in a row: doubling, capped, and spread by `random` in [0, 1) over 75% to 125%. */
export function backoffMs(failures: number, backoff: RetryBackoff, random: number): number {
  const delay = Math.min(backoff.maxMs, backoff.baseMs * 2 ** Math.min(failures - 1, 30));
  return Math.round(delay * (0.75 + random / 2));
}

/** When the header `retry-after` (seconds, or a date) asks to be called again; null when it says nothing readable. */
export function retryAfterDate(header: string | null, now: Date): Date | null {
  if (header === null || header.trim() === "") return null;
  const seconds = Number(header);
  const date = Number.isFinite(seconds) ? new Date(now.getTime() + seconds * 1000) : new Date(header);
  return Number.isNaN(date.getTime()) ? null : date;
}
