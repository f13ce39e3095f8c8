const SAMPLES = 2048;
const SECONDS = 60;

export interface VersionFigures {
  readonly requestCount: number;
  readonly errorCount: number;
  readonly latencyP50Ms: number | null;
  readonly latencyP95Ms: number | null;
  /** over the last minute */
  readonly requestsPerMin: number;
}

/** Counts one version's requests; percentiles are of the newest 2,048 of the last minute's answers. */
export class VersionStats {
  #requests = 0;
  #errors = 0;
  #written = 0;
  readonly #latenciesMs = new Float64Array(SAMPLES);
  readonly #atMs = new Float64Array(SAMPLES);
  readonly #perSecond = new Uint32Array(SECONDS);
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
  }

  figures(nowMs: number): VersionFigures {
    this.#turnTo(nowMs);
    const recent = this.#recentLatencies(nowMs);
    return {
      requestCount: this.#requests,
      errorCount: this.#errors,
      latencyP50Ms: percentile(recent, 0.5),
      latencyP95Ms: percentile(recent, 0.95),
      requestsPerMin: this.#perSecond.reduce((sum, count) => sum + count, 0),
    };
  }

  #count(nowMs: number): void {
    this.#requests++;
    this.#turnTo(nowMs);
    this.#perSecond[this.#second % SECONDS]++;
  }

  #turnTo(nowMs: number): void {
    const second = Math.floor(nowMs / 1000);
    if (second - this.#second >= SECONDS) this.#perSecond.fill(0);
    else for (let each = this.#second + 1; each <= second; each++) this.#perSecond[each % SECONDS] = 0;
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
