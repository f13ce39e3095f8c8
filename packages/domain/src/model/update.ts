import type { Call, ProjectContext } from "../context";
import { parse } from "../parse";
import { authorise } from "../permissions";
import { transact } from "../transact";
import { lockModel, touchModel } from "./lock";
import { readModelRecord } from "./records";
import { updateModelInput, type ModelRecord, type UpdateModelInput } from "./registry-schema";

/** Describes a model anew. @throws DomainError not_found */
export async function updateModel({
  ctx,
  input,
}: Call<ProjectContext, UpdateModelInput>): Promise<ModelRecord> {
  authorise(ctx, "model:write");
  const { model: name, description } = parse(updateModelInput, input);
  const projectId = ctx.project.id;
  return transact(ctx, async (tx) => {
    const model = await lockModel(tx, ctx, name);
    await tx.registeredModel.update({
      where: { projectId_id: { projectId, id: model.id } },
      data: { description },
    });
    await touchModel(tx, ctx, model);
    return readModelRecord(tx, projectId, name);
  });
}
