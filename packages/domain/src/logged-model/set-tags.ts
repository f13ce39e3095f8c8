import type { Call, ProjectContext } from "../context";
import { parse } from "../parse";
import { authorise } from "../permissions";
import { changeLoggedModel } from "./change";
import { setLoggedModelTagsInput, type SetLoggedModelTagsInput } from "./schema";

/** Of a tag given twice the last holds. @throws DomainError not_found */
export async function setLoggedModelTags({
  ctx,
  input,
}: Call<ProjectContext, SetLoggedModelTagsInput>): Promise<void> {
  authorise(ctx, "run:write");
  const { modelId, tags } = parse(setLoggedModelTagsInput, input);
  const last = new Map(tags.map(({ key, value }) => [key, value]));
  await changeLoggedModel(
    ctx,
    modelId,
    (tx) => tx.$executeRaw`
      INSERT INTO "LoggedModelTag" ("projectId", "modelId", key, value)
      SELECT ${ctx.project.id}::uuid, ${modelId}, each.key, each.value
      FROM unnest(${[...last.keys()]}::text[], ${[...last.values()]}::text[]) AS each(key, value)
      ON CONFLICT ("projectId", "modelId", key) DO UPDATE SET value = EXCLUDED.value`,
  );
}
