import { ulid } from "../state/ids";
import { serializedError } from "../state/serialized-error";
import type { StepChange } from "../state/apply-opcodes";
import type { EventPayload, StepStatus } from "../state/types";
import { addJob } from "../queue/jobs";
import type { Transaction } from "./database";
import { queueExecution } from "./executions";
import { activeFunction, type RegisteredFunction } from "./functions";
import { createRun, type LockedRun } from "./runs";

/** Stores one reported step of a locked run; true when it is finished at once, so that the function can go on. */
export async function storeStep(
  tx: Transaction,
  run: LockedRun,
  fn: RegisteredFunction,
  change: StepChange,
): Promise<boolean> {
  switch (change.kind) {
    case "finished":
      await storeFinished(tx, run, change);
      return false;
    case "planned":
      if (await insertPending(tx, run, change, "planned")) {
        await queueExecution(tx, fn.config, {
          runId: run.id,
          position: change.stepId,
          slotKeys: run.slotKeys,
        });
      }
      return false;
    case "sleeping":
    case "waiting":
      if (await insertPending(tx, run, change, change.kind)) await scheduleDue(tx, run, change);
      return false;
    case "invoking":
      return invoke(tx, run, change);
  }
}

async function storeFinished(
  tx: Transaction,
  run: LockedRun,
  change: Extract<StepChange, { kind: "finished" }>,
): Promise<void> {
  await tx.query(
    `insert into embedded_inngest.steps (run_id, step_id, name, status, memo, finished_order, ended_at)
     values ($1, $2, $3, 'completed', $4, nextval('embedded_inngest.step_order'), now())
     on conflict (run_id, step_id) do update
     set status = 'completed', memo = excluded.memo, finished_order = excluded.finished_order, ended_at = now()
     where steps.status not in ('completed', 'abandoned')`,
    [run.id, change.stepId, change.name, JSON.stringify(change.memo)],
  );
}

type Pending = Exclude<StepChange, { kind: "finished" }>;

/** False when the step was known already: a pending step is reported again at every call. */
async function insertPending(
  tx: Transaction,
  run: LockedRun,
  change: Pending,
  status: StepStatus,
): Promise<boolean> {
  const { rowCount } = await tx.query(
    `insert into embedded_inngest.steps (run_id, step_id, name, status, eager, wait_event, wait_expression, due_at)
     values ($1, $2, $3, $4, $5, $6, $7, $8) on conflict (run_id, step_id) do nothing`,
    [
      run.id,
      change.stepId,
      change.name,
      status,
      change.kind === "planned" && change.eager,
      change.kind === "waiting" ? change.event : null,
      change.kind === "waiting" ? change.expression : null,
      change.kind === "planned" ? null : change.dueAt,
    ],
  );
  return rowCount === 1;
}

async function scheduleDue(
  tx: Transaction,
  run: LockedRun,
  change: Exclude<Pending, { kind: "planned" }>,
): Promise<void> {
  await addJob(tx, "step-due", { runId: run.id, stepId: change.stepId }, change.dueAt);
}

async function invoke(
  tx: Transaction,
  run: LockedRun,
  change: Extract<StepChange, { kind: "invoking" }>,
): Promise<boolean> {
  const target = await activeFunction(tx, change.functionId);
  if (!target) {
    const error = serializedError(
      "FunctionNotFound",
      `function "${change.functionId}" is not registered, so it cannot be invoked`,
    );
    await storeFinished(tx, run, { ...change, kind: "finished", memo: { type: "error", error } });
    return true;
  }
  if (!(await insertPending(tx, run, change, "invoking"))) return false;
  const event: EventPayload = {
    id: ulid(Date.now()),
    name: "inngest/function.invoked",
    data: change.payload.data ?? {},
    user: {},
    ts: Date.now(),
    ...(change.payload.v ? { v: change.payload.v } : {}),
  };
  await tx.query("insert into embedded_inngest.events (id, name, payload) values ($1, $2, $3)", [
    event.id,
    event.name,
    JSON.stringify(event),
  ]);
  await createRun(tx, target, event, { runId: run.id, stepId: change.stepId });
  await scheduleDue(tx, run, change);
  return false;
}
