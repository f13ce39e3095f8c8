import type { Transaction } from "@pipepilot/db";
import type { ProjectContext } from "../context";
import { notFound } from "../errors";
import type { ModelRef } from "./schema";

/**
 * The model, held until the transaction ends: numbering, stages and aliases of its versions take turns.
 * @throws DomainError not_found
 */
export async function lockModel(tx: Transaction, ctx: ProjectContext, name: string): Promise<ModelRef> {
  const [model] = await tx.$queryRaw<ModelRef[]>`
    SELECT id, name FROM "RegisteredModel" WHERE "projectId" = ${ctx.project.id}::uuid AND name = ${name}
    FOR UPDATE`;
  if (!model) throw notFound("model", name);
  return model;
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
