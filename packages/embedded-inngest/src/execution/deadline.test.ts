import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { expect, it } from "vitest";
import { createDeadline } from "./deadline";

setFlagsFromString("--expose_gc");
const collectGarbage = runInNewContext("gc") as () => void;

function untilAborted(stopping: AbortSignal, ms: number) {
  const deadline = createDeadline(stopping, ms);
  const { signal } = deadline;
  return new Promise<boolean>((resolve) => {
    signal.addEventListener("abort", () => resolve(deadline.isOver()), { once: true });
  });
}

it("fires although garbage was collected meanwhile", async () => {
  const over = untilAborted(new AbortController().signal, 100);
  collectGarbage();
  await new Promise((resolve) => setTimeout(resolve, 20));
  collectGarbage();
  expect(await over).toBe(true);
});

it("fires when the work is to stop, which is not the time", async () => {
  const stopping = new AbortController();
  const over = untilAborted(stopping.signal, 60_000);
  stopping.abort();
  expect(await over).toBe(false);
});
