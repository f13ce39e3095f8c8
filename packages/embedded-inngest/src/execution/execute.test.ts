import { setTimeout as delay } from "node:timers/promises";
import { expect, it } from "vitest";
import type { Database } from "../store/database";
import { createExecutor } from "./execute";

/** A database that answers every claim with "nothing to do", when told to. */
function slowDatabase() {
  const claims: (() => void)[] = [];
  const persistently = () => new Promise<null>((resolve) => claims.push(() => resolve(null)));
  return { claims, db: { persistently } as unknown as Database };
}

it("looks again for a job that came while the one before was about to end", async () => {
  const { claims, db } = slowDatabase();
  const execute = createExecutor({
    db,
    retryBackoff: { baseMs: 1, maxMs: 1 },
    stopping: new AbortController().signal,
    onUndelivered: () => undefined,
  });
  const job = { runId: "run", position: "step" };
  const first = execute(job);
  // The first has stored what comes next, and the queue was quicker than its answer: this job is what it stored.
  const second = execute(job);
  const other = execute({ runId: "other", position: "step" });
  await delay(5);
  expect(claims).toHaveLength(2);
  claims[0]();
  await first;
  await delay(5);
  expect(claims).toHaveLength(3);
  claims[1]();
  claims[2]();
  await Promise.all([second, other]);
});
