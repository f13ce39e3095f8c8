import { ulid } from "../state/ids";
import { idempotencyKey, slotKeys } from "../state/routing";
import type { EventPayload, RunStatus } from "../state/types";
import { addJob } from "../queue/jobs";
import { admitWaiting, queueExecution } from "./executions";
import type { RegisteredFunction } from "./functions";
import type { Queryable, Transaction } from "./database";

/** A run as the API shows it. */
export interface RunRecord {
  readonly id: string;
  readonly functionId: string;
  readonly eventId: string;
  readonly status: RunStatus;
  readonly output: unknown;
  readonly error: unknown;
  readonly createdAt: Date;
  readonly startedAt: Date | null;
  readonly endedAt: Date | null;
}

/** A run whose row is locked until the transaction ends. */
export interface LockedRun {
  readonly id: string;
  readonly functionId: string;
  readonly event: EventPayload;
  readonly status: RunStatus;
  readonly slotKeys: readonly string[];
  readonly parentRunId: string | null;
  readonly parentStepId: string | null;
  readonly createdAt: Date;
}

const idempotencyHours = 24;

/** Starts a run of `fn` for `event`, unless its idempotency key was used in the last 24 hours. Answers its id, or null. */
export async function createRun(
  tx: Transaction,
  fn: RegisteredFunction,
  event: EventPayload,
  parent: { readonly runId: string; readonly stepId: string } | null = null,
): Promise<string | null> {
  const { config } = fn;
  if (parent === null && !(await takeIdempotencyKey(tx, fn, event))) return null;
  const runId = ulid(Date.now());
  const slots = slotKeys(config, event);
  await tx.query(
    `insert into embedded_inngest.runs (id, function_id, event_id, event, status, slot_keys, parent_run_id, parent_step_id)
     values ($1, $2, $3, $4, 'queued', $5, $6, $7)`,
    [runId, config.id, event.id, JSON.stringify(event), slots, parent?.runId ?? null, parent?.stepId ?? null],
  );
  const later = event.ts > Date.now() ? new Date(event.ts) : undefined;
  await queueExecution(tx, config, { runId, position: "step", slotKeys: slots, at: later });
  await admitWaiting(tx, config);
  if (config.startTimeoutMs !== null) {
    const from = Math.max(Date.now(), event.ts);
    await addJob(tx, "run-timeout", { runId, timeout: "start" }, new Date(from + config.startTimeoutMs));
  }
  return runId;
}

async function takeIdempotencyKey(
  tx: Transaction,
  { config }: RegisteredFunction,
  event: EventPayload,
): Promise<boolean> {
  const key = idempotencyKey(config, event);
  if (key === null) return true;
  const { rowCount } = await tx.query(
    `insert into embedded_inngest.idempotency_keys (function_id, key) values ($1, $2)
     on conflict (function_id, key) do update set used_at = now()
     where idempotency_keys.used_at < now() - make_interval(hours => ${idempotencyHours})`,
    [config.id, key],
  );
  return rowCount === 1;
}

/** Locks a run; every change of its steps and executions, but the quick one, happens under this lock. */
export async function lockRun(tx: Transaction, runId: string): Promise<LockedRun | null> {
  const { rows } = await tx.query<{
    function_id: string;
    event: EventPayload;
    status: RunStatus;
    slot_keys: string[];
    parent_run_id: string | null;
    parent_step_id: string | null;
    created_at: Date;
  }>(
    `select function_id, event, status, slot_keys, parent_run_id, parent_step_id, created_at
     from embedded_inngest.runs where id = $1 for update`,
    [runId],
  );
  const row = rows[0];
  if (!row) return null;
  return {
    id: runId,
    functionId: row.function_id,
    event: row.event,
    status: row.status,
    slotKeys: row.slot_keys,
    parentRunId: row.parent_run_id,
    parentStepId: row.parent_step_id,
    createdAt: row.created_at,
  };
}

export async function findRun(db: Queryable, runId: string): Promise<RunRecord | null> {
  return (await selectRuns(db, "id = $1", runId))[0] ?? null;
}

/** The runs an event started, oldest first; null when there is no such event. */
export async function runsOfEvent(db: Queryable, eventId: string): Promise<RunRecord[] | null> {
  const { rowCount } = await db.query("select from embedded_inngest.events where id = $1", [eventId]);
  return rowCount === 0 ? null : selectRuns(db, "event_id = $1", eventId);
}

async function selectRuns(db: Queryable, condition: string, value: string): Promise<RunRecord[]> {
  const { rows } = await db.query<RunRecord>(
    `select id, function_id as "functionId", event_id as "eventId", status, output, error, created_at as "createdAt",
       started_at as "startedAt", ended_at as "endedAt"
     from embedded_inngest.runs where ${condition} order by id`,
    [value],
  );
  return rows;
}
