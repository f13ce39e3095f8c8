import { parentPort, workerData } from "node:worker_threads";
import { isLearningError } from "@pipepilot/ml";
import { createThreadPool } from "@pipepilot/ml/node/thread-pool";
import { STEPS } from "../steps/index";
import type { Step, StepContext, StepResult } from "../steps/step";
import type { TaskAnswer, TaskFailure, TaskOrder, TaskWorkerData } from "./messages";

if (!parentPort) throw new Error("This file runs as a worker thread only.");
const port = parentPort;
const { threads, threadFile } = workerData as TaskWorkerData;
const runner = createThreadPool({
  threads,
  workerFile: threadFile === null ? undefined : new URL(threadFile),
});

port.on("message", (order: TaskOrder) => void answer(order));

async function answer({ step, input }: TaskOrder): Promise<void> {
  try {
    const context: StepContext = { runner, onProgress: (progress) => send({ kind: "progress", progress }) };
    const result = await (STEPS[step] as Step<unknown, StepResult>).run(input, context);
    send({ kind: "done", result }, ownBuffers(result.blobs));
  } catch (error) {
    send({ kind: "failed", failure: describe(error) });
  }
}

function send(message: TaskAnswer, transfer: ArrayBuffer[] = []): void {
  port.postMessage(message, transfer);
}

/** The blobs' buffers, to be moved instead of copied; a view of a larger buffer is copied. */
function ownBuffers(blobs: Readonly<Record<string, Uint8Array>>): ArrayBuffer[] {
  const owned = Object.values(blobs).flatMap(({ buffer, byteLength }) =>
    buffer instanceof ArrayBuffer && buffer.byteLength === byteLength ? [buffer] : [],
  );
  return [...new Set(owned)];
}

function describe(error: unknown): TaskFailure {
  if (!(error instanceof Error))
    return { name: "Error", message: String(error), code: null, stack: undefined };
  const { name, message, stack } = error;
  return { name, message, code: isLearningError(error) ? error.code : null, stack };
}
