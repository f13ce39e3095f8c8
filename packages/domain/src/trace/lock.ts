import type { Transaction } from "@pipepilot/db";
import type { ProjectContext } from "../context";
import { notFound } from "../errors";

/** The trace, held until the transaction ends so that its writers take turns. @throws DomainError not_found */
export async function lockTrace(tx: Transaction, ctx: ProjectContext, traceId: string): Promise<void> {
  const found = await tx.$queryRaw<unknown[]>`
    SELECT id FROM "Trace" WHERE "projectId" = ${ctx.project.id}::uuid AND id = ${traceId} FOR NO KEY UPDATE`;
  if (found.length === 0) throw notFound("trace", traceId);
}

/** @throws DomainError not_found */
export async function requireTrace(db: Transaction, ctx: ProjectContext, traceId: string): Promise<void> {
  const where = { projectId_id: { projectId: ctx.project.id, id: traceId } };
  if (!(await db.trace.findUnique({ where, select: { id: true } }))) throw notFound("trace", traceId);
}
