import type { AddressInfo } from "node:net";
import os from "node:os";
import type pg from "pg";
import { buildApp } from "./app";
import { messageOf } from "./errors";
import { createExecutor } from "./execution/execute";
import { createAppSync } from "./http/app-sync";
import { quietLogger, type EmbeddedInngestLogger } from "./logger";
import { createHeartbeat } from "./queue/heartbeat";
import { createQueue } from "./queue/queue";
import { taskList } from "./queue/task-list";
import { defaultRetryBackoff, type RetryBackoff } from "./state/backoff";
import { openDatabase } from "./store/database";
import { migrate } from "./store/migrate";

export interface EmbeddedInngestOptions {
  /** PostgreSQL; the server makes the schemas `embedded_inngest` and `embedded_inngest_jobs` in it. Or give a pool. */
  readonly databaseUrl?: string;
  /** A pool to share; it stays open after `stop`. At least 4 connections. */
  readonly pgPool?: pg.Pool;
  /** Default 127.0.0.1. */
  readonly host?: string;
  /** 0 chooses a free one. */
  readonly port: number;
  /** The SDK's serve endpoints, such as http://127.0.0.1:4000/api/inngest; only these may register functions. */
  readonly appUrls: readonly string[];
  /** Set: events are accepted under this key only. */
  readonly eventKey?: string;
  /** Set: requests to the SDK are signed, registration and the run API need the key. */
  readonly signingKey?: string;
  /** Calls to the SDK at the same time. Default 10. */
  readonly concurrency?: number;
  readonly logger?: EmbeddedInngestLogger;
  /** Shown in the table of workers. Default: the machine's name. */
  readonly workerName?: string;
  /** Delays between a failed attempt and the next. Default 2 s, doubling, at most 10 min. */
  readonly retryBackoff?: RetryBackoff;
  /** Ended runs are kept this long. Default 7. */
  readonly retentionDays?: number;
  /** The clock cron triggers follow. */
  readonly clock?: () => Date;
}

export interface EmbeddedInngest {
  /** The value for INNGEST_BASE_URL. Known after `start` when the port is 0. */
  readonly url: string;
  /** Migrates, takes up what an earlier process left, listens. Apps may start later. */
  start(): Promise<void>;
  /** Resolves when every app has registered its functions; rejects when one uses what is not supported. */
  ready(): Promise<void>;
  /** Stops. Calls to the SDK that are under way are taken back and repeated at the next start. */
  stop(): Promise<void>;
}

/** An Inngest server inside this process, with its state in PostgreSQL. See the package's README for what it guarantees. */
export function createEmbeddedInngest(options: EmbeddedInngestOptions): EmbeddedInngest {
  const {
    host = "127.0.0.1",
    port,
    signingKey,
    eventKey,
    logger = quietLogger,
    clock = () => new Date(),
  } = options;
  const stopping = new AbortController();
  const db = openDatabase({
    databaseUrl: options.databaseUrl,
    pgPool: options.pgPool,
    onError: (error) => logger.warn(messageOf(error)),
    onDue: (at) => queue.wakeAt(at),
  });
  const sync = createAppSync({ db, appUrls: options.appUrls, signingKey, clock, logger });
  const heartbeat = createHeartbeat({
    db,
    workerName: options.workerName ?? os.hostname(),
    retentionDays: options.retentionDays ?? 7,
    logger,
  });
  const execute = createExecutor({
    db,
    signingKey,
    retryBackoff: options.retryBackoff ?? defaultRetryBackoff,
    stopping: stopping.signal,
    onUndelivered: (appUrl, message) => {
      logger.warn(`${appUrl} could not be reached, trying again: ${message}`);
      sync.again(appUrl);
    },
  });
  const queue = createQueue({
    db,
    taskList: taskList(db, execute, clock),
    concurrency: options.concurrency ?? 10,
    logger,
    onWorker: heartbeat.add,
    onWorkerGone: heartbeat.remove,
  });
  const app = buildApp({ db, sync, clock, eventKey, signingKey, logger });
  let url = `http://${host}:${port}`;
  let ready: Promise<void> = Promise.reject(new Error("not started"));
  ready.catch(() => undefined);

  const stopOnce = async (): Promise<void> => {
    sync.stop();
    await app.close();
    // First no new job, then the calls back: the other way round a worker would take a call up again.
    const queueStopped = queue.stop();
    stopping.abort();
    await queueStopped;
    await heartbeat.stop();
    await db.close();
  };
  let stopped: Promise<void> | undefined;
  const stop = (): Promise<void> => (stopped ??= stopOnce());
  const start = async (): Promise<void> => {
    await migrate(db.pool);
    await app.listen({ host, port });
    url = `http://${host}:${(app.server.address() as AddressInfo).port}`;
    await heartbeat.begin();
    await queue.start();
    ready = sync.begin();
    ready.catch((error: unknown) => logger.error(messageOf(error)));
  };
  return {
    get url() {
      return url;
    },
    ready: () => ready,
    stop,
    async start() {
      try {
        await start();
      } catch (error) {
        await stop();
        throw error;
      }
    },
  };
}
