import { messageOf } from "../errors";
import type { EmbeddedInngestLogger } from "../logger";
import type { Database } from "../store/database";
import { prune, requeueLost } from "../store/maintenance";
import { beat, silentAfterSeconds, takeOver, thisProcess } from "../store/workers";

export interface HeartbeatOptions {
  readonly db: Database;
  readonly workerName: string;
  readonly retentionDays: number;
  readonly logger: EmbeddedInngestLogger;
}

export interface Heartbeat {
  /** Takes over from processes of this machine that are gone, at once. */
  begin(): Promise<void>;
  add(workerId: string): void;
  remove(workerId: string): void;
  stop(): Promise<void>;
}

const beatMs = 2_000;
const beatsPerSweep = 15;
const beatsPerPrune = 300;

/** Says regularly that this server lives, takes over from those that no longer say so, and tidies up. */
export function createHeartbeat({ db, workerName, retentionDays, logger }: HeartbeatOptions): Heartbeat {
  const self = thisProcess();
  const workers = new Set<string>();
  let watchingSince = Number.POSITIVE_INFINITY;
  let beats = 0;
  let timer: NodeJS.Timeout | undefined;
  let stopped = false;
  let ongoing: Promise<void> = Promise.resolve();

  const once = async (): Promise<void> => {
    for (const id of workers) await beat(db.pool, id, workerName, self);
    watchingSince = Math.min(watchingSince, Date.now());
    const watching = Date.now() - watchingSince > silentAfterSeconds * 1000;
    const taken = await db.transaction((tx) => takeOver(tx, self, watching));
    if (taken > 0) logger.info(`took over from ${taken} worker(s) that are gone`);
    if (beats % beatsPerSweep === 0) await requeueLost(db.pool);
    if (beats % beatsPerPrune === 0) await prune(db.pool, retentionDays);
    beats += 1;
  };

  const loop = (): void => {
    if (stopped) return;
    ongoing = once().catch((error: unknown) => {
      watchingSince = Number.POSITIVE_INFINITY;
      if (!stopped) logger.warn(`heartbeat failed: ${messageOf(error)}`);
    });
    void ongoing.then(() => {
      if (!stopped) timer = setTimeout(loop, beatMs);
    });
  };

  return {
    async begin() {
      await db.transaction((tx) => takeOver(tx, self, false));
      loop();
    },
    add(id) {
      workers.add(id);
      void beat(db.pool, id, workerName, self).catch((error: unknown) =>
        logger.warn(`heartbeat failed: ${messageOf(error)}`),
      );
    },
    remove: (id) => void workers.delete(id),
    async stop() {
      stopped = true;
      clearTimeout(timer);
      await ongoing;
    },
  };
}
