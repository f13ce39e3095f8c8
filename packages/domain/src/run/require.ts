import type { ProjectContext } from "../context";
import { notFound } from "../errors";

/** @throws DomainError not_found, naming the first run that is not this project's */
export async function requireRuns(ctx: ProjectContext, runIds: readonly string[]): Promise<void> {
  const found = await ctx.db.prisma.run.findMany({
    where: { projectId: ctx.project.id, id: { in: [...runIds] } },
    select: { id: true },
  });
  const known = new Set(found.map(({ id }) => id));
  const missing = runIds.find((id) => !known.has(id));
  if (missing) throw notFound("run", missing);
}
