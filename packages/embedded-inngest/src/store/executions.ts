import { admit } from "../state/admission";
import type { FunctionConfig } from "../state/function-config";
import { mainPosition } from "../state/types";
import { addJob } from "../queue/jobs";
import type { Queryable, Transaction } from "./database";

interface NewExecution {
  readonly runId: string;
  readonly position: string;
  readonly slotKeys: readonly string[];
  /** Not before this. */
  readonly at?: Date;
}

/** Queues a run at a position; true when it was not queued already. A function with limits also needs `admitWaiting`. */
export async function queueExecution(
  tx: Transaction,
  config: FunctionConfig,
  execution: NewExecution,
): Promise<boolean> {
  const { runId, position, slotKeys, at } = execution;
  const state = at ? "delayed" : hasLimits(config) ? "blocked" : "scheduled";
  const { rowCount } = await tx.query(
    `insert into embedded_inngest.executions (run_id, position, function_id, state, slot_keys, due_at)
     values ($1, $2, $3, $4, $5, $6) on conflict do nothing`,
    [runId, position, config.id, state, slotKeys, at ?? null],
  );
  if (rowCount === 1 && state !== "blocked") await addJob(tx, "execute", { runId, position }, at);
  return rowCount === 1;
}

/** Has the function called again because a step finished; at once, or after the call that is under way. */
export async function wakeRun(
  tx: Transaction,
  config: FunctionConfig,
  runId: string,
  slotKeys: readonly string[],
): Promise<void> {
  if (await queueExecution(tx, config, { runId, position: mainPosition, slotKeys })) return;
  await tx.query("update embedded_inngest.executions set woken = true where run_id = $1 and position = $2", [
    runId,
    mainPosition,
  ]);
}

/** Gives free slots of a function to those that wait for them, oldest first. One server at a time does so per function. */
export async function admitWaiting(tx: Transaction, config: FunctionConfig): Promise<void> {
  if (!hasLimits(config)) return;
  await tx.query("select pg_advisory_xact_lock(hashtextextended('embedded_inngest.slots:' || $1, 0))", [
    config.id,
  ]);
  const waiting = await tx.query<{ run_id: string; position: string; slot_keys: string[] }>(
    `select run_id, position, slot_keys from embedded_inngest.executions
     where function_id = $1 and state = 'blocked' order by queued_at, run_id`,
    [config.id],
  );
  if (waiting.rows.length === 0) return;
  const admitted = admit(
    waiting.rows.map((row) => ({ runId: row.run_id, position: row.position, slotKeys: row.slot_keys })),
    await heldSlots(tx, config.id),
    config.concurrency,
  );
  for (const { runId, position } of admitted) {
    await tx.query(
      "update embedded_inngest.executions set state = 'scheduled' where run_id = $1 and position = $2",
      [runId, position],
    );
    await addJob(tx, "execute", { runId, position });
  }
}

async function heldSlots(db: Queryable, functionId: string): Promise<Map<string, number>> {
  const { rows } = await db.query<{ key: string; held: number }>(
    `select key, count(*)::int as held from embedded_inngest.executions, unnest(slot_keys) as key
     where function_id = $1 and state in ('scheduled', 'executing') group by key`,
    [functionId],
  );
  return new Map(rows.map((row) => [row.key, row.held]));
}

export function hasLimits(config: FunctionConfig): boolean {
  return config.concurrency.length > 0;
}

/** An app answers again: calls that could not be delivered to it need not wait any longer. */
export async function redeliverNow(tx: Transaction, appUrl: string): Promise<void> {
  const { rows } = await tx.query<{ run_id: string; position: string }>(
    `update embedded_inngest.executions e set due_at = now() from embedded_inngest.functions f
     where f.id = e.function_id and f.app_url = $1 and e.state = 'delayed' and e.delivery_failures > 0
     returning e.run_id, e.position`,
    [appUrl],
  );
  for (const { run_id: runId, position } of rows) await addJob(tx, "execute", { runId, position });
}
