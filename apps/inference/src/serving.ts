import { randomUUID } from "node:crypto";
import type { Services } from "@pipepilot/domain/context";
import { CHANNELS, type ServingChange } from "@pipepilot/domain/event/channels";
import { listServedVersions } from "@pipepilot/domain/serving/production";
import { createThreadPool, type ThreadPool } from "@pipepilot/ml/node/thread-pool";
import { Gate } from "./access/gate";
import type { Log } from "./log";
import { Loader } from "./models/loader";
import { Models } from "./models/models";
import { OtherVersions } from "./models/other-versions";
import { Production } from "./models/production";
import { memoryReclaimer } from "./models/reclaim-memory";
import { VersionFinder } from "./models/version-finder";
import { PredictionLog } from "./predictions/prediction-log";
import { Heartbeat } from "./reporting/heartbeat";
import { Scorer } from "./scoring/scorer";
import type { Settings } from "./settings";

/** A bundle that failed is tried again at the next poll after this time. */
const RETRY_AFTER_MS = 5_000;

/** It walks trees in memory of others: its own heap stays all but empty. */
const THREAD_LIMITS = { maxYoungGenerationSizeMb: 2, maxOldGenerationSizeMb: 64 };

/** Everything behind the routes, and its life: follow the registry, beat, write, and stop in order. */
export class Serving {
  readonly gate: Gate;
  readonly models: Models;
  readonly scorer: Scorer;
  readonly production: Production;
  readonly predictions: PredictionLog;
  readonly heartbeat: Heartbeat;
  readonly instanceId = randomUUID();
  /** Becomes true when what was Production at the start is loaded or has failed. */
  started = false;
  stopping = false;
  readonly #services: Services;
  readonly #settings: Settings;
  readonly #log: Log;
  readonly #finder = new VersionFinder();
  readonly #threads: ThreadPool;
  readonly #reclaimMemory: () => void;
  #registryReached: boolean | null = null;
  #poll: NodeJS.Timeout | null = null;
  #subscription: { unsubscribe(): void } | null = null;

  constructor(services: Services, settings: Settings, log: Log, version: string) {
    this.#services = services;
    this.#settings = settings;
    this.#log = log;
    const loader = new Loader(services.store);
    const onChange = () => this.#changed();
    this.#threads = createThreadPool({
      threads: 1,
      workerFile: settings.threadFile ?? undefined,
      resourceLimits: THREAD_LIMITS,
    });
    // A resting thread would hold on to the models it walked.
    this.#reclaimMemory = memoryReclaimer(() => this.#threads.rest());
    this.gate = new Gate(services, settings);
    this.production = new Production({
      list: () => listServedVersions({ services }),
      load: (served) => loader.load(served),
      onChange,
      onFailure: ({ model, number }, err) =>
        log.error({ err, model, version: number }, "a bundle cannot be loaded"),
      retryAfterMs: RETRY_AFTER_MS,
    });
    const others = new OtherVersions({
      load: (served) => loader.load(served),
      maxBytes: settings.modelCacheBytes,
      onChange,
    });
    this.models = new Models(this.production, others, this.#finder);
    this.predictions = new PredictionLog(services, settings, log);
    this.scorer = new Scorer(this.predictions, this.#threads);
    this.heartbeat = new Heartbeat({
      services,
      identity: { instanceId: this.instanceId, version, startedAt: new Date() },
      production: this.production,
      others,
      everyMs: settings.heartbeatMs,
      onReturn: () => this.#reconnected(),
      log,
    });
  }

  /** False while the database does not answer. */
  get databaseReached(): boolean {
    return this.#registryReached !== false && this.heartbeat.reached !== false;
  }

  /** Begins to follow the registry. Resolves when Production is loaded, or when the registry cannot be read. */
  async start(): Promise<void> {
    const { listener } = this.#services.db;
    this.#subscription = listener.subscribe(
      CHANNELS.serving,
      (payload) => this.#notified(payload),
      () => this.#reconnected(),
    );
    await this.#sync();
    this.started = true;
  }

  /** Stops following, writes what waits and says goodbye. */
  async stop(): Promise<void> {
    this.stopping = true;
    this.#subscription?.unsubscribe();
    if (this.#poll) clearTimeout(this.#poll);
    await this.predictions.flush();
    const lost = this.predictions.waiting + this.predictions.dropped;
    if (lost > 0) this.#log.warn({ lost }, "answers are not in the prediction log");
    await this.heartbeat.stop();
    await this.#threads.close();
  }

  #notified(payload: string): void {
    const change = JSON.parse(payload) as ServingChange;
    if (change.kind === "key") return this.gate.keys.forget(change.hash);
    this.#finder.forgetAll();
    void this.#sync();
  }

  #reconnected(): void {
    this.gate.keys.doubtAll();
    this.#finder.forgetAll();
    void this.#sync();
  }

  async #sync(): Promise<void> {
    if (this.#poll) clearTimeout(this.#poll);
    try {
      await this.production.sync();
      this.#registryReached = true;
    } catch (err) {
      if (this.#registryReached !== false) this.#log.warn({ err }, "the registry cannot be read");
      this.#registryReached = false;
    }
    if (this.#poll) clearTimeout(this.#poll);
    if (!this.stopping) this.#poll = setTimeout(() => void this.#sync(), this.#settings.pollMs).unref();
  }

  #changed(): void {
    this.heartbeat.soon();
    this.#reclaimMemory();
  }
}
