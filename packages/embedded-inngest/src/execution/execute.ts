import { applyResponse, type Decision, type SdkResponse } from "../state/apply-response";
import type { RetryBackoff } from "../state/backoff";
import { ulid } from "../state/ids";
import type { StepChange } from "../state/apply-opcodes";
import type { Database } from "../store/database";
import { claimExecution, reloadClaim, type Claim } from "../store/claim";
import { isOneFinishedStep, persistDecision, persistFinishedStep, type Stored } from "../store/persist";
import { callSdk } from "./call-sdk";

export interface ExecutorOptions {
  readonly db: Database;
  readonly signingKey?: string;
  readonly retryBackoff: RetryBackoff;
  /** Aborted when this server stops: calls under way are taken back and begin again at the next start. */
  readonly stopping: AbortSignal;
  /** The app at this URL could not be reached. */
  readonly onUndelivered: (appUrl: string, message: string) => void;
}

export type Execute = (payload: { readonly runId: string; readonly position: string }) => Promise<void>;

/**
 * Runs executions: claim, then call the SDK and store what it answered, again and again while the run can go on.
 * Going on here instead of through the queue is what keeps the time between two steps short.
 */
export function createExecutor(options: ExecutorOptions): Execute {
  const active = new Map<string, Promise<void>>();
  return async ({ runId, position }) => {
    const key = `${runId}:${position}`;
    // A job that comes while another of its kind is under way is one that the queue lost track of, or already the next:
    // what is stored can reach the queue before its answer reaches us. So it waits, and then looks whether there is
    // anything to do.
    const before = active.get(key) ?? Promise.resolve();
    const own = before.catch(() => undefined).then(() => execute(options, runId, position));
    active.set(key, own);
    try {
      await own;
    } finally {
      if (active.get(key) === own) active.delete(key);
    }
  };
}

async function execute(options: ExecutorOptions, runId: string, position: string): Promise<void> {
  const { db, stopping } = options;
  const lease = ulid(Date.now());
  let claim = await db.persistently(
    () => db.transaction((tx) => claimExecution(tx, runId, position, lease)),
    stopping,
  );
  while (claim) {
    const current = claim;
    const response = await callSdk({
      appUrl: current.appUrl,
      state: current.state,
      signingKey: options.signingKey,
      stopping,
    });
    if (response.kind === "undelivered") options.onUndelivered(current.appUrl, response.message);
    const rules = { now: new Date(), retryBackoff: options.retryBackoff, random: Math.random() };
    const decision = applyResponse(current.state, response, rules);
    const stored = await db.persistently(() => persist(db, current, decision), stopping);
    claim = await following(options, current, decision, response, stored);
  }
}

async function persist(db: Database, claim: Claim, decision: Decision): Promise<Stored> {
  const [change] = decision.steps;
  if (change && isOneFinishedStep(claim, decision)) return persistFinishedStep(db.pool, claim, change);
  return db.transaction((tx) => persistDecision(tx, claim, decision));
}

async function following(
  { db, stopping }: ExecutorOptions,
  claim: Claim,
  decision: Decision,
  response: SdkResponse,
  stored: Stored,
): Promise<Claim | null> {
  if (stored === "stop") return null;
  const [change] = decision.steps;
  if (stored === "reload" || !change)
    return db.persistently(() => db.transaction((tx) => reloadClaim(tx, claim)), stopping);
  return withStep(claim, change, response.kind === "answer" ? response.bytes : 0);
}

function withStep(claim: Claim, change: StepChange, bytes: number): Claim {
  const memo = change.kind === "finished" ? change.memo : null;
  const { state } = claim;
  const steps = [
    ...state.steps.filter((step) => step.memo !== null),
    { stepId: change.stepId, status: "completed" as const, memo },
  ];
  const pending = state.steps.filter((step) => step.memo === null);
  return {
    ...claim,
    state: {
      ...state,
      attempt: 0,
      deliveryFailures: 0,
      steps: [...steps, ...pending],
      stateBytes: state.stateBytes + bytes,
    },
  };
}
