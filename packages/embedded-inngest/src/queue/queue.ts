import { EventEmitter } from "node:events";
import { Logger, run, type Runner, type TaskList, type WorkerEvents, type WorkerPool } from "graphile-worker";
import { messageOf } from "../errors";
import type { EmbeddedInngestLogger } from "../logger";
import type { Database } from "../store/database";
import { forgetWorkers } from "../store/workers";
import { jobsSchema } from "./jobs";

export interface QueueOptions {
  readonly db: Database;
  readonly taskList: TaskList;
  readonly concurrency: number;
  readonly logger: EmbeddedInngestLogger;
  /** A pool of workers began under this id; its heartbeat has to begin too. */
  readonly onWorker: (id: string) => void;
  readonly onWorkerGone: (id: string) => void;
}

export interface Queue {
  start(): Promise<void>;
  stop(): Promise<void>;
  /** Looks for jobs at `at`; without this a due job is found by the next poll. */
  wakeAt(at: Date): void;
}

/** Finds due jobs whose alarm was lost with its process. */
const pollIntervalMs = 2_000;
const longestAlarmMs = 3_600_000;
const stopTimeoutMs = 8_000;

/** graphile-worker, kept running: when its pool gives up (the database went away), another takes its place. */
export function createQueue(options: QueueOptions): Queue {
  const { db, logger } = options;
  const alarms = new Set<NodeJS.Timeout>();
  let current: { readonly runner: Runner; readonly pool: WorkerPool } | null = null;
  let stopping = false;

  const startPool = async (): Promise<void> => {
    const events: WorkerEvents = new EventEmitter();
    let pool: WorkerPool | undefined;
    events.on("pool:create", ({ workerPool }) => {
      pool = workerPool;
      options.onWorker(workerPool.id);
    });
    events.on("pool:gracefulShutdown", () => {
      if (!stopping) void restartPool();
    });
    const runner = await run(runnerOptions(options, events));
    if (!pool) throw new Error("graphile-worker started without a pool");
    current = { runner, pool };
    const { id } = pool;
    // Calls under way in a pool that gave up go on; only when they are done is what it still holds unlocked.
    void runner.promise
      .catch((error: unknown) => logger.warn(`the queue's workers stopped: ${messageOf(error)}`))
      .then(() => options.onWorkerGone(id))
      .then(() => db.transaction((tx) => forgetWorkers(tx, [id])))
      .catch((error: unknown) =>
        logger.warn(`the jobs of ${id} stay locked until its heartbeat has expired: ${messageOf(error)}`),
      );
  };

  const restartPool = async (): Promise<void> => {
    current = null;
    for (let delayMs = 100; !stopping; delayMs = Math.min(delayMs * 2, 2_000)) {
      await new Promise((resolve) => setTimeout(resolve, delayMs));
      try {
        if (!stopping) await startPool();
        return;
      } catch (error) {
        logger.warn(`the queue cannot start, trying again: ${messageOf(error)}`);
      }
    }
  };

  return {
    start: startPool,
    async stop() {
      stopping = true;
      for (const alarm of alarms) clearTimeout(alarm);
      const stopped = current?.runner.stop().then(() => current?.runner.promise);
      await within(stopTimeoutMs, stopped).catch((error: unknown) =>
        logger.warn(`the queue did not stop cleanly: ${messageOf(error)}`),
      );
      const id = current?.pool.id;
      if (id)
        await within(
          stopTimeoutMs,
          db.transaction((tx) => forgetWorkers(tx, [id])),
        ).catch(() => undefined);
    },
    wakeAt(at) {
      const inMs = at.getTime() - Date.now();
      if (inMs > longestAlarmMs || stopping) return;
      const alarm = setTimeout(
        () => {
          alarms.delete(alarm);
          if (current?.runner && !stopping) nudge(current.pool);
        },
        Math.max(0, inMs) + 1,
      );
      alarm.unref();
      alarms.add(alarm);
    },
  };
}

function nudge(pool: WorkerPool): void {
  try {
    pool.nudge(1);
  } catch {
    // The pool has just given up; its successor looks for jobs when it starts.
  }
}

function runnerOptions(
  { db, taskList, concurrency, logger }: QueueOptions,
  events: WorkerEvents,
): Parameters<typeof run>[0] {
  return {
    pgPool: db.pool,
    taskList,
    events,
    noHandleSignals: true,
    logger: new Logger(() => (level, message) => {
      if (level === "error" || level === "warning") logger.warn(message);
    }),
    preset: {
      worker: {
        schema: jobsSchema,
        concurrentJobs: concurrency,
        pollInterval: pollIntervalMs,
        // Batched, a job that cannot be reported as done stops the pool in order; otherwise it is an unhandled rejection.
        completeJobBatchDelay: 0,
        failJobBatchDelay: 0,
      },
    },
  };
}

async function within<T>(ms: number, work: Promise<T> | undefined): Promise<T | undefined> {
  let timer: NodeJS.Timeout | undefined;
  const timeout = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`no end after ${ms} ms`)), ms);
  });
  try {
    return await Promise.race([work, timeout]);
  } finally {
    clearTimeout(timer);
  }
}
