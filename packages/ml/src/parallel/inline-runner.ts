import type { TaskRunner } from "../family";
import { nextTurn, runWithPauses } from "./task";
import { findTask } from "./tasks";

/** Runs tasks one after the other on the calling thread; the answer to "no runner". */
export const inlineRunner: TaskRunner = {
  threads: 1,
  async run<Payload, Result>(
    name: string,
    payloads: readonly Payload[],
    { signal, onResult }: { signal?: AbortSignal; onResult?: (index: number, result: Result) => void } = {},
  ): Promise<Result[]> {
    const task = findTask(name);
    const results: Result[] = [];
    for (const payload of payloads) {
      const result = (await runWithPauses(task(payload), signal)) as Result;
      onResult?.(results.length, result);
      results.push(result);
      await nextTurn();
    }
    signal?.throwIfAborted();
    return results;
  },
};
