import { hostname } from "node:os";
import type { Services } from "@pipepilot/domain/context";
import type { ServedVersion } from "@pipepilot/domain/model/schema";
import { reportHeartbeat } from "@pipepilot/domain/serving/heartbeat";
import { retireInstance } from "@pipepilot/domain/serving/retire";
import type { ReportHeartbeatInput } from "@pipepilot/domain/serving/schema";
import type { Log } from "../log";
import type { LoadedVersion } from "../models/loaded-version";
import type { OtherVersions } from "../models/other-versions";
import type { Production } from "../models/production";

export interface Identity {
  readonly instanceId: string;
  readonly version: string;
  readonly startedAt: Date;
}

export interface HeartbeatOptions {
  readonly services: Services;
  readonly identity: Identity;
  readonly production: Production;
  readonly others: OtherVersions;
  readonly everyMs: number;
  /** The database takes heartbeats again. */
  readonly onReturn: () => void;
  readonly log: Log;
}

/** Several swaps within this time are told at once. */
const SOON_MS = 30;
const ERROR_CHARACTERS = 1_000;

type Load = ReportHeartbeatInput["loads"][number];

/** Tells the database, every few seconds and at each change, that this process lives, what it holds and how it fares. */
export class Heartbeat {
  /** Whether the database took the last one; null before the first. */
  reached: boolean | null = null;
  readonly #options: HeartbeatOptions;
  #address = "";
  #timer: NodeJS.Timeout | null = null;
  #beating: Promise<void> | null = null;
  #stopped = false;

  constructor(options: HeartbeatOptions) {
    this.#options = options;
  }

  start(address: string): void {
    this.#address = address;
    this.soon();
  }

  /** Something changed. */
  soon(): void {
    if (this.#address !== "") this.#schedule(SOON_MS);
  }

  /** Says goodbye, so that nothing is thought to be served by this process any longer. */
  async stop(): Promise<void> {
    this.#stopped = true;
    if (this.#timer) clearTimeout(this.#timer);
    await this.#beating;
    const { services, identity } = this.#options;
    await retireInstance({ services, input: { instanceId: identity.instanceId } });
  }

  #schedule(afterMs: number): void {
    if (this.#stopped) return;
    if (this.#timer) clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.#beat(), afterMs).unref();
  }

  async #beat(): Promise<void> {
    if (this.#beating) {
      await this.#beating;
      return this.#schedule(SOON_MS);
    }
    this.#beating = this.#report().finally(() => (this.#beating = null));
    await this.#beating;
    this.#schedule(this.#options.everyMs);
  }

  async #report(): Promise<void> {
    const { services, log } = this.#options;
    try {
      await reportHeartbeat({ services, input: this.#state() });
      const returned = this.reached === false;
      this.reached = true;
      if (!returned) return;
      log.warn({}, "the database answers again");
      this.#options.onReturn();
    } catch (error) {
      if (this.reached !== false) log.warn({ err: error }, "the database does not take heartbeats");
      this.reached = false;
    }
  }

  #state(): ReportHeartbeatInput {
    const { identity } = this.#options;
    return {
      ...identity,
      hostname: hostname().slice(0, 255),
      pid: process.pid,
      address: this.#address,
      memoryBytes: process.memoryUsage.rss(),
      loads: this.#loads(),
    };
  }

  #loads(): Load[] {
    const { production, others } = this.#options;
    const loads = new Map<string, Load>();
    for (const version of production.loading())
      loads.set(version.modelVersionId, { ...ids(version), state: "loading" });
    for (const { version, error } of production.failed()) {
      loads.set(version.modelVersionId, {
        ...ids(version),
        state: "failed",
        error: error.replaceAll("\0", "").slice(0, ERROR_CHARACTERS),
      });
    }
    for (const loaded of [...others.loaded(), ...production.loaded()]) {
      loads.set(loaded.version.modelVersionId, ready(loaded));
    }
    return [...loads.values()];
  }
}

const ids = ({ projectId, modelVersionId }: ServedVersion) => ({ projectId, modelVersionId });

function ready({ version, loadedAt, stats }: LoadedVersion): Load {
  return { ...ids(version), state: "ready", loadedAt, ...stats.figures(performance.now()) };
}
