import { notify } from "@pipepilot/db";
import type { Call, ProjectContext } from "../context";
import { CHANNELS, type ServingChange } from "../event/channels";
import { announce, recordEvent } from "../event/record";
import { parse } from "../parse";
import { authorise } from "../permissions";
import { transact } from "../transact";
import { authoriseWhereServed, lockModel } from "./lock";
import { modelInput, type ModelInput } from "./registry-schema";

/**
 * Deletes a model with its versions, whatever their stages, as MLflow does: with their tags, aliases, history and logged
 * predictions. Inference processes drop what was Production. There is no way back.
 * @throws DomainError not_found
 * @throws DomainError permission_denied for who may not move versions, where one is in Production
 */
export async function deleteModel({ ctx, input }: Call<ProjectContext, ModelInput>): Promise<void> {
  authorise(ctx, "model:manage");
  const { model: name } = parse(modelInput, input);
  const projectId = ctx.project.id;
  await transact(ctx, async (tx) => {
    const model = await lockModel(tx, ctx, name);
    await authoriseWhereServed(tx, ctx, model);
    const versions = await tx.modelVersion.count({ where: { projectId, modelId: model.id } });
    await tx.registeredModel.delete({ where: { projectId_id: { projectId, id: model.id } } });
    await recordEvent(tx, ctx, "model/deleted", { modelId: model.id, model: name, versions });
    const changed: ServingChange = { kind: "model", projectId, modelId: model.id };
    await notify(tx, CHANNELS.serving, changed);
    await announce(tx, ctx, { noun: "model", id: model.id });
  });
}
