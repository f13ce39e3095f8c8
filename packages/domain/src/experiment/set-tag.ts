import type { Call, ProjectContext } from "../context";
import { parse } from "../parse";
import { authorise } from "../permissions";
import { transact } from "../transact";
import { setExperimentTagInput, type SetExperimentTagInput } from "./schema";
import { lockActiveExperiment } from "./tracked";

/** Sets a tag, in place of the one it had. @throws DomainError not_found, in_trash */
export async function setExperimentTag({
  ctx,
  input,
}: Call<ProjectContext, SetExperimentTagInput>): Promise<void> {
  authorise(ctx, "run:write");
  const { id, key, value } = parse(setExperimentTagInput, input);
  const tag = { projectId: ctx.project.id, experimentId: id, key };
  await transact(ctx, async (tx) => {
    await lockActiveExperiment(tx, ctx, id);
    await tx.experimentTag.upsert({
      where: { projectId_experimentId_key: tag },
      create: { ...tag, value },
      update: { value },
    });
  });
}
