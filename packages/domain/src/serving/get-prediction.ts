import type { Call, ProjectContext } from "../context";
import { notFound } from "../errors";
import { parse } from "../parse";
import { authorise } from "../permissions";
import { getPredictionInput, type GetPredictionInput, type PredictionDetail } from "./schema";

/** Which version gave this answer, from which run and data, asked with which key. @throws DomainError not_found */
export async function getPrediction({
  ctx,
  input,
}: Call<ProjectContext, GetPredictionInput>): Promise<PredictionDetail> {
  authorise(ctx, "project:read");
  const { id } = parse(getPredictionInput, input);
  const projectId = ctx.project.id;
  const prediction = await ctx.db.prisma.prediction.findUnique({
    where: { projectId_id: { projectId, id } },
    include: {
      modelVersion: {
        select: {
          number: true,
          model: { select: { name: true } },
          run: { select: { id: true, name: true, experiment: { select: { name: true } } } },
          datasetVersion: { select: { number: true, dataset: { select: { name: true } } } },
        },
      },
    },
  });
  if (!prediction) throw notFound("prediction", id);
  const { modelVersion, apiKeyId, at, latencyMs, rowCount, inputs, outputs, modelVersionId } = prediction;
  const { run, datasetVersion } = modelVersion;
  const apiKey =
    apiKeyId &&
    (await ctx.db.prisma.apiKey.findUnique({
      where: { projectId_id: { projectId, id: apiKeyId } },
      select: { id: true, name: true },
    }));
  return {
    id,
    at,
    latencyMs,
    rowCount,
    inputs,
    outputs,
    apiKey: apiKey || null,
    model: modelVersion.model.name,
    number: modelVersion.number,
    modelVersionId,
    run: run && { id: run.id, name: run.name, experiment: run.experiment.name },
    dataset: datasetVersion && { name: datasetVersion.dataset.name, number: datasetVersion.number },
  };
}
