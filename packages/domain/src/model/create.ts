import type { Call, ProjectContext } from "../context";
import { DomainError } from "../errors";
import { parse } from "../parse";
import { authorise } from "../permissions";
import { transact } from "../transact";
import { insertModel } from "./ensure";
import { readModelRecord } from "./records";
import { createModelInput, type CreateModelInput, type ModelRecord } from "./registry-schema";

/** A new, empty model. @throws DomainError already_exists */
export async function createModel({
  ctx,
  input,
}: Call<ProjectContext, CreateModelInput>): Promise<ModelRecord> {
  authorise(ctx, "model:write");
  const { name, description, tags } = parse(createModelInput, input);
  const projectId = ctx.project.id;
  return transact(ctx, async (tx) => {
    const created = await insertModel(tx, ctx, { name, description });
    if (!created) throw nameTaken(name);
    await tx.registeredModelTag.createMany({
      data: tags.map((tag) => ({ projectId, modelId: created.id, ...tag })),
    });
    return readModelRecord(tx, projectId, name);
  });
}

/** In MLflow's form: its clients show it. */
export function nameTaken(name: string): DomainError {
  return new DomainError("already_exists", `Registered Model (name=${name}) already exists.`, {
    model: name,
  });
}
