import type { Call, ProjectContext } from "../context";
import { notFound } from "../errors";
import { parse } from "../parse";
import { authorise } from "../permissions";
import { versionInput, type VersionInput } from "./registry-schema";
import type { BundleFile } from "./schema";
import { VERSION_FILES } from "./source";

/**
 * Where MLflow's clients download a version: its own files, which no later upload changes. A version without files, such
 * as one of a bucket elsewhere, is at its source.
 * @throws DomainError not_found
 */
export async function getDownloadUri({ ctx, input }: Call<ProjectContext, VersionInput>): Promise<string> {
  authorise(ctx, "project:read");
  const { model, number } = parse(versionInput, input);
  const version = await ctx.db.prisma.modelVersion.findFirst({
    where: { projectId: ctx.project.id, number, model: { name: model } },
    select: { id: true, source: true, files: true },
  });
  if (!version) throw notFound("model version", `${model} v${number}`);
  const { id, source, files } = version;
  return source !== null && (files as unknown as BundleFile[]).length === 0
    ? source
    : `mlflow-artifacts:/${VERSION_FILES}/${id}`;
}
