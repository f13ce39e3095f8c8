import type { FunctionConfig } from "../state/function-config";
import {
  isActive,
  mainPosition,
  type EventPayload,
  type Memo,
  type RunState,
  type RunStatus,
  type StepState,
  type StepStatus,
} from "../state/types";
import { addJob } from "../queue/jobs";
import type { Queryable, Transaction } from "./database";
import { admitWaiting, hasLimits } from "./executions";

/** An execution in the hands of one server. Whoever claims it anew changes the lease, and the former holder can store nothing more. */
export interface Claim {
  readonly lease: string;
  readonly appUrl: string;
  readonly state: RunState;
}

interface ClaimRow {
  function_id: string;
  event: EventPayload;
  status: RunStatus;
  state: "delayed" | "blocked" | "scheduled" | "executing";
  attempt: number;
  delivery_failures: number;
  early: boolean;
  config: FunctionConfig;
  app_url: string;
}

/** Takes an execution over, with everything that is needed to call the SDK; null when there is nothing to do (any more, or yet). */
export async function claimExecution(
  tx: Transaction,
  runId: string,
  position: string,
  lease: string,
): Promise<Claim | null> {
  const row = await lockExecution(tx, runId, position);
  // One that is delayed has a job of its own for when it is due.
  if (!row || !isActive(row.status) || row.state === "blocked" || row.early) return null;
  if (row.state === "delayed" && hasLimits(row.config)) {
    await queueForSlot(tx, runId, position);
    await admitWaiting(tx, row.config);
    return null;
  }
  await markExecuting(tx, runId, position, lease);
  const isFirst = row.status === "queued";
  if (isFirst && row.config.finishTimeoutMs !== null) {
    const due = new Date(Date.now() + row.config.finishTimeoutMs);
    await addJob(tx, "run-timeout", { runId, timeout: "finish" }, due);
  }
  const steps = isFirst ? { steps: [], stateBytes: 0 } : await loadSteps(tx, runId);
  const state: RunState = {
    runId,
    functionId: row.function_id,
    event: row.event,
    position,
    attempt: row.attempt,
    maxAttempts: row.config.maxAttempts,
    deliveryFailures: row.delivery_failures,
    ...steps,
  };
  return { lease, appUrl: row.app_url, state };
}

/** Locks run and execution; few round trips here are what makes the first step start soon. */
async function lockExecution(
  tx: Transaction,
  runId: string,
  position: string,
): Promise<ClaimRow | undefined> {
  const { rows } = await tx.query<ClaimRow>({
    name: "embedded-inngest-lock-execution",
    text: `select r.function_id, r.event, r.status, e.state, e.attempt, e.delivery_failures,
         coalesce(e.due_at > now(), false) as early, f.config, f.app_url
       from embedded_inngest.runs r
       join embedded_inngest.executions e on e.run_id = r.id
       join embedded_inngest.functions f on f.id = r.function_id
       where r.id = $1 and e.position = $2 for update of r, e`,
    values: [runId, position],
  });
  return rows[0];
}

async function markExecuting(tx: Transaction, runId: string, position: string, lease: string): Promise<void> {
  await tx.query({
    name: "embedded-inngest-mark-executing",
    text: `with started as (
         update embedded_inngest.runs set status = 'running', started_at = now() where id = $1 and status = 'queued'
       )
       update embedded_inngest.executions set state = 'executing', lease = $3, woken = false, due_at = null
       where run_id = $1 and position = $2`,
    values: [runId, position, lease],
  });
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
