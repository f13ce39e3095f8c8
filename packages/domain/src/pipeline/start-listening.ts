import { z } from "zod";
import type { Call, ProjectContext } from "../context";
import { notFound } from "../errors";
import { parse } from "../parse";
import { authorise } from "../permissions";
import { startPipelineRun, type StartedPipelineRun } from "./start-run";

const startListeningInput = z.strictObject({ datasetVersionId: z.uuid() });

/**
 * Starts every pipeline that listened to the dataset when this version arrived, each with its latest config.
 * The same version again starts nothing twice.
 */
export async function startListeningPipelines({
  ctx,
  input,
}: Call<ProjectContext, z.input<typeof startListeningInput>>): Promise<
  (StartedPipelineRun & { pipeline: string })[]
> {
  authorise(ctx, "pipeline:run");
  const { datasetVersionId } = parse(startListeningInput, input);
  const projectId = ctx.project.id;
  const version = await ctx.db.prisma.datasetVersion.findUnique({
    where: { projectId_id: { projectId, id: datasetVersionId } },
    include: { dataset: { select: { name: true } } },
  });
  if (!version) throw notFound("dataset version", datasetVersionId);
  const pipelines = await ctx.db.prisma.pipeline.findMany({
    where: { projectId, datasetId: version.datasetId, createdAt: { lte: version.createdAt } },
    orderBy: { name: "asc" },
    select: { id: true, name: true },
  });
  const started = [];
  for (const { id, name } of pipelines) {
    const run = await startPipelineRun({
      ctx,
      input: {
        pipeline: name,
        datasetVersionNumber: version.number,
        cause: { kind: "dataset-version", dataset: version.dataset.name, number: version.number },
        idempotencyKey: `dataset-version:${datasetVersionId}:${id}`,
      },
    });
    started.push({ ...run, pipeline: name });
  }
  return started;
}
