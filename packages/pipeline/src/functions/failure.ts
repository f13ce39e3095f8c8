import { appendStepLog, DomainError, failStep, type RunError } from "@pipepilot/domain";
import { isLearningError } from "@pipepilot/ml";
import { NonRetriableError } from "inngest";
import { TaskError } from "../tasks/task-pool";
import type { StepScope } from "./dependencies";

export interface Tries {
  /** 0 for the first. */
  readonly attempt: number;
  readonly maxAttempts: number;
}

export const DEFAULT_ATTEMPTS = 4;

/** The run was cancelled, or ended otherwise, while a step worked for it. */
export class RunOverError extends Error {
  override readonly name = "RunOverError";
}

/**
 * Runs a step's work and decides what an error means: bad data or a bad config fail the step for good; anything else is
 * tried again and fails the step with the last try. What people read never shows a stack, a path or SQL.
 */
export async function guardStep<T>(scope: StepScope, tries: Tries, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (scope.shutdown.aborted) throw error;
    if (error instanceof RunOverError || (DomainError.is(error) && error.code === "run_finished"))
      throw new NonRetriableError("The pipeline run is over.");
    const blamed = blame(error);
    const { key, ctx, logger } = scope;
    logger.warn({ step: key, ...ctx.actor, error: describe(error) }, "A step failed.");
    if (!blamed && tries.attempt + 1 < tries.maxAttempts) {
      await note(scope, `Try ${tries.attempt + 1} failed: ${publicMessage(error)} It will be tried again.`);
      throw error;
    }
    const failure = blamed ?? { code: "internal", message: publicMessage(error) };
    await failStep({ ctx, input: { key, error: { ...failure, step: key } } });
    await appendStepLog({ ctx, input: { key, lines: [{ level: "error", message: failure.message }] } });
    // Without its cause: what Inngest keeps is for people, and the log has the rest.
    throw new NonRetriableError(failure.message);
  }
}

/** What to tell about an error that trying again cannot mend; null for any other. */
export function blame(error: unknown): RunError | null {
  if (error instanceof TaskError)
    return error.code === null ? null : { code: error.code, message: error.message };
  if (isLearningError(error)) return { code: error.code, message: error.message };
  if (DomainError.is(error) && !["unavailable", "rate_limited"].includes(error.kind))
    return { code: error.code, message: error.message };
  return null;
}

/** What to tell about an error of our own making. */
export function publicMessage(error: unknown): string {
  if (DomainError.is(error)) return error.message;
  if (error instanceof Error && error.name === "StorageError") return error.message;
  return "The step stopped for a reason inside PipePilot; the worker's log has the details.";
}

async function note({ ctx, key }: StepScope, message: string): Promise<void> {
  // The log is of no use where the database is what failed.
  await appendStepLog({ ctx, input: { key, lines: [{ level: "warn", message }] } }).catch(() => undefined);
}

function describe(error: unknown): object {
  if (!(error instanceof Error)) return { message: String(error) };
  return { name: error.name, message: error.message, stack: error.stack, cause: error.cause };
}
