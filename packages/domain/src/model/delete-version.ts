import { notify } from "@pipepilot/db";
import type { Call, ProjectContext } from "../context";
import { CHANNELS, type ServingChange } from "../event/channels";
import { recordEvent } from "../event/record";
import { parse } from "../parse";
import { authorise } from "../permissions";
import { transact } from "../transact";
import { lockModel, requireVersion, touchModel } from "./lock";
import { versionInput, type VersionInput } from "./registry-schema";

/**
 * Deletes a version, whatever its stage, as MLflow does: its aliases are free again, its files are let go. Its number
 * is not given again and its stage changes stay in the model's history.
 * @throws DomainError not_found
 * @throws DomainError permission_denied for who may not move versions, where it is in Production
 */
export async function deleteVersion({ ctx, input }: Call<ProjectContext, VersionInput>): Promise<void> {
  authorise(ctx, "model:manage");
  const { model: name, number } = parse(versionInput, input);
  const projectId = ctx.project.id;
  await transact(ctx, async (tx) => {
    const model = await lockModel(tx, ctx, name);
    const { id, stage } = await requireVersion(tx, ctx, model, number);
    if (stage === "Production") authorise(ctx, "model:transition");
    await tx.modelVersion.delete({ where: { projectId_id: { projectId, id } } });
    await recordEvent(tx, ctx, "model-version/deleted", { modelId: model.id, model: name, number });
    if (stage === "Production") {
      const changed: ServingChange = { kind: "model", projectId, modelId: model.id };
      await notify(tx, CHANNELS.serving, changed);
    }
    await touchModel(tx, ctx, model);
  });
}
