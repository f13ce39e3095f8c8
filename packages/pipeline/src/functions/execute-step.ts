import {
  appendStepLog,
  findCachedStep,
  finishStep,
  startStep,
  type BlobRef,
  type StartedStep,
  type StepOutputs,
} from "@pipepilot/domain";
import { explainRun, type StepKey } from "../steps/key";
import type { StepScope } from "./dependencies";
import { storeBlobs } from "./blobs";
import { keep } from "./keep";

/** What one step hands to the next: references and small facts, so that any engine's payload limit is safe. */
export interface StepRef<F = StepOutputs["facts"]> {
  readonly blobs: BlobRef[];
  readonly facts: F;
  readonly cached: boolean;
}

export interface StepOrder<F> {
  /** The step's type, "train". */
  readonly step: string;
  readonly key: StepKey;
  /** False where the result depends on more than the key says. */
  readonly cacheable: boolean;
  readonly work: () => Promise<StepMade<F>>;
}

export interface StepMade<F> {
  /** New bytes to keep. */
  readonly blobs?: Readonly<Record<string, Uint8Array>>;
  readonly facts: F;
  readonly log?: readonly string[];
  readonly status?: "succeeded" | "skipped";
  /** Where there is more to say than which part of the key changed. */
  readonly reason?: string;
}

/**
 * One step of a pipeline run: says that it runs, takes an earlier result with the same key where there is one, else does
 * the work, keeps its bytes and says why it ran.
 */
export async function executeStep<F extends StepOutputs["facts"]>(
  scope: StepScope,
  { step, key: { hash, parts }, cacheable, work }: StepOrder<F>,
): Promise<StepRef<F>> {
  const { ctx, key } = scope;
  const started = await beginStep(scope, { hash, parts });
  const cached =
    cacheable && scope.reproduces === undefined
      ? await findCachedStep({ ctx, input: { step, inputHash: hash } })
      : null;
  if (cached) {
    const reason = `Not run again: nothing it depends on changed since run ${cached.runNumber} of ${cached.pipeline}.`;
    await finishStep({ ctx, input: { key, status: "cached", reason, outputs: cached.outputs } });
    return { blobs: cached.outputs.blobs, facts: cached.outputs.facts as F, cached: true };
  }
  const why =
    scope.reproduces === undefined
      ? explainRun(parts, started.previous)
      : `Runs without the cache, since it reproduces ${scope.reproduces}.`;
  await log(scope, [why]);
  const made = await work();
  const outputs = { blobs: await storeBlobs(ctx, made.blobs ?? {}), facts: made.facts };
  const { log: lines = [], status = "succeeded", reason = why } = made;
  if (lines.length > 0) await keep(scope, () => log(scope, lines));
  await keep(scope, () => finishStep({ ctx, input: { key, status, reason, outputs } }));
  return { ...outputs, cached: false };
}

/** Says that a step runs. */
export async function beginStep(scope: StepScope, { hash, parts }: StepKey): Promise<StartedStep> {
  const started = await startStep({
    ctx: scope.ctx,
    input: { key: scope.key, inputHash: hash, inputParts: { ...parts } },
  });
  if (started.attempt > 1) await log(scope, [`Starts again (try ${started.attempt}).`]);
  return started;
}

async function log({ ctx, key }: StepScope, messages: readonly string[]): Promise<void> {
  const lines = messages.map((message) => ({ level: "info" as const, message }));
  await appendStepLog({ ctx, input: { key, lines } });
}
