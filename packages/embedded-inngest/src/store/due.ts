import { nextTick } from "../state/cron";
import { serializedError } from "../state/serialized-error";
import type { EventPayload, Memo, StepStatus } from "../state/types";
import { isActive } from "../state/types";
import { addJob } from "../queue/jobs";
import type { Transaction } from "./database";
import { finishRun, finishStep } from "./finish";
import { activeFunction, onQueueClock } from "./functions";
import { createRun, lockRun } from "./runs";

/** Ends a sleep, or gives up a wait or an invocation. */
export async function finishDueStep(tx: Transaction, runId: string, stepId: string): Promise<void> {
  const { rows } = await tx.query<{ status: StepStatus }>(
    "select status from embedded_inngest.steps where run_id = $1 and step_id = $2",
    [runId, stepId],
  );
  if (rows[0]) await finishStep(tx, runId, stepId, dueMemo(rows[0].status));
}

function dueMemo(status: StepStatus): Memo {
  if (status !== "invoking") return { type: "data", data: null };
  const message = "timed out waiting for the invoked function to complete";
  return { type: "error", error: serializedError("InngestInvokeTimeoutError", message) };
}

/** Cancels a run that has not started, or not finished, in the time its function allows. */
export async function cancelOverdueRun(
  tx: Transaction,
  runId: string,
  timeout: "start" | "finish",
): Promise<void> {
  const run = await lockRun(tx, runId);
  if (!run || !isActive(run.status) || (timeout === "start" && run.status !== "queued")) return;
  await finishRun(tx, run, { status: "cancelled", reason: `the function's ${timeout} timeout passed` });
}

/**
 * Fires a cron trigger whose tick has come and schedules the next. The row's lock and the event's id make one run
 * per tick, however many servers there are; ticks that passed while no server ran count as one.
 */
export async function fireCron(tx: Transaction, functionId: string, cron: string, now: Date): Promise<void> {
  const { rows } = await tx.query<{ next_at: Date }>(
    "select next_at from embedded_inngest.crons where function_id = $1 and cron = $2 for update",
    [functionId, cron],
  );
  const fn = await activeFunction(tx, functionId);
  const tick = rows[0]?.next_at;
  if (!tick || !fn) return;
  // A timer may be a moment early: the clock that asked for the job is not the queue's.
  const early = tick.getTime() - now.getTime() > 50;
  const next = early ? tick : nextTick(cron, new Date(Math.max(now.getTime(), tick.getTime())));
  if (!early) {
    const event = cronEvent(functionId, cron, tick, now);
    const { rowCount } = await tx.query(
      "insert into embedded_inngest.events (id, name, payload) values ($1, $2, $3) on conflict (id) do nothing",
      [event.id, event.name, JSON.stringify(event)],
    );
    if (rowCount === 1) await createRun(tx, fn, event);
    await tx.query("update embedded_inngest.crons set next_at = $3 where function_id = $1 and cron = $2", [
      functionId,
      cron,
      next,
    ]);
  }
  await addJob(tx, "cron-tick", { functionId, cron }, onQueueClock(next, now));
}

function cronEvent(functionId: string, cron: string, tick: Date, now: Date): EventPayload {
  return {
    id: `cron:${functionId}:${cron}:${tick.toISOString()}`,
    name: "inngest/scheduled.timer",
    data: { cron },
    user: {},
    ts: Math.min(tick.getTime(), now.getTime()),
  };
}
