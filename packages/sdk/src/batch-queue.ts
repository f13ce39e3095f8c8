import type { Settings } from "./options.js";
import { sendUntil, TrackingError } from "./transport.js";
import type { MetricEntry, TextEntry } from "./values.js";

/** What MLflow takes in one call. */
const MOST = { metrics: 1000, params: 100, tags: 100 } as const;
const MOST_TOGETHER = 1000;

export const LOG_BATCH = "/api/2.0/mlflow/runs/log-batch";

export interface Batch {
  metrics: MetricEntry[];
  params: TextEntry[];
  tags: TextEntry[];
}

/**
 * What a run logged and the server has not confirmed. One call is on its way at a time, so what was logged first arrives
 * first; a call that fails is sent again, which changes nothing where it had arrived.
 */
export class BatchQueue {
  readonly #settings: Settings;
  readonly #runId: string;
  readonly #waiting: Batch = { metrics: [], params: [], tags: [] };
  /** Sent, not yet confirmed. */
  #onItsWay: Batch | null = null;
  #timer: ReturnType<typeof setTimeout> | null = null;
  #draining: Promise<void> | null = null;
  #roomWaiters: (() => void)[] = [];
  #giveUpAt = Infinity;
  #hasWarned = false;
  /** What the server will never take, or why it takes nothing any more. */
  readonly refused: Error[] = [];
  /** Set once the server takes nothing of this run any more. */
  #closedBy: TrackingError | null = null;

  constructor(settings: Settings, runId: string) {
    this.#settings = settings;
    this.#runId = runId;
  }

