const SAMPLES = 2048;
const SECONDS = 60;
/** How far back errors are counted to tell whether answering fails now. */
const RECENT_SECONDS = 5 * SECONDS;

export interface VersionFigures {
  readonly requestCount: number;
  readonly errorCount: number;
  readonly latencyP50Ms: number | null;
  readonly latencyP95Ms: number | null;
  /** over the last minute */
  readonly requestsPerMin: number;
  /** over the last five minutes */
  readonly recentRequests: number;
  readonly recentErrors: number;
}

/** Counts one version's requests; percentiles are of the newest 2,048 of the last minute's answers. */
export class VersionStats {
  #requests = 0;
  #errors = 0;
  #written = 0;
  readonly #latenciesMs = new Float64Array(SAMPLES);
  readonly #atMs = new Float64Array(SAMPLES);
  readonly #perSecond = new Uint32Array(RECENT_SECONDS);
  readonly #errorsPerSecond = new Uint32Array(RECENT_SECONDS);
  #second = 0;

  /** `nowMs` is of a clock that never goes back. */
  answered(latencyMs: number, nowMs: number): void {
    this.#count(nowMs);
    const slot = this.#written++ % SAMPLES;
    this.#latenciesMs[slot] = latencyMs;
    this.#atMs[slot] = nowMs;
  }

  failed(nowMs: number): void {
    this.#count(nowMs);
    this.#errors++;
    this.#errorsPerSecond[this.#second % RECENT_SECONDS]++;
  }

  figures(nowMs: number): VersionFigures {
    this.#turnTo(nowMs);
    const recent = this.#recentLatencies(nowMs);
    return {
      requestCount: this.#requests,
      errorCount: this.#errors,
      latencyP50Ms: percentile(recent, 0.5),
      latencyP95Ms: percentile(recent, 0.95),
      requestsPerMin: this.#sumOf(this.#perSecond, SECONDS),
      recentRequests: this.#sumOf(this.#perSecond, RECENT_SECONDS),
      recentErrors: this.#sumOf(this.#errorsPerSecond, RECENT_SECONDS),
    };
  }

  #count(nowMs: number): void {
    this.#requests++;
    this.#turnTo(nowMs);
    this.#perSecond[this.#second % RECENT_SECONDS]++;
  }

  #sumOf(counts: Uint32Array, seconds: number): number {
    let sum = 0;
    for (let back = 0; back < Math.min(seconds, this.#second + 1); back++)
      sum += counts[(this.#second - back) % RECENT_SECONDS];
    return sum;
  }

  #turnTo(nowMs: number): void {
    const second = Math.floor(nowMs / 1000);
    // More seconds than the ring has are one turn of it.
    const first = Math.max(this.#second + 1, second - RECENT_SECONDS + 1);
    for (let each = first; each <= second; each++) {
      this.#perSecond[each % RECENT_SECONDS] = 0;
      this.#errorsPerSecond[each % RECENT_SECONDS] = 0;
    }
    this.#second = second;
  }

  #recentLatencies(nowMs: number): Float64Array {
    const count = Math.min(this.#written, SAMPLES);
    const recent = this.#latenciesMs
      .slice(0, count)
      .filter((_, slot) => nowMs - this.#atMs[slot] < SECONDS * 1000);
    return recent.sort();
  }
}

/** Nearest rank, of sorted values. */
function percentile(sorted: Float64Array, share: number): number | null {
  if (sorted.length === 0) return null;
  return sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)];
}
