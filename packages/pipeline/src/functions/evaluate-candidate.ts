import { setRunTags } from "@pipepilot/domain";
import { evaluate, type EvaluateParams } from "../steps/evaluate";
import { HISTORY_FILE } from "../steps/history";
import { stepKey } from "../steps/key";
import type { Facts } from "../steps/step";
import { blobNamed, readBlob, storeBlobs } from "./blobs";
import type { StepScope } from "./dependencies";
import { executeStep, type StepRef } from "./execute-step";
import { trainKey } from "./plan";
import { createProgressReporter } from "./progress";
import { finishTrackedRun, startTrackedRun, type RunSubject } from "./tracked-run";
import type { TrainFacts } from "./train-candidate";

export type EvaluateFacts = Facts & {
  runId: string;
  metrics: Record<string, number | null>;
  testRows: number;
  /** ISO time; the bundle carries it, so that the same run always gives the same bundle. */
  evaluatedAt: string;
};

export interface EvaluateRefs {
  readonly table: StepRef;
  readonly prepared: StepRef;
  readonly trained: StepRef<TrainFacts>;
}

const TRAINED_FILES = ["pipeline.json", "model.bin", HISTORY_FILE] as const;
/** What the run shows of its evaluation. */
const ARTIFACTS = ["evaluation_report.html", "evaluation_report.json", "feature_importance.json"];

/** Judges a trained candidate and ends its tracked run with metrics and reports. */
export async function evaluateCandidate(
  scope: StepScope,
  subject: RunSubject,
  { table, prepared, trained }: EvaluateRefs,
): Promise<StepRef<EvaluateFacts>> {
  const { ctx } = scope;
  const family = subject.candidate.config.type;
  const params: EvaluateParams = {
    primary_metric: subject.primaryMetric,
    slices: subject.config.evaluate.slices ?? null,
  };
  const inputs = {
    "prepared data": blobNamed(prepared.blobs, "prepared").hash,
    "model's preparing": blobNamed(trained.blobs, "pipeline.json").hash,
    model: blobNamed(trained.blobs, "model.bin").hash,
    // Two trainings may fit the same bytes; each has a tracked run of its own all the same.
    "tracked run": trained.facts.trainedInRun,
  };
  return executeStep<EvaluateFacts>(scope, {
    step: evaluate.id,
    // The tracked run stands in the pipeline's experiment, so another pipeline's evaluation is no substitute.
    key: stepKey(evaluate, { pipeline: subject.execution.pipeline.id, ...params }, inputs),
    cacheable: true,
    async work() {
      const files = Object.fromEntries(
        await Promise.all(
          TRAINED_FILES.map(async (name) => [name, await readBlob(ctx, trained.blobs, name)] as const),
        ),
      );
      const input = {
        table: await readBlob(ctx, table.blobs, "table"),
        prepared: await readBlob(ctx, prepared.blobs, "prepared"),
        files,
        family,
        params,
      };
      const reporter = createProgressReporter(scope, null);
      const made = await scope.tasks.run("evaluate", input, reporter).finally(() => reporter.finish());
      const runId = trained.cached
        ? await takeOver(scope, subject, trained.facts.trainedInRun)
        : trained.facts.trainedInRun;
      const artifacts = await storeBlobs(ctx, made.blobs);
      await finishTrackedRun(
        scope,
        runId,
        made.facts.metrics,
        artifacts.filter(({ name }) => ARTIFACTS.includes(name)),
      );
      const { metrics, testRows } = made.facts;
      const evaluatedAt = new Date().toISOString();
      return { blobs: made.blobs, facts: { runId, metrics, testRows, evaluatedAt }, log: made.log };
    },
  });
}

/** A training taken from the cache ended its own run long ago, or never: its evaluation here is a run that names it. */
async function takeOver(scope: StepScope, subject: RunSubject, trainedIn: string): Promise<string> {
  const runId = await startTrackedRun(scope, subject, trainKey(subject.candidate.index));
  await setRunTags({ ctx: scope.ctx, input: { runId, tags: { "pipepilot.trained_in_run": trainedIn } } });
  return runId;
}
