import { parentPort } from "node:worker_threads";
import { runToEnd } from "../parallel/task";
import { findTask } from "../parallel/tasks";
import { describeFailure, type TaskAnswer, type TaskOrder } from "./thread-messages";

if (!parentPort) throw new Error("This file runs as a worker thread only.");
const port = parentPort;

port.on("message", ({ name, payload }: TaskOrder) => {
  try {
    const result = runToEnd(findTask(name)(payload));
    const answer: TaskAnswer = { ok: true, result };
    port.postMessage(answer, ownBuffers(result));
  } catch (error) {
    const answer: TaskAnswer = { ok: false, error: describeFailure(error) };
    port.postMessage(answer);
  }
});

/** The buffers of a result's typed arrays, to be moved instead of copied. */
function ownBuffers(result: unknown): ArrayBuffer[] {
  if (typeof result !== "object" || result === null) return [];
  const buffers = Object.values(result).flatMap((value: unknown) =>
    ArrayBuffer.isView(value) && value.buffer instanceof ArrayBuffer ? [value.buffer] : [],
  );
  return [...new Set(buffers)];
}
