import type { Transaction } from "@pipepilot/db";
import type { ProjectContext } from "../context";
import { notFound } from "../errors";
import { announce } from "../event/record";
import { authorise } from "../permissions";
import type { ModelRef } from "./schema";

/**
 * The model, held until the transaction ends: numbering, stages and aliases of its versions take turns.
 * @throws DomainError not_found
 */
export async function lockModel(tx: Transaction, ctx: ProjectContext, name: string): Promise<ModelRef> {
  const model = await findAndLock(tx, ctx, name);
  if (!model) throw notFound("model", name);
  return model;
}

export async function findAndLock(
  tx: Transaction,
  ctx: ProjectContext,
  name: string,
): Promise<ModelRef | null> {
  const [model] = await tx.$queryRaw<ModelRef[]>`
    SELECT id, name FROM "RegisteredModel" WHERE "projectId" = ${ctx.project.id}::uuid AND name = ${name}
    FOR UPDATE`;
  return model ?? null;
}

/** That something of the model changed, and when. */
export async function touchModel(tx: Transaction, ctx: ProjectContext, { id }: ModelRef): Promise<void> {
  await tx.$executeRaw`
    UPDATE "RegisteredModel" SET "updatedAt" = clock_timestamp()
    WHERE "projectId" = ${ctx.project.id}::uuid AND id = ${id}::uuid`;
  await announce(tx, ctx, { noun: "model", id });
}

/** A version of a model that is held. @throws DomainError not_found */
export async function requireVersion(tx: Transaction, ctx: ProjectContext, model: ModelRef, number: number) {
  const version = await tx.modelVersion.findUnique({
    where: { projectId_modelId_number: { projectId: ctx.project.id, modelId: model.id, number } },
    select: { id: true, number: true, stage: true },
  });
  if (!version) throw notFound("model version", `${model.name} v${number}`);
  return version;
}

/** What would change the answers of a model that is in Production takes the right to move versions. @throws DomainError permission_denied */
export async function authoriseWhereServed(
  tx: Transaction,
  ctx: ProjectContext,
  { id }: ModelRef,
): Promise<void> {
  const where = { projectId: ctx.project.id, modelId: id, stage: "Production" } as const;
  if ((await tx.modelVersion.count({ where })) > 0) authorise(ctx, "model:transition");
}
