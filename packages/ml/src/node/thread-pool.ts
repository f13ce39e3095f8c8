import { availableParallelism } from "node:os";
import { Worker, type ResourceLimits } from "node:worker_threads";
import type { TaskRunner } from "../family";
import { failureError, type TaskAnswer, type TaskOrder } from "./thread-messages";

export interface ThreadPoolOptions {
  /** Worker threads to start when there is work for them; as many as the machine has cores when absent. */
  readonly threads?: number;
  /** The worker's script, where the application is bundled; this package's TypeScript source (through tsx) when absent. */
  readonly workerFile?: URL;
  /** What a thread may take; Node's own limits when absent. */
  readonly resourceLimits?: ResourceLimits;
}

export interface ThreadPool extends TaskRunner {
  /** Ends the threads that have nothing to do, and with them what they hold; new ones start when needed. */
  rest(): void;
  /** Ends every thread; work still running is rejected. Resolves when the threads are gone. */
  close(): Promise<void>;
}

/** A worker thread died (out of memory, killed, a fault in native code), or the pool was closed, before a task was done. */
export class ThreadPoolError extends Error {
  override readonly name = "ThreadPoolError";

  constructor(
    readonly code: "worker_crashed" | "pool_closed",
    message: string,
  ) {
    super(message);
  }
}

const SOURCE_WORKER = new URL("./worker-from-source.mjs", import.meta.url);

interface Job {
  readonly order: TaskOrder;
  readonly resolve: (result: unknown) => void;
  readonly reject: (error: unknown) => void;
}

/**
 * Runs the tasks of `parallel/tasks.ts` on worker threads. Threads start when first needed, keep no process alive
 * while idle, and are replaced after a crash or an abort.
 */
export function createThreadPool(options: ThreadPoolOptions = {}): ThreadPool {
  return new NodeThreadPool(
    Math.max(1, options.threads ?? availableParallelism()),
    options.workerFile ?? SOURCE_WORKER,
    options.resourceLimits,
  );
}

class NodeThreadPool implements ThreadPool {
  private readonly waiting: Job[] = [];
  private readonly idle: Worker[] = [];
  private readonly busy = new Map<Worker, Job>();
  private readonly ending = new Set<Promise<number>>();
  private closed = false;

  constructor(
    readonly threads: number,
    private readonly workerFile: URL,
    private readonly resourceLimits?: ResourceLimits,
  ) {}

  async run<Payload, Result>(
    task: string,
    payloads: readonly Payload[],
    { signal, onResult }: { signal?: AbortSignal; onResult?: (index: number, result: Result) => void } = {},
  ): Promise<Result[]> {
    signal?.throwIfAborted();
    if (this.closed) throw closedError();
    const jobs: Job[] = [];
    const results = payloads.map(
      (payload, index) =>
        new Promise<Result>((resolve, reject) => {
          const settle = (result: unknown) => {
            onResult?.(index, result as Result);
            resolve(result as Result);
          };
          jobs.push({ order: { name: task, payload }, resolve: settle, reject });
        }),
    );
    const abort = () => this.drop(jobs, signal?.reason);
    signal?.addEventListener("abort", abort, { once: true });
    this.waiting.push(...jobs);
    this.assign();
    try {
      return await Promise.all(results);
    } catch (error) {
      this.drop(jobs, error);
      throw error;
    } finally {
      signal?.removeEventListener("abort", abort);
    }
  }

  async close(): Promise<void> {
    this.closed = true;
    this.drop([...this.waiting, ...this.busy.values()], closedError());
    this.rest();
    await Promise.all(this.ending);
  }

  rest(): void {
    for (const worker of this.idle.splice(0)) this.end(worker);
  }

  private end(worker: Worker): void {
    const ended = worker.terminate();
    this.ending.add(ended);
    void ended.finally(() => this.ending.delete(ended));
  }

  /** Gives waiting jobs to idle threads, and starts threads up to the limit. */
  private assign(): void {
    while (this.waiting.length > 0 && (this.idle.length > 0 || this.busy.size < this.threads)) {
      const job = this.waiting.shift();
      if (!job) return;
      const worker = this.idle.pop() ?? this.start();
      this.busy.set(worker, job);
      worker.ref();
      try {
        worker.postMessage(job.order);
      } catch (error) {
        // A payload that cannot be cloned never left this thread.
        this.release(worker)?.reject(error);
      }
    }
  }

  private start(): Worker {
    const worker = new Worker(this.workerFile, { resourceLimits: this.resourceLimits });
    worker.on("message", (answer: TaskAnswer) => {
      const job = this.release(worker);
      if (answer.ok) job?.resolve(answer.result);
      else job?.reject(failureError(answer.error));
      this.assign();
    });
    worker.on("error", (error) => this.lose(worker, error instanceof Error ? error.message : String(error)));
    worker.on("exit", (code) => this.lose(worker, `it ended with code ${code}`));
    return worker;
  }

  private release(worker: Worker): Job | undefined {
    const job = this.busy.get(worker);
    this.busy.delete(worker);
    if (job) {
      worker.unref();
      this.idle.push(worker);
    }
    return job;
  }

  private lose(worker: Worker, reason: string): void {
    const at = this.idle.indexOf(worker);
    if (at >= 0) this.idle.splice(at, 1);
    const job = this.busy.get(worker);
    this.busy.delete(worker);
    job?.reject(
      new ThreadPoolError("worker_crashed", `The worker thread running ${job.order.name} died: ${reason}.`),
    );
    this.assign();
  }

  /** Rejects jobs; those running lose their thread, since a busy thread hears nothing. */
  private drop(jobs: readonly Job[], error: unknown): void {
    const dropped = new Set(jobs);
    const kept = this.waiting.filter((job) => !dropped.has(job));
    this.waiting.splice(0, this.waiting.length, ...kept);
    for (const [worker, job] of this.busy) {
      if (!dropped.has(job)) continue;
      this.busy.delete(worker);
      this.end(worker);
    }
    for (const job of jobs) job.reject(error);
    this.assign();
  }
}

function closedError(): ThreadPoolError {
  return new ThreadPoolError("pool_closed", "The thread pool was closed.");
}
