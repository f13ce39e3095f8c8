import type { Call, ProjectContext } from "../context";
import { notFound } from "../errors";
import { parse } from "../parse";
import { authorise } from "../permissions";
import { transact } from "../transact";
import { deleteExperimentTagInput, type DeleteExperimentTagInput } from "./schema";
import { lockActiveExperiment } from "./tracked";

/** @throws DomainError not_found for the experiment or the tag, in_trash */
export async function deleteExperimentTag({
  ctx,
  input,
}: Call<ProjectContext, DeleteExperimentTagInput>): Promise<void> {
  authorise(ctx, "run:write");
  const { id, key } = parse(deleteExperimentTagInput, input);
  await transact(ctx, async (tx) => {
    await lockActiveExperiment(tx, ctx, id);
    const { count } = await tx.experimentTag.deleteMany({
      where: { projectId: ctx.project.id, experimentId: id, key },
    });
    if (count === 0) throw notFound("tag", key);
  });
}