  get size(): number {
    return sizeOf(this.#waiting) + (this.#onItsWay ? sizeOf(this.#onItsWay) : 0);
  }

  /** Resolves when there is room for more: at once, unless the server does not keep up. */
  add(kind: keyof Batch, entries: readonly (MetricEntry | TextEntry)[]): Promise<void> {
    const list = this.#waiting[kind] as (MetricEntry | TextEntry)[];
    for (const entry of entries) list.push(entry);
    if (sizeOf(this.#waiting) >= MOST_TOGETHER) void this.drain();
    else this.#schedule();
    if (this.size < this.#settings.maxQueued) return Promise.resolve();
    return new Promise((resolve) => this.#roomWaiters.push(resolve));
  }

  /** Sends until nothing waits. @param giveUpAt when to stop trying, as Date.now() has it */
  async drain(giveUpAt = Infinity): Promise<void> {
    this.#giveUpAt = Math.min(this.#giveUpAt, giveUpAt);
    this.#draining ??= this.#sendAll().finally(() => {
      this.#draining = null;
      // What was logged in this very moment has no timer yet.
      if (sizeOf(this.#waiting) > 0 && !this.#closedBy && Date.now() < this.#giveUpAt) this.#schedule();
    });
    return this.#draining;
  }

  /** Somebody else cares for what is left. */
  abandon(): void {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
    Object.assign(this.#waiting, emptyBatch());
    this.#onItsWay = null;
    this.#giveUpAt = 0;
    this.#makeRoom();
  }

  /** Everything that is not confirmed, in order, as the calls that would send it, of so many entries at most. */
  unsent(most = MOST_TOGETHER): { path: string; body: object }[] {
    const all = this.#onItsWay ? joined(this.#onItsWay, this.#waiting) : joined(emptyBatch(), this.#waiting);
    const calls: { path: string; body: object }[] = [];
    while (sizeOf(all) > 0)
      calls.push({ path: LOG_BATCH, body: { run_id: this.#runId, ...takeFrom(all, most) } });
    return calls;
  }

  #schedule(): void {
    if (this.#timer !== null || this.#draining !== null) return;
    this.#timer = setTimeout(() => {
      this.#timer = null;
      void this.drain();
    }, this.#settings.flushIntervalMs);
    // A program that is done ends without waiting for it: what is left is sent as it ends.
    (this.#timer as { unref?: () => void }).unref?.();
  }

  async #sendAll(): Promise<void> {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
    while (sizeOf(this.#waiting) > 0 && !this.#closedBy) {
      const batch = takeFrom(this.#waiting);
      this.#onItsWay = batch;
      try {
        await this.#send(batch);
        this.#onItsWay = null;
        this.#makeRoom();
      } catch (error) {
        // Nothing is lost: it goes to the front again.
        const back = joined(batch, this.#waiting);
        Object.assign(this.#waiting, back);
        this.#onItsWay = null;
        if (error instanceof TrackingError && !error.isTransient) this.#close(error);
        return;
      }
    }
    this.#makeRoom();
  }

  /** @throws TrackingError where the server takes nothing of the run, or the time is over */
  async #send(batch: Batch): Promise<void> {
    try {
      const request = { method: "POST", path: LOG_BATCH, body: { run_id: this.#runId, ...batch } } as const;
      await sendUntil(
        this.#settings,
        request,
        () => this.#giveUpAt,
        (error) => this.#warn(error),
      );
      this.#hasWarned = false;
    } catch (error) {
      if (!(error instanceof TrackingError) || ![400, 413].includes(error.status)) throw error;
      if (sizeOf(batch) === 1) return this.#refuse(batch, error);
      // Something in it is refused: the rest is not lost for it.
      for (const half of halves(batch)) await this.#send(half);
    }
  }

  #refuse({ metrics, params, tags }: Batch, error: TrackingError): void {
    const [kind, { key }] = metrics[0]
      ? ["metric", metrics[0]]
      : params[0]
        ? ["parameter", params[0]]
        : ["tag", tags[0]];
    const refusal = new TrackingError(
      `The ${kind} "${key}" is refused: ${error.message}`,
      error.status,
      error.code,
    );
    this.refused.push(refusal);
    this.#settings.onError(refusal);
  }

  #close(error: TrackingError): void {
    this.#closedBy = error;
    this.refused.push(error);
    this.#settings.onError(error);
    this.#makeRoom();
  }

  /** Once for each outage. */
  #warn(error: TrackingError): void {
    if (this.#hasWarned) return;
    this.#hasWarned = true;
    this.#settings.onError(
      new TrackingError(`${error.message}; it is tried again, nothing is lost`, error.status, error.code),
    );
  }

  #makeRoom(): void {
    if (this.size >= this.#settings.maxQueued && !this.#closedBy) return;
    const waiters = this.#roomWaiters;
    this.#roomWaiters = [];
    for (const resolve of waiters) resolve();
  }
}

const emptyBatch = (): Batch => ({ metrics: [], params: [], tags: [] });
const sizeOf = ({ metrics, params, tags }: Batch) => metrics.length + params.length + tags.length;

const joined = (first: Batch, second: Batch): Batch => ({
  metrics: [...first.metrics, ...second.metrics],
  params: [...first.params, ...second.params],
  tags: [...first.tags, ...second.tags],
});

/** Takes as much as one call holds: parameters and tags first, which are few. */
function takeFrom(waiting: Batch, most = MOST_TOGETHER): Batch {
  const params = waiting.params.splice(0, MOST.params);
  const tags = waiting.tags.splice(0, MOST.tags);
  const room = Math.max(0, Math.min(MOST.metrics, most - params.length - tags.length));
  return { metrics: waiting.metrics.splice(0, room), params, tags };
}

/** Two batches, or three where there are parameters and tags and metrics. */
function halves(batch: Batch): Batch[] {
  const kinds = (["params", "tags", "metrics"] as const).filter((kind) => batch[kind].length > 0);
  if (kinds.length > 1) return kinds.map((kind) => ({ ...emptyBatch(), [kind]: batch[kind] }));
  const [kind] = kinds;
  const middle = Math.ceil(batch[kind].length / 2);
  return [batch[kind].slice(0, middle), batch[kind].slice(middle)].map((half) => ({
    ...emptyBatch(),
    [kind]: half,
  }));
}
