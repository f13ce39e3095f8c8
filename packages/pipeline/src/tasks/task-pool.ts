import { createRequire } from "node:module";
import { pathToFileURL } from "node:url";
import { Worker } from "node:worker_threads";
import type { FitProgress } from "@pipepilot/ml";
import type { STEPS } from "../steps/index";
import type {
  HeavyInputs,
  HeavyStepId,
  TaskAnswer,
  TaskFailure,
  TaskOrder,
  TaskWorkerData,
} from "./messages";

export interface TaskPoolOptions {
  /** Threads that one step may use at once. */
  readonly threads: number;
  /** Steps that run at the same time; the others wait. */
  readonly concurrency?: number;
  /** A thread without work ends after this; its memory returns to the machine. */
  readonly idleMs?: number;
  /** The scripts, where the application is bundled; this repository's TypeScript sources when absent. */
  readonly workerFile?: URL;
  readonly threadFile?: URL;
}

export interface TaskOptions {
  readonly signal?: AbortSignal;
  readonly onProgress?: (progress: FitProgress) => void;
}

type ResultOf<Id extends HeavyStepId> = Awaited<ReturnType<(typeof STEPS)[Id]["run"]>>;

export interface TaskPool {
  readonly threads: number;
  /** Runs a step on a thread of its own. Rejects with `TaskError`, or with the signal's reason; the thread then ends. */
  run<Id extends HeavyStepId>(step: Id, input: HeavyInputs[Id], options?: TaskOptions): Promise<ResultOf<Id>>;
  /** Ends every thread; work still running is rejected. */
  close(): Promise<void>;
}

/** A step failed on its thread. `code` is a `LearningErrorCode` where the data or the config are to blame, else null. */
export class TaskError extends Error {
  override readonly name = "TaskError";

  constructor(
    message: string,
    readonly code: string | null,
    options?: { cause?: unknown },
  ) {
    super(message, options);
  }
}

export function createTaskPool(options: TaskPoolOptions): TaskPool {
  return new ThreadTaskPool(options);
}

const DEFAULT_IDLE_MS = 10_000;

class ThreadTaskPool implements TaskPool {
  readonly threads: number;
  private readonly idle = new Map<Worker, NodeJS.Timeout>();
  private readonly busy = new Set<Worker>();
  private readonly waiting: (() => void)[] = [];
  private running = 0;
  private readonly closing = new AbortController();

  constructor(private readonly options: TaskPoolOptions) {
    this.threads = options.threads;
  }

  async run<Id extends HeavyStepId>(
    step: Id,
    input: HeavyInputs[Id],
    { signal, onProgress }: TaskOptions = {},
  ): Promise<ResultOf<Id>> {
    const stop = signal ? AbortSignal.any([signal, this.closing.signal]) : this.closing.signal;
    await this.takeTurn(stop);
    try {
      const worker = this.takeWorker();
      return (await this.ask(worker, { step, input }, stop, onProgress)) as ResultOf<Id>;
    } finally {
      this.running--;
      this.waiting.shift()?.();
    }
  }

  async close(): Promise<void> {
    this.closing.abort(new TaskError("The worker is stopping.", null));
    const all = [...this.idle.keys(), ...this.busy];
    for (const timer of this.idle.values()) clearTimeout(timer);
    this.idle.clear();
    await Promise.all(all.map((worker) => worker.terminate()));
  }

  private async takeTurn(stop: AbortSignal): Promise<void> {
    while (!stop.aborted && this.running >= (this.options.concurrency ?? 2)) {
      await new Promise<void>((resolve) => {
        this.waiting.push(resolve);
        stop.addEventListener("abort", () => resolve(), { once: true });
      });
    }
    stop.throwIfAborted();
    this.running++;
  }

  private takeWorker(): Worker {
    const [known] = this.idle;
    if (!known) return this.startWorker();
    const [worker, timer] = known;
    clearTimeout(timer);
    this.idle.delete(worker);
    return worker;
  }

  private startWorker(): Worker {
    const { threads, threadFile, workerFile } = this.options;
    const data: TaskWorkerData = { threads, threadFile: threadFile?.href ?? null };
    return startThread(workerFile, data);
  }

  private async ask(
    worker: Worker,
    order: TaskOrder,
    stop: AbortSignal,
    onProgress: TaskOptions["onProgress"],
  ): Promise<unknown> {
    this.busy.add(worker);
    worker.ref();
    let answered = false;
    try {
      return await new Promise<unknown>((resolve, reject) => {
        worker.on("message", (answer: TaskAnswer) => {
          if (answer.kind === "progress") return onProgress?.(answer.progress);
          answered = true;
          if (answer.kind === "done") resolve(answer.result);
          else reject(taskError(answer.failure));
        });
        worker.once("error", (error) =>
          reject(new TaskError(`The ${order.step} thread died.`, null, { cause: error })),
        );
        worker.once("exit", () => reject(new TaskError(`The ${order.step} thread ended early.`, null)));
        stop.addEventListener("abort", () => reject(stop.reason as Error), { once: true });
        worker.postMessage(order);
      });
    } finally {
      this.busy.delete(worker);
      worker.removeAllListeners();
      if (answered && !this.closing.signal.aborted) this.rest(worker);
      else await worker.terminate();
    }
  }

  private rest(worker: Worker): void {
    const end = () => {
      this.idle.delete(worker);
      void worker.terminate();
    };
    worker.once("error", end);
    worker.unref();
    this.idle.set(worker, setTimeout(end, this.options.idleMs ?? DEFAULT_IDLE_MS).unref());
  }
}

function taskError({ message, code, stack, name }: TaskFailure): TaskError {
  return new TaskError(message, code, { cause: { name, stack } });
}

/** TypeScript source runs through tsx, so that nothing has to be built for development and tests. */
function startThread(file: URL = new URL("./task-worker.ts", import.meta.url), data: TaskWorkerData): Worker {
  if (!file.pathname.endsWith(".ts")) return new Worker(file, { workerData: data });
  const tsx = pathToFileURL(createRequire(import.meta.url).resolve("tsx")).href;
  return new Worker(file, { workerData: data, execArgv: ["--import", tsx] });
}
