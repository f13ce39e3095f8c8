import { Worker } from "node:worker_threads";
import type { FitProgress } from "@pipepilot/ml";
import type { TaskAnswer, TaskFailure, TaskOrder, TaskWorkerData } from "./messages";

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

interface Job {
  readonly order: TaskOrder;
  readonly onProgress?: (progress: FitProgress) => void;
  readonly resolve: (result: unknown) => void;
  readonly reject: (error: unknown) => void;
}

/** One worker thread that runs one step at a time. */
export class TaskThread {
  private readonly worker: Worker;
  private job: Job | null = null;
  /** True once it can take no more work. */
  ended = false;

  constructor(file: URL | undefined, data: TaskWorkerData) {
    this.worker = new Worker(file ?? new URL("./task-worker-from-source.mjs", import.meta.url), {
      workerData: data,
    });
    this.worker.on("message", (answer: TaskAnswer) => this.hear(answer));
    this.worker.on("error", (error) => this.lose(error));
    this.worker.on("exit", () => this.lose(null));
  }

  /** Rejects with `TaskError`, or with the signal's reason; the thread then ends, since a busy thread hears nothing. */
  async run(
    order: TaskOrder,
    signal: AbortSignal,
    onProgress?: (progress: FitProgress) => void,
  ): Promise<unknown> {
    signal.throwIfAborted();
    const abort = () => {
      this.settle()?.reject(signal.reason);
      void this.end();
    };
    signal.addEventListener("abort", abort, { once: true });
    this.worker.ref();
    try {
      return await new Promise((resolve, reject) => {
        this.job = { order, onProgress, resolve, reject };
        this.worker.postMessage(order);
      });
    } finally {
      signal.removeEventListener("abort", abort);
      this.worker.unref();
    }
  }

  async end(): Promise<void> {
    this.ended = true;
    await this.worker.terminate();
  }

  private hear(answer: TaskAnswer): void {
    if (answer.kind === "progress") this.job?.onProgress?.(answer.progress);
    else if (answer.kind === "done") this.settle()?.resolve(answer.result);
    else this.settle()?.reject(taskError(answer.failure));
  }

  private lose(cause: unknown): void {
    this.ended = true;
    const job = this.settle();
    job?.reject(new TaskError(`The thread of the step ${job.order.step} died.`, null, { cause }));
  }

  private settle(): Job | null {
    const job = this.job;
    this.job = null;
    return job;
  }
}

function taskError({ message, code, stack, name }: TaskFailure): TaskError {
  return new TaskError(message, code, { cause: { name, stack } });
}
