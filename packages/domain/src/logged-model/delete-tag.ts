import type { Call, ProjectContext } from "../context";
import { notFound } from "../errors";
import { parse } from "../parse";
import { authorise } from "../permissions";
import { changeLoggedModel } from "./change";
import { deleteLoggedModelTagInput, type DeleteLoggedModelTagInput } from "./schema";

/** @throws DomainError not_found for the model or the tag */
export async function deleteLoggedModelTag({
  ctx,
  input,
}: Call<ProjectContext, DeleteLoggedModelTagInput>): Promise<void> {
  authorise(ctx, "run:write");
  const { modelId, key } = parse(deleteLoggedModelTagInput, input);
  await changeLoggedModel(ctx, modelId, async (tx) => {
    const { count } = await tx.loggedModelTag.deleteMany({
      where: { projectId: ctx.project.id, modelId, key },
    });
    if (count === 0) throw notFound("tag", key);
  });
}
