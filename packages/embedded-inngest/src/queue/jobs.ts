import type { Transaction } from "../store/database";

/** graphile-worker's own schema. */
export const jobsSchema = "embedded_inngest_jobs";

/** The kinds of jobs and their payloads. A job only says where to look; what is true stands in the tables. */
export interface JobPayloads {
  /** Call the SDK for a run at a position. */
  execute: { runId: string; position: string };
  /** A sleep is over, or a wait or an invocation has timed out. */
  "step-due": { runId: string; stepId: string };
  /** A run that should have started, or finished, by now. */
  "run-timeout": { runId: string; timeout: "start" | "finish" };
  /** A cron trigger's tick. */
  "cron-tick": { functionId: string; cron: string };
}

const keyOf: { [Kind in keyof JobPayloads]: (payload: JobPayloads[Kind]) => string } = {
  execute: ({ runId, position }) => `execute:${runId}:${position}`,
  "step-due": ({ runId, stepId }) => `step-due:${runId}:${stepId}`,
  "run-timeout": ({ runId, timeout }) => `run-timeout:${runId}:${timeout}`,
  "cron-tick": ({ functionId, cron }) => `cron-tick:${functionId}:${cron}`,
};

/** A killed worker's job is taken over without counting; so attempts must never run out. */
const maxAttempts = 32_767;

/** Adds a job to the transaction, in place of a waiting one of the same key. Without `runAt` it is due at once. */
export async function addJob<Kind extends keyof JobPayloads>(
  tx: Transaction,
  kind: Kind,
  payload: JobPayloads[Kind],
  runAt?: Date,
): Promise<void> {
  await tx.query(
    `select from ${jobsSchema}.add_job($1, payload => $2::json, run_at => $3::timestamptz, max_attempts => $4, job_key => $5)`,
    [kind, JSON.stringify(payload), runAt ?? null, maxAttempts, keyOf[kind](payload)],
  );
  if (runAt) tx.dueAt(runAt);
}

/** Takes a job out that is no longer needed. One that is being worked on finds nothing to do. */
export async function removeJob<Kind extends keyof JobPayloads>(
  tx: Transaction,
  kind: Kind,
  payload: JobPayloads[Kind],
): Promise<void> {
  await tx.query(`select from ${jobsSchema}.remove_job($1)`, [keyOf[kind](payload)]);
}
