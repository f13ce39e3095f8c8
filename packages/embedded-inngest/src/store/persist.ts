import type { Decision } from "../state/apply-response";
import { mainPosition, isActive } from "../state/types";
import type { StepChange } from "../state/apply-opcodes";
import type { Claim } from "./claim";
import type { Queryable, Transaction } from "./database";
import { admitWaiting } from "./executions";
import { finishRun, wakeAfterStep } from "./finish";
import { findFunction, type RegisteredFunction } from "./functions";
import { lockRun, type LockedRun } from "./runs";
import { storeStep } from "./store-step";
import { addJob } from "../queue/jobs";

/** What the holder of a claim does after its decision is stored. */
export type Stored =
  /** Call again, with the finished step added. */
  | "continue"
  /** Call again, with the steps as the database has them. */
  | "reload"
  /** Nothing more: the run is parked, delayed, ended, or somebody else's. */
  | "stop";

/** The common case in one statement: the function's next step finished and the next may follow. */
export function isOneFinishedStep(claim: Claim, decision: Decision): boolean {
  const [change, ...others] = decision.steps;
  return (
    claim.state.position === mainPosition &&
    decision.next.kind === "continue" &&
    others.length === 0 &&
    change?.kind === "finished"
  );
}

export async function persistFinishedStep(db: Queryable, claim: Claim, change: StepChange): Promise<Stored> {
  const { rows } = await db.query<{ woken: boolean }>({
    name: "embedded-inngest-finished-step",
    text: `with held as (
       update embedded_inngest.executions set attempt = 0, delivery_failures = 0
       where run_id = $1 and position = '${mainPosition}' and lease = $2 returning woken
     ), stored as (
       insert into embedded_inngest.steps (run_id, step_id, name, status, memo, finished_order, ended_at)
       select $1, $3, $4, 'completed', $5::json, nextval('embedded_inngest.step_order'), now() from held
       on conflict (run_id, step_id) do nothing
     ) select woken from held`,
    values: [
      claim.state.runId,
      claim.lease,
      change.stepId,
      change.name,
      JSON.stringify(change.kind === "finished" ? change.memo : null),
    ],
  });
  if (!rows[0]) return "stop";
  return rows[0].woken ? "reload" : "continue";
}

/** Stores a decision, all of it or nothing; nothing when the claim was lost. */
export async function persistDecision(tx: Transaction, claim: Claim, decision: Decision): Promise<Stored> {
  const { runId, position } = claim.state;
  const run = await lockRun(tx, runId);
  const fn = run && (await findFunction(tx, run.functionId));
  if (!run || !fn || !isActive(run.status)) return "stop";
  const { rows } = await tx.query<{ woken: boolean }>(
    "select woken from embedded_inngest.executions where run_id = $1 and position = $2 and lease = $3 for update",
    [runId, position, claim.lease],
  );
  if (!rows[0]) return "stop";
  let again = rows[0].woken;
  for (const change of decision.steps) again = (await storeStep(tx, run, fn, change)) || again;
  return follow(tx, claim, decision, { run, fn, again });
}

interface Situation {
  readonly run: LockedRun;
  readonly fn: RegisteredFunction;
  /** A step finished meanwhile, so the function has to be called again. */
  readonly again: boolean;
}

async function follow(
  tx: Transaction,
  claim: Claim,
  { next }: Decision,
  { run, fn, again }: Situation,
): Promise<Stored> {
  const { runId, position } = claim.state;
  switch (next.kind) {
    case "continue":
      await tx.query(
        "update embedded_inngest.executions set attempt = 0, delivery_failures = 0 where run_id = $1 and position = $2",
        [runId, position],
      );
      return "reload";
    case "park":
      if (again) return "reload";
      await release(tx, claim);
      await admitWaiting(tx, fn.config);
      return "stop";
    case "step-finished":
      await release(tx, claim);
      await wakeAfterStep(tx, run, await isEager(tx, runId, position));
      return "stop";
    case "retry":
      await delay(tx, claim, next.at, next.attempt, 0);
      await admitWaiting(tx, fn.config);
      return "stop";
    case "redeliver":
      await delay(tx, claim, next.at, claim.state.attempt, next.deliveryFailures);
      await admitWaiting(tx, fn.config);
      return "stop";
    case "complete":
      await finishRun(tx, run, { status: "completed", output: next.output });
      return "stop";
    case "fail":
      await finishRun(tx, run, { status: "failed", error: next.error });
      return "stop";
  }
}

async function release(tx: Transaction, claim: Claim): Promise<void> {
  const { runId, position } = claim.state;
  await tx.query("delete from embedded_inngest.executions where run_id = $1 and position = $2", [
    runId,
    position,
  ]);
}

async function delay(
  tx: Transaction,
  claim: Claim,
  at: Date,
  attempt: number,
  deliveryFailures: number,
): Promise<void> {
  const { runId, position } = claim.state;
  await tx.query(
    `update embedded_inngest.executions set state = 'delayed', lease = null, due_at = $3, attempt = $4, delivery_failures = $5
     where run_id = $1 and position = $2`,
    [runId, position, at, attempt, deliveryFailures],
  );
  await addJob(tx, "execute", { runId, position }, at);
}

async function isEager(tx: Transaction, runId: string, stepId: string): Promise<boolean> {
  const { rows } = await tx.query<{ eager: boolean }>(
    "select eager from embedded_inngest.steps where run_id = $1 and step_id = $2",
    [runId, stepId],
  );
  return rows[0]?.eager ?? false;
}
