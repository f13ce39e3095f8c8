import type { Call, ProjectContext } from "../context";
import { notFound } from "../errors";
import { parse } from "../parse";
import { authorise } from "../permissions";
import { getModelVersionInput, type GetModelVersionInput, type ModelVersionDetail } from "./schema";
import { readHistory, summariseVersions, VERSION_INCLUDE } from "./summarise";

/** @throws DomainError not_found */
export async function getModelVersion({
  ctx,
  input,
}: Call<ProjectContext, GetModelVersionInput>): Promise<ModelVersionDetail> {
  authorise(ctx, "project:read");
  const { model, number } = parse(getModelVersionInput, input);
  const projectId = ctx.project.id;
  const db = ctx.db.prisma;
  const version = await db.modelVersion.findFirst({
    where: { projectId, number, model: { name: model } },
    include: VERSION_INCLUDE,
  });
  if (!version) throw notFound("model version", `${model} v${number}`);
  const [[summary], history, params] = await Promise.all([
    summariseVersions(db, projectId, [version]),
    readHistory(db, { projectId, modelVersionId: version.id }),
    version.runId === null
      ? []
      : db.runParam.findMany({ where: { projectId, runId: version.runId }, orderBy: { key: "asc" } }),
  ]);
  return {
    ...summary,
    modelId: version.modelId,
    signature: version.signature as ModelVersionDetail["signature"],
    files: version.files as ModelVersionDetail["files"],
    params: Object.fromEntries(params.map(({ key, value }) => [key, value])),
    history,
  };
}
