import type { Prisma } from "@pipepilot/db";
import type { ServedVersion } from "../model/schema";

/** What a served version is read from, all of it in one query. */
export const SERVED_SELECT = {
  id: true,
  number: true,
  stage: true,
  bundleHash: true,
  files: true,
  signature: true,
  family: true,
  task: true,
  runId: true,
  model: { select: { id: true, name: true, project: { select: { id: true, slug: true } } } },
} as const satisfies Prisma.ModelVersionSelect;

export function toServedVersion(
  row: Prisma.ModelVersionGetPayload<{ select: typeof SERVED_SELECT }>,
): ServedVersion {
  const { id, model, files, signature, ...version } = row;
  return {
    ...version,
    projectId: model.project.id,
    projectSlug: model.project.slug,
    modelId: model.id,
    model: model.name,
    modelVersionId: id,
    // Written by createModelVersion, which parsed them.
    files: files as ServedVersion["files"],
    signature: signature as ServedVersion["signature"],
  };
}
