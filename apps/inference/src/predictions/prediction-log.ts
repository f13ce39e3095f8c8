import type { Services } from "@pipepilot/domain/context";
import { recordPredictions } from "@pipepilot/domain/serving/record-predictions";
import type { PredictionRow } from "@pipepilot/domain/serving/schema";
import { selectRows, tableToRecords, type Table } from "@pipepilot/ml/table";
import type { Caller } from "../access/caller";
import type { Log } from "../log";
import type { LoadedVersion } from "../models/loaded-version";
import type { Settings } from "../settings";
import { InputSampler } from "./input-sampler";

export interface Answered {
  readonly caller: Caller;
  readonly loaded: LoadedVersion;
  readonly id: string;
  /** The columns that the model reads. */
  readonly table: Table;
  readonly outputs: (number | string)[];
  readonly latencyMs: number;
}

/** Of a sampled request. */
const KEPT_ROWS = 20;
const KEPT_CHARACTERS = 500;
/** Predictions of one batch, however few requests they come from. */
const BATCH_VALUES = 50_000;

/**
 * Writes answered requests to the database in batches and behind the answers: nobody waits for it. While the database
 * does not take them they are kept, up to a bound; what exceeds it is counted and dropped, the oldest first.
 */
export class PredictionLog {
  readonly #services: Services;
  readonly #settings: Settings;
  readonly #log: Log;
  readonly #sampler: InputSampler;
  #waiting: PredictionRow[] = [];
  #values = 0;
  #timer: NodeJS.Timeout | null = null;
  #writing: Promise<void> | null = null;
  #failing = false;
  #dropped = 0;

  constructor(services: Services, settings: Settings, log: Log) {
    this.#services = services;
    this.#settings = settings;
    this.#log = log;
    this.#sampler = new InputSampler(settings.inputSamplesPerSecond);
  }

  /** Answers that were given and will not be in the log. */
  get dropped(): number {
    return this.#dropped;
  }

  get waiting(): number {
    return this.#waiting.length;
  }

  add({ caller, loaded, id, table, outputs, latencyMs }: Answered): void {
    const at = new Date();
    const { modelVersionId } = loaded.version;
    this.#waiting.push({
      projectId: caller.projectId,
      id,
      modelVersionId,
      apiKeyId: caller.apiKeyId,
      at,
      latencyMs,
      rowCount: outputs.length,
      inputs: this.#sampler.take(modelVersionId, at.getTime()) ? firstRows(table) : null,
      outputs,
    });
    this.#values += outputs.length;
    this.#dropExcess();
    if (this.#waiting.length >= this.#settings.flushRows && !this.#failing) void this.flush();
    else this.#schedule();
  }

  /** Writes what waits now. Resolves also when the database does not take it; it is tried again later. */
  async flush(): Promise<void> {
    while (this.#writing) await this.#writing;
    this.#writing = this.#writeAll().finally(() => (this.#writing = null));
    await this.#writing;
    if (this.#waiting.length > 0) this.#schedule();
  }

  #schedule(): void {
    this.#timer ??= setTimeout(() => {
      this.#timer = null;
      void this.flush();
    }, this.#settings.flushMs).unref();
  }

  async #writeAll(): Promise<void> {
    while (this.#waiting.length > 0) {
      const rows = this.#takeBatch();
      try {
        await recordPredictions({ services: this.#services, rows });
        this.#failing = false;
      } catch (error) {
        this.#putBack(rows);
        if (!this.#failing) this.#log.warn({ err: error }, "predictions wait for the database");
        this.#failing = true;
        return;
      }
    }
  }

  #takeBatch(): PredictionRow[] {
    let values = 0;
    let count = 0;
    while (count < Math.min(this.#waiting.length, this.#settings.flushRows) && values < BATCH_VALUES) {
      values += this.#waiting[count++].rowCount;
    }
    this.#values -= values;
    return this.#waiting.splice(0, count);
  }

  #putBack(rows: PredictionRow[]): void {
    this.#waiting.unshift(...rows);
    this.#values += countValues(rows);
    this.#dropExcess();
  }

  /** A prediction of a thousand rows weighs as much as a hundred small ones. */
  #dropExcess(): void {
    const { maxUnwritten } = this.#settings;
    while (this.#waiting.length > maxUnwritten || this.#values > maxUnwritten * 10) {
      const oldest = this.#waiting.shift();
      if (!oldest) return;
      this.#values -= oldest.rowCount;
      this.#dropped++;
    }
  }
}

function countValues(rows: readonly PredictionRow[]): number {
  return rows.reduce((sum, { rowCount }) => sum + rowCount, 0);
}

/** Only what the model reads, and no endless texts: a request may carry anything besides. */
function firstRows(table: Table): Record<string, number | string | null>[] {
  const length = Math.min(KEPT_ROWS, table.rowCount);
  const first =
    table.rowCount > length
      ? selectRows(
          table,
          Int32Array.from({ length }, (_, row) => row),
        )
      : table;
  return tableToRecords(first).map((row) => {
    const kept = Object.entries(row).map(([name, value]) => [
      name,
      typeof value === "string" ? value.slice(0, KEPT_CHARACTERS) : value,
    ]);
    return Object.fromEntries(kept) as Record<string, number | string | null>;
  });
}
