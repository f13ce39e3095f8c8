import { mainPosition, type Memo, type RunState, type StepState, type StepStatus } from "../state/types";
import { addJob } from "../queue/jobs";
import type { Queryable, Transaction } from "./database";
import { admitWaiting, hasLimits } from "./executions";
import { findFunction } from "./functions";
import { lockRun } from "./runs";
import { isActive } from "../state/types";

/** An execution in the hands of one server. Whoever claims it anew changes the lease, and the former holder can store nothing more. */
export interface Claim {
  readonly lease: string;
  readonly appUrl: string;
  readonly state: RunState;
}

interface ExecutionRow {
  state: "delayed" | "blocked" | "scheduled" | "executing";
  attempt: number;
  delivery_failures: number;
}

/** Takes an execution over, with everything that is needed to call the SDK; null when there is nothing to do (any more, or yet). */
export async function claimExecution(
  tx: Transaction,
  runId: string,
  position: string,
  lease: string,
): Promise<Claim | null> {
  const run = await lockRun(tx, runId);
  if (!run || !isActive(run.status)) return null;
  const { rows } = await tx.query<ExecutionRow>(
    "select state, attempt, delivery_failures from embedded_inngest.executions where run_id = $1 and position = $2",
    [runId, position],
  );
  const execution = rows[0];
  const fn = await findFunction(tx, run.functionId);
  if (!execution || !fn || execution.state === "blocked") return null;
  if (execution.state === "delayed" && hasLimits(fn.config)) {
    await queueForSlot(tx, runId, position);
    await admitWaiting(tx, fn.config);
    return null;
  }
  await tx.query(
    `update embedded_inngest.executions set state = 'executing', lease = $3, woken = false, due_at = null
     where run_id = $1 and position = $2`,
    [runId, position, lease],
  );
  if (run.status === "queued") {
    await tx.query("update embedded_inngest.runs set status = 'running', started_at = now() where id = $1", [
      runId,
    ]);
    if (fn.config.finishTimeoutMs !== null) {
      await addJob(
        tx,
        "run-timeout",
        { runId, timeout: "finish" },
        new Date(Date.now() + fn.config.finishTimeoutMs),
      );
    }
  }
  const steps = await loadSteps(tx, runId);
  const state: RunState = {
    runId,
    functionId: run.functionId,
    event: run.event,
    position,
    attempt: execution.attempt,
    maxAttempts: fn.config.maxAttempts,
    deliveryFailures: execution.delivery_failures,
    ...steps,
  };
  return { lease, appUrl: fn.appUrl, state };
}

/** A retry that has become due takes its place in the function's queue. */
async function queueForSlot(tx: Transaction, runId: string, position: string): Promise<void> {
  await tx.query(
    "update embedded_inngest.executions set state = 'blocked', due_at = null, queued_at = now() where run_id = $1 and position = $2",
    [runId, position],
  );
}

/** The run's steps as they stand now; null when the claim is lost. */
export async function reloadClaim(tx: Transaction, claim: Claim): Promise<Claim | null> {
  const { runId } = claim.state;
  const { rowCount } = await tx.query(
    "update embedded_inngest.executions set woken = false, attempt = 0, delivery_failures = 0 where run_id = $1 and position = $2 and lease = $3",
    [runId, mainPosition, claim.lease],
  );
  if (rowCount === 0) return null;
  return {
    ...claim,
    state: { ...claim.state, attempt: 0, deliveryFailures: 0, ...(await loadSteps(tx, runId)) },
  };
}

async function loadSteps(db: Queryable, runId: string): Promise<{ steps: StepState[]; stateBytes: number }> {
  const { rows } = await db.query<{ step_id: string; status: StepStatus; memo: Memo | null; bytes: number }>(
    `select step_id, status, memo, coalesce(octet_length(memo::text), 0) as bytes
     from embedded_inngest.steps where run_id = $1 order by finished_order nulls last, created_at, step_id`,
    [runId],
  );
  return {
    steps: rows.map((row) => ({ stepId: row.step_id, status: row.status, memo: row.memo })),
    stateBytes: rows.reduce((sum, row) => sum + row.bytes, 0),
  };
}
