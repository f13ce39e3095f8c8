import { finishRun } from "@pipepilot/domain";
import { stepKey } from "../steps/key";
import type { Facts } from "../steps/step";
import { train } from "../steps/train";
import { readBlob } from "./blobs";
import type { StepScope } from "./dependencies";
import { executeStep, type StepRef } from "./execute-step";
import { blame } from "./failure";
import { keep } from "./keep";
import { createProgressReporter } from "./progress";
import { startTrackedRun, tagModelFacts, type RunSubject } from "./tracked-run";

export type TrainFacts = Facts & { trainedInRun: string; seconds: number };

/** Trains one candidate as a tracked run with live metrics; the run ends with its evaluation. */
export async function trainCandidate(
  scope: StepScope,
  subject: RunSubject,
  prepared: StepRef,
): Promise<StepRef<TrainFacts>> {
  const { candidate, config } = subject;
  const [preparedBlob] = prepared.blobs;
  return executeStep<TrainFacts>(scope, {
    step: train.id,
    key: stepKey(train, { ...candidate.config, seed: config.seed }, { "prepared data": preparedBlob.hash }),
    cacheable: true,
    async work() {
      const bytes = await readBlob(scope.ctx, prepared.blobs, "prepared");
      const runId = await startTrackedRun(scope, subject, scope.key);
      try {
        const { blobs, facts, log, seconds } = await fit(scope, subject, bytes, runId);
        await keep(scope, () => tagModelFacts(scope, runId, facts.modelFacts));
        return {
          blobs,
          facts: { ...facts, trainedInRun: runId, seconds },
          log: [...log, `Took ${seconds} s.`],
        };
      } catch (error) {
        const blamed = blame(error);
        if (blamed) {
          const { code, message } = blamed;
          await finishRun({ ctx: scope.ctx, input: { runId, status: "FAILED", error: { code, message } } });
        }
        throw error;
      }
    },
  });
}

async function fit(scope: StepScope, { candidate, config }: RunSubject, prepared: Uint8Array, runId: string) {
  const startedAt = Date.now();
  const reporter = createProgressReporter(scope, runId);
  try {
    const params = { candidate: candidate.config, seed: config.seed };
    const made = await scope.tasks.run("train", { prepared, params }, reporter);
    return { ...made, seconds: Math.round((Date.now() - startedAt) / 100) / 10 };
  } finally {
    await reporter.finish();
  }
}
