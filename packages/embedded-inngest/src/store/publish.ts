import { isCancelledBy, isTriggeredBy } from "../state/routing";
import { matchesExpression } from "../state/expression";
import type { EventPayload } from "../state/types";
import { isActive } from "../state/types";
import type { Transaction } from "./database";
import { finishRun, finishStep } from "./finish";
import { activeFunctions, type RegisteredFunction } from "./functions";
import { createRun, lockRun } from "./runs";

/** Sent by the server itself for every run; kept only when somebody listens. */
const endOfRunEvents = new Set([
  "inngest/function.finished",
  "inngest/function.cancelled",
  "inngest/function.failed",
]);

/**
 * Takes an event in: stores it, cancels what it cancels, answers those who wait for it, starts what it triggers.
 * An event whose id is known does nothing again.
 */
export async function publish(
  tx: Transaction,
  event: EventPayload,
  functions?: readonly RegisteredFunction[],
): Promise<void> {
  const listening = functions ?? (await activeFunctions(tx));
  const triggered = listening.filter(({ config }) => isTriggeredBy(config, event));
  const cancelling = listening.filter(({ config }) =>
    config.cancelOn.some((cancel) => cancel.event === event.name),
  );
  const waiting = await waitingSteps(tx, event);
  if (endOfRunEvents.has(event.name) && triggered.length + cancelling.length + waiting.length === 0) return;
  const { rowCount } = await tx.query(
    "insert into embedded_inngest.events (id, name, payload) values ($1, $2, $3) on conflict (id) do nothing",
    [event.id, event.name, JSON.stringify(event)],
  );
  if (rowCount === 0) return;
  for (const fn of cancelling) await cancelRuns(tx, fn, event);
  for (const { runId, stepId } of waiting) await finishStep(tx, runId, stepId, { type: "data", data: event });
  for (const fn of triggered) await createRun(tx, fn, event);
}

async function waitingSteps(
  tx: Transaction,
  event: EventPayload,
): Promise<{ runId: string; stepId: string }[]> {
  const { rows } = await tx.query<{
    run_id: string;
    step_id: string;
    wait_expression: string | null;
    event: EventPayload;
  }>(
    `select s.run_id, s.step_id, s.wait_expression, r.event
     from embedded_inngest.steps s join embedded_inngest.runs r on r.id = s.run_id
     where s.status = 'waiting' and s.wait_event = $1 order by s.run_id, s.step_id`,
    [event.name],
  );
  return rows
    .filter((row) => matchesExpression(row.wait_expression, { event: row.event, async: event }))
    .map((row) => ({ runId: row.run_id, stepId: row.step_id }));
}

async function cancelRuns(
  tx: Transaction,
  { config }: RegisteredFunction,
  event: EventPayload,
): Promise<void> {
  const { rows } = await tx.query<{ id: string; event: EventPayload; created_at: Date }>(
    "select id, event, created_at from embedded_inngest.runs where function_id = $1 and ended_at is null order by id",
    [config.id],
  );
  const now = new Date();
  for (const row of rows.filter((one) => isCancelledBy(config, one.event, one.created_at, event, now))) {
    const run = await lockRun(tx, row.id);
    if (run && isActive(run.status))
      await finishRun(tx, run, { status: "cancelled", reason: `cancelled by event ${event.name}` });
  }
}
