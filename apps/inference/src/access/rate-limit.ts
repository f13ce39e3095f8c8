import { ScoringError } from "../scoring-error";

interface Bucket {
  tokens: number;
  filledAtMs: number;
}

const MOST_BUCKETS = 10_000;

/** A token bucket for each caller: `perSecond` requests per second, of which as many may come at once. */
export class RateLimit {
  readonly #perSecond: number;
  readonly #buckets = new Map<string, Bucket>();

  constructor(perSecond: number) {
    this.#perSecond = perSecond;
  }

  /** `nowMs` is of a clock that never goes back. @throws ScoringError REQUEST_LIMIT_EXCEEDED with Retry-After */
  take(caller: string, nowMs: number): void {
    const bucket = this.#buckets.get(caller) ?? this.#add(caller, nowMs);
    const filled = bucket.tokens + ((nowMs - bucket.filledAtMs) / 1000) * this.#perSecond;
    bucket.tokens = Math.min(this.#perSecond, filled);
    bucket.filledAtMs = nowMs;
    if (bucket.tokens < 1) throw this.#refusal(bucket);
    bucket.tokens -= 1;
  }

  #add(caller: string, nowMs: number): Bucket {
    // The oldest buckets are full again by now, or their callers are so many that none is limited by it.
    for (const oldest of this.#buckets.keys()) {
      if (this.#buckets.size < MOST_BUCKETS) break;
      this.#buckets.delete(oldest);
    }
    const bucket = { tokens: this.#perSecond, filledAtMs: nowMs };
    this.#buckets.set(caller, bucket);
    return bucket;
  }

  #refusal({ tokens }: Bucket): ScoringError {
    const seconds = Math.max(1, Math.ceil((1 - tokens) / this.#perSecond));
    const message = `More than ${this.#perSecond} requests per second. Try again in ${seconds} s.`;
    return new ScoringError(429, "REQUEST_LIMIT_EXCEEDED", message, { "retry-after": String(seconds) });
  }
}
