import type { Call, ProjectContext } from "../context";
import { notFound } from "../errors";
import { parse } from "../parse";
import { authorise } from "../permissions";
import { transact } from "../transact";
import { setExperimentTagsInput, type SetExperimentTagsInput } from "./schema";
import { lockActiveExperiment } from "./tracked";

/**
 * Sets or, with null, removes tags; the others stay.
 * @throws DomainError not_found for an experiment, or a tag to be removed, that is not there
 * @throws DomainError in_trash
 */
export async function setExperimentTags({
  ctx,
  input,
}: Call<ProjectContext, SetExperimentTagsInput>): Promise<void> {
  authorise(ctx, "run:write");
  const { id, tags } = parse(setExperimentTagsInput, input);
  const projectId = ctx.project.id;
  await transact(ctx, async (tx) => {
    await lockActiveExperiment(tx, ctx, id);
    for (const [key, value] of Object.entries(tags)) {
      const where = { projectId, experimentId: id, key };
      const { count } = await tx.experimentTag.deleteMany({ where });
      if (value !== null) await tx.experimentTag.create({ data: { ...where, value } });
      else if (count === 0) throw notFound("tag", key);
    }
  });
}
