import type { Transaction } from "@pipepilot/db";
import type { ProjectContext } from "../context";
import { notFound } from "../errors";

/** The model, held until the transaction ends so that its writers take turns. @throws DomainError not_found */
export async function lockLoggedModel(
  tx: Transaction,
  ctx: ProjectContext,
  modelId: string,
): Promise<{ sourceRunId: string | null }> {
  const [model] = await tx.$queryRaw<{ sourceRunId: string | null }[]>`
    SELECT "sourceRunId" FROM "LoggedModel"
    WHERE "projectId" = ${ctx.project.id}::uuid AND id = ${modelId} FOR NO KEY UPDATE`;
  if (!model) throw notFound("logged model", modelId);
  return model;
}

/** @throws DomainError not_found, naming the first model that is not this project's */
export async function requireLoggedModels(
  db: Transaction,
  ctx: ProjectContext,
  modelIds: readonly string[],
): Promise<void> {
  if (modelIds.length === 0) return;
  const found = await db.loggedModel.findMany({
    where: { projectId: ctx.project.id, id: { in: [...modelIds] } },
    select: { id: true },
  });
  const known = new Set(found.map(({ id }) => id));
  const missing = modelIds.find((id) => !known.has(id));
  if (missing) throw notFound("logged model", missing);
}
