import type { Call, ProjectContext } from "../context";
import { notFound } from "../errors";
import { parse } from "../parse";
import { authorise } from "../permissions";
import { artifactRoot, type ArtifactRoot } from "./schema";

export interface ArtifactExperiment {
  id: string;
  /** Where its runs' artifacts are; null: here. */
  artifactLocation: string | null;
}

/** The experiment of a run, logged model or trace, which the address of its artifacts begins with. @throws DomainError not_found */
export async function getArtifactExperiment({
  ctx,
  input,
}: Call<ProjectContext, ArtifactRoot>): Promise<ArtifactExperiment> {
  authorise(ctx, "project:read");
  const root = parse(artifactRoot, input);
  const select = { experiment: { select: { id: true, artifactLocation: true } } } as const;
  const at = (id: string) => ({ where: { projectId_id: { projectId: ctx.project.id, id } }, select });
  const db = ctx.db.prisma;
  if ("runId" in root) return found("run", root.runId, await db.run.findUnique(at(root.runId)));
  if ("modelId" in root)
    return found("logged model", root.modelId, await db.loggedModel.findUnique(at(root.modelId)));
  return found("trace", root.traceId, await db.trace.findUnique(at(root.traceId)));
}

function found(noun: string, id: string, row: { experiment: ArtifactExperiment } | null): ArtifactExperiment {
  if (!row) throw notFound(noun, id);
  return row.experiment;
}
