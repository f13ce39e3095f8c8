import type { Call, ProjectContext } from "../context";
import { DomainError, notFound } from "../errors";
import { announce, recordEvent } from "../event/record";
import { parse } from "../parse";
import { authorise } from "../permissions";
import { transact } from "../transact";
import { findPipeline } from "./find";
import { isFinished, pipelineRunInput, type PipelineRunInput } from "./schema";

/**
 * Cancels a pipeline run: what is training stops within about a second and its tracked runs end as KILLED.
 * @throws DomainError not_found, run_finished
 */
export async function cancelPipelineRun({
  ctx,
  input,
}: Call<ProjectContext, PipelineRunInput>): Promise<void> {
  authorise(ctx, "pipeline:run");
  const { pipeline: name, number } = parse(pipelineRunInput, input);
  const pipeline = await findPipeline(ctx, name);
  const projectId = ctx.project.id;
  await transact(ctx, async (tx) => {
    const run = await tx.pipelineRun.findUnique({
      where: { projectId_pipelineId_number: { projectId, pipelineId: pipeline.id, number } },
      select: { id: true, status: true },
    });
    if (!run) throw notFound("pipeline run", `${name} ${number}`);
    const finishedAt = new Date();
    const changed = await tx.pipelineRun.updateMany({
      where: { projectId, id: run.id, status: { in: ["queued", "running"] } },
      data: { status: "cancelled", finishedAt },
    });
    if (changed.count === 0 || isFinished(run.status))
      throw new DomainError("run_finished", `Run ${number} of ${name} is over already (${run.status}).`, {
        status: run.status,
      });
    const scope = { projectId, pipelineRunId: run.id };
    await tx.stepRun.updateMany({
      where: { ...scope, status: { in: ["pending", "running"] } },
      data: { status: "cancelled", finishedAt },
    });
    await tx.run.updateMany({
      where: { ...scope, status: { in: ["RUNNING", "SCHEDULED"] } },
      data: { status: "KILLED", endTime: finishedAt },
    });
    await recordEvent(tx, ctx, "pipeline-run/cancelled", {
      pipelineRunId: run.id,
      pipelineId: pipeline.id,
      pipeline: name,
      number,
    });
    await announce(tx, ctx, { noun: "pipeline-run", id: run.id });
  });
}
