import type { Transaction } from "@pipepilot/db";
import type { ProjectContext } from "../context";
import { notFound } from "../errors";

/** The pipeline of that name with its dataset. @throws DomainError not_found */
export async function findPipeline(ctx: ProjectContext, name: string, tx: Transaction = ctx.db.prisma) {
  const pipeline = await tx.pipeline.findUnique({
    where: { projectId_name: { projectId: ctx.project.id, name } },
    include: { dataset: { select: { id: true, name: true } } },
  });
  if (!pipeline) throw notFound("pipeline", name);
  return pipeline;
}

/** The dataset's latest version that its schema check did not block, as far as a config must fit it. */
export function findLatestPassed(tx: Transaction, projectId: string, datasetId: string) {
  return tx.datasetVersion.findFirst({
    where: { projectId, datasetId, NOT: { check: { is: { verdict: "blocked" } } } },
    orderBy: { number: "desc" },
    select: { number: true, rowCount: true, columns: true, profile: true },
  });
}

/** Locks the pipeline, so that the next number of its configs or runs is given once. */
export async function lockPipeline(tx: Transaction, ctx: ProjectContext, pipelineId: string): Promise<void> {
  await tx.$queryRaw`
    SELECT id FROM "Pipeline" WHERE "projectId" = ${ctx.project.id}::uuid AND id = ${pipelineId}::uuid FOR UPDATE`;
}
