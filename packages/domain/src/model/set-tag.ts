import type { Call, ProjectContext } from "../context";
import { announce } from "../event/record";
import { parse } from "../parse";
import { authorise } from "../permissions";
import { transact } from "../transact";
import { lockModel, requireVersion } from "./lock";
import { setModelTagInput, type SetModelTagInput } from "./registry-schema";

/**
 * Sets a tag of a model or of one of its versions, whatever value it had; null removes it. A tag that is not there is
 * removed already.
 * @throws DomainError not_found
 */
export async function setModelTag({ ctx, input }: Call<ProjectContext, SetModelTagInput>): Promise<void> {
  authorise(ctx, "model:write");
  const { model: name, number, key, value } = parse(setModelTagInput, input);
  const projectId = ctx.project.id;
  await transact(ctx, async (tx) => {
    const model = await lockModel(tx, ctx, name);
    if (number === undefined) {
      const tag = { projectId, modelId: model.id, key };
      await tx.registeredModelTag.deleteMany({ where: tag });
      if (value !== null) await tx.registeredModelTag.create({ data: { ...tag, value } });
    } else {
      const { id: modelVersionId } = await requireVersion(tx, ctx, model, number);
      const tag = { projectId, modelVersionId, key };
      await tx.modelVersionTag.deleteMany({ where: tag });
      if (value !== null) await tx.modelVersionTag.create({ data: { ...tag, value } });
    }
    await announce(tx, ctx, { noun: "model", id: model.id });
  });
}
