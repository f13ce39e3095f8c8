import { notify } from "@pipepilot/db";
import type { Call, ProjectContext } from "../context";
import { CHANNELS, type ServingChange } from "../event/channels";
import { recordEvent } from "../event/record";
import { parse } from "../parse";
import { authorise } from "../permissions";
import { isUniqueViolation, transact } from "../transact";
import { nameTaken } from "./create";
import { authoriseWhereServed, lockModel, touchModel } from "./lock";
import { readModelRecord } from "./records";
import { renameModelInput, type ModelRecord, type RenameModelInput } from "./registry-schema";

/**
 * Gives a model another name; versions, tags, aliases and history stay. Callers of its address in the inference service
 * must use the new one, which is why it takes the right to move versions where one is in Production.
 * @throws DomainError not_found, permission_denied
 * @throws DomainError already_exists
 */
export async function renameModel({
  ctx,
  input,
}: Call<ProjectContext, RenameModelInput>): Promise<ModelRecord> {
  authorise(ctx, "model:manage");
  const { model: from, name } = parse(renameModelInput, input);
  const projectId = ctx.project.id;
  try {
    return await transact(ctx, async (tx) => {
      const model = await lockModel(tx, ctx, from);
      if (name === from) return readModelRecord(tx, projectId, name);
      await authoriseWhereServed(tx, ctx, model);
      await tx.registeredModel.update({
        where: { projectId_id: { projectId, id: model.id } },
        data: { name },
      });
      await tx.$executeRaw`
        UPDATE "ModelVersion" SET "updatedAt" = clock_timestamp()
        WHERE "projectId" = ${projectId}::uuid AND "modelId" = ${model.id}::uuid`;
      await touchModel(tx, ctx, model);
      await recordEvent(tx, ctx, "model/renamed", { modelId: model.id, model: name, from });
      const changed: ServingChange = { kind: "model", projectId, modelId: model.id };
      await notify(tx, CHANNELS.serving, changed);
      return readModelRecord(tx, projectId, name);
    });
  } catch (error) {
    if (isUniqueViolation(error)) throw nameTaken(name);
    throw error;
  }
}
