import { serializedError } from "../state/serialized-error";
import { ulid } from "../state/ids";
import type { EventPayload, Memo } from "../state/types";
import { isActive } from "../state/types";
import { removeJob } from "../queue/jobs";
import type { Transaction } from "./database";
import { admitWaiting, wakeRun } from "./executions";
import { findFunction } from "./functions";
import { publish } from "./publish";
import { lockRun, type LockedRun } from "./runs";

export type RunEnd =
  | { readonly status: "completed"; readonly output: unknown }
  | { readonly status: "failed"; readonly error: unknown }
  | { readonly status: "cancelled"; readonly reason: string };

/** Ends a locked, active run: frees what it held, answers who invoked it, and tells those who listen. */
export async function finishRun(tx: Transaction, run: LockedRun, end: RunEnd): Promise<void> {
  const output = end.status === "completed" ? JSON.stringify(end.output ?? null) : null;
  const error = end.status === "completed" ? null : errorOf(end);
  await tx.query(
    "update embedded_inngest.runs set status = $2, output = $3, error = $4, ended_at = now() where id = $1",
    [run.id, end.status, output, error === null ? null : JSON.stringify(error)],
  );
  await tx.query("delete from embedded_inngest.executions where run_id = $1", [run.id]);
  await abandonSteps(tx, run.id);
  const fn = await findFunction(tx, run.functionId);
  if (fn) await admitWaiting(tx, fn.config);
  if (run.parentRunId !== null && run.parentStepId !== null) {
    const memo: Memo =
      end.status === "completed" ? { type: "data", data: end.output ?? null } : { type: "error", error };
    await finishStep(tx, run.parentRunId, run.parentStepId, memo);
  }
  for (const event of endEvents(run, end, error)) await publish(tx, event);
}

/**
 * Finishes a pending step of a run and has its function called again. Nothing happens when the step is finished
 * already or the run has ended.
 */
export async function finishStep(tx: Transaction, runId: string, stepId: string, memo: Memo): Promise<void> {
  const run = await lockRun(tx, runId);
  if (!run || !isActive(run.status)) return;
  const { rowCount } = await tx.query(
    `update embedded_inngest.steps set status = 'completed', memo = $3, finished_order = nextval('embedded_inngest.step_order'), ended_at = now()
     where run_id = $1 and step_id = $2 and status not in ('completed', 'abandoned')`,
    [runId, stepId, JSON.stringify(memo)],
  );
  if (rowCount === 0) return;
  await removeJob(tx, "step-due", { runId, stepId });
  await wakeAfterStep(tx, run, false);
}

async function abandonSteps(tx: Transaction, runId: string): Promise<void> {
  const { rows } = await tx.query<{ step_id: string }>(
    `update embedded_inngest.steps set status = 'abandoned', ended_at = now()
     where run_id = $1 and status not in ('completed', 'abandoned') returning step_id`,
    [runId],
  );
  for (const { step_id: stepId } of rows) await removeJob(tx, "step-due", { runId, stepId });
}

/** While planned siblings run, the SDK would run the last of them itself, a second time; so the function waits for all, unless it races. */
export async function wakeAfterStep(tx: Transaction, run: LockedRun, eager: boolean): Promise<void> {
  const fn = await findFunction(tx, run.functionId);
  if (!fn) return;
  const { rowCount } = await tx.query(
    "select from embedded_inngest.steps where run_id = $1 and status = 'planned' limit 1",
    [run.id],
  );
  if (eager || rowCount === 0) await wakeRun(tx, fn.config, run.id, run.slotKeys);
  await admitWaiting(tx, fn.config);
}

function errorOf(end: Exclude<RunEnd, { status: "completed" }>): unknown {
  return end.status === "failed" ? end.error : serializedError("FunctionCancelled", end.reason);
}

function endEvents(run: LockedRun, end: RunEnd, error: unknown): EventPayload[] {
  const about = { function_id: run.functionId, run_id: run.id, event: run.event, events: [run.event] };
  const event = (name: string, data: Record<string, unknown>): EventPayload => ({
    id: ulid(Date.now()),
    name,
    data: { ...about, ...data },
    user: {},
    ts: Date.now(),
  });
  if (end.status === "completed") return [event("inngest/function.finished", { result: end.output ?? null })];
  if (end.status === "cancelled") return [event("inngest/function.cancelled", { error })];
  return [event("inngest/function.failed", { error }), event("inngest/function.finished", { error })];
}
