import type { Call, ProjectContext } from "../context";
import { DomainError, notFound } from "../errors";
import { parse } from "../parse";
import { authorise } from "../permissions";
import { startPipelineRun, type StartedPipelineRun } from "../pipeline/start-run";
import { runIdInput, type RunIdInput } from "./log-schema";
import { readReproducible, reproductionObstacle } from "./reproducible";

/**
 * Trains a run of a pipeline again: same dataset version by hash, same config and seed, nothing taken from the cache. It
 * registers and promotes nothing; whether the same came of it says `getReproductions`.
 * @throws DomainError not_found
 * @throws DomainError not_reproducible, saying why
 * @throws DomainError schema_blocked, column_not_found, target_unusable as every pipeline run
 */
export async function reproduceRun({
  ctx,
  input,
}: Call<ProjectContext, RunIdInput>): Promise<StartedPipelineRun & { pipeline: string }> {
  authorise(ctx, "pipeline:run");
  const { runId } = parse(runIdInput, input);
  const run = await readReproducible(ctx, runId);
  if (!run) throw notFound("run", runId);
  const { pipelineRun, stepKey, name } = run;
  const obstacle = reproductionObstacle(run);
  if (obstacle !== null || !pipelineRun || stepKey === null)
    throw new DomainError("not_reproducible", obstacle ?? "It cannot be reproduced.", { runId });
  const pipeline = pipelineRun.pipeline.name;
  const started = await startPipelineRun({
    ctx,
    input: {
      pipeline,
      configNumber: pipelineRun.config.number,
      datasetVersionNumber: pipelineRun.datasetVersion.number,
      cause: { kind: "reproduction", runId, run: name, step: stepKey },
    },
  });
  return { ...started, pipeline };
}
