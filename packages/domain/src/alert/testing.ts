import type { ProjectContext } from "../context";
import { transitionStage } from "../model/transition-stage";
import { createTestVersion } from "../run/testing";

const HOUR = 3_600_000;
/** A moment so many hours back. */
export const ago = (hours: number) => new Date(Date.now() - hours * HOUR);

/** A further run of the pipeline of the first, over for this many hours. */
export async function addPipelineRun(
  ctx: ProjectContext,
  firstId: string,
  number: number,
  status: "succeeded" | "failed" | "running",
  { hours = 1, cause = { kind: "manual" } as object } = {},
) {
  const projectId = ctx.project.id;
  const first = await ctx.db.prisma.pipelineRun.findUniqueOrThrow({
    where: { projectId_id: { projectId, id: firstId } },
    select: { pipelineId: true, configId: true, datasetVersionId: true, createdBy: true },
  });
  const error = { code: "step_failed", message: "The target is missing." };
  return ctx.db.prisma.pipelineRun.create({
    data: {
      projectId,
      ...first,
      createdBy: {},
      number,
      status,
      cause,
      finishedAt: ago(hours),
      ...(status === "failed" && { error }),
    },
  });
}

/** A version that has just been moved to Production. */
export async function promote(ctx: ProjectContext, model: string) {
  const version = await createTestVersion(ctx, model);
  await transitionStage({ ctx, input: { model, number: version.number, stage: "Production" } });
  return version;
}
