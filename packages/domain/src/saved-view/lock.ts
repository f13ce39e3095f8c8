import type { Transaction } from "@pipepilot/db";
import type { ProjectContext } from "../context";
import { notFound } from "../errors";

/** The view, held until the transaction ends. @throws DomainError not_found */
export async function lockSavedView(
  tx: Transaction,
  ctx: ProjectContext,
  id: string,
): Promise<{ name: string; experiment: string }> {
  const [view] = await tx.$queryRaw<{ name: string; experiment: string }[]>`
    SELECT v.name, e.name AS experiment
    FROM "SavedView" v JOIN "Experiment" e ON e."projectId" = v."projectId" AND e.id = v."experimentId"
    WHERE v."projectId" = ${ctx.project.id}::uuid AND v.id = ${id}::uuid FOR NO KEY UPDATE OF v`;
  if (!view) throw notFound("view", id);
  return view;
}
