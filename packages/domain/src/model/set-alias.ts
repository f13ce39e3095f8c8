import type { Call, ProjectContext } from "../context";
import { announce } from "../event/record";
import { parse } from "../parse";
import { authorise } from "../permissions";
import { transact } from "../transact";
import { lockModel, requireVersion } from "./lock";
import { setAliasInput, type SetAliasInput } from "./schema";

/** Points an alias at a version, wherever it pointed before; null removes it. @throws DomainError not_found */
export async function setAlias({ ctx, input }: Call<ProjectContext, SetAliasInput>): Promise<void> {
  authorise(ctx, "model:manage");
  const { model: name, alias, number } = parse(setAliasInput, input);
  const projectId = ctx.project.id;
  await transact(ctx, async (tx) => {
    const model = await lockModel(tx, ctx, name);
    const key = { projectId, modelId: model.id, alias };
    if (number === null) await tx.modelAlias.deleteMany({ where: key });
    else {
      const { id: modelVersionId } = await requireVersion(tx, ctx, model, number);
      await tx.modelAlias.upsert({
        where: { projectId_modelId_alias: key },
        create: { ...key, modelVersionId },
        update: { modelVersionId },
      });
    }
    await announce(tx, ctx, { noun: "model", id: model.id });
  });
}
