import type { ProjectContext } from "../context";
import { notFound, type DomainError } from "../errors";
import { inTrash } from "../experiment/tracked";

/** Why a statement that needs a run out of the trash found none. */
export async function missingRun(ctx: ProjectContext, runId: string): Promise<DomainError> {
  const run = await ctx.db.prisma.run.findUnique({
    where: { projectId_id: { projectId: ctx.project.id, id: runId } },
    select: { name: true },
  });
  return run ? inTrash("run", run.name, runId) : notFound("run", runId);
}
