import type { FitProgress } from "@pipepilot/ml";
import type { STEPS } from "../steps/index";
import type { HeavyInputs, HeavyStepId } from "./messages";
import { TaskError, TaskThread } from "./task-thread";

export { TaskError } from "./task-thread";

export interface TaskPoolOptions {
  /** Threads that one step may use at once. */
  readonly threads: number;
  /** Steps that run at the same time; the others wait. */
  readonly concurrency?: number;
  /** A thread without work ends after this; its memory returns to the machine. */
  readonly idleMs?: number;
  /** The scripts, where the application is bundled; this repository's TypeScript sources (through tsx) when absent. */
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

export function createTaskPool(options: TaskPoolOptions): TaskPool {
  return new ThreadTaskPool(options);
}

const DEFAULT_CONCURRENCY = 2;
const DEFAULT_IDLE_MS = 10_000;

class ThreadTaskPool implements TaskPool {
  readonly threads: number;
  private readonly threadsAlive = new Set<TaskThread>();
  private readonly idle = new Map<TaskThread, NodeJS.Timeout>();
  private readonly waiting = new Set<() => void>();
  private readonly closing = new AbortController();
  private running = 0;

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
    const thread = this.takeThread();
    try {
      return (await thread.run({ step, input }, stop, onProgress)) as ResultOf<Id>;
    } finally {
      this.running--;
      this.rest(thread);
      const [next] = this.waiting;
      next?.();
    }
  }

  async close(): Promise<void> {
    this.closing.abort(new TaskError("The worker is stopping.", null));
    for (const timer of this.idle.values()) clearTimeout(timer);
    await Promise.all([...this.threadsAlive].map((thread) => thread.end()));
  }

  private async takeTurn(stop: AbortSignal): Promise<void> {
    stop.throwIfAborted();
    while (this.running >= (this.options.concurrency ?? DEFAULT_CONCURRENCY)) {
      await new Promise<void>((resolve) => {
        const wake = () => {
          this.waiting.delete(wake);
          stop.removeEventListener("abort", wake);
          resolve();
        };
        this.waiting.add(wake);
        stop.addEventListener("abort", wake);
      });
      stop.throwIfAborted();
    }
    this.running++;
  }

  private takeThread(): TaskThread {
    for (const [thread, timer] of this.idle) {
      clearTimeout(timer);
      this.idle.delete(thread);
      if (!thread.ended) return thread;
    }
    const { threads, threadFile, workerFile } = this.options;
    const started = new TaskThread(workerFile, { threads, threadFile: threadFile?.href ?? null });
    this.threadsAlive.add(started);
    return started;
  }

  private rest(thread: TaskThread): void {
    if (thread.ended) {
      this.threadsAlive.delete(thread);
      return;
    }
    const end = () => {
      this.idle.delete(thread);
      this.threadsAlive.delete(thread);
      void thread.end();
    };
    this.idle.set(thread, setTimeout(end, this.options.idleMs ?? DEFAULT_IDLE_MS).unref());
  }
}
