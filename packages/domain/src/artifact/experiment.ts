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

/** The experiment of a run or logged model, which the address of its artifacts begins with. @throws DomainError not_found */
export async function getArtifactExperiment({
  ctx,
  input,
}: Call<ProjectContext, ArtifactRoot>): Promise<ArtifactExperiment> {
  authorise(ctx, "project:read");
  const root = parse(artifactRoot, input);
  const select = { experiment: { select: { id: true, artifactLocation: true } } } as const;
  const at = (id: string) => ({ where: { projectId_id: { projectId: ctx.project.id, id } }, select });
  const db = ctx.db.prisma;
  const found =
    "runId" in root
      ? await db.run.findUnique(at(root.runId))
      : await db.loggedModel.findUnique(at(root.modelId));
  if (found) return found.experiment;
  throw "runId" in root ? notFound("run", root.runId) : notFound("logged model", root.modelId);
}
