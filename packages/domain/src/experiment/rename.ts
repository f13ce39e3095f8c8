import type { Call, ProjectContext } from "../context";
import { parse } from "../parse";
import { authorise } from "../permissions";
import { isUniqueViolation, transact } from "../transact";
import { nameTaken } from "./create";
import { renameExperimentInput, type RenameExperimentInput } from "./schema";
import { lockActiveExperiment } from "./tracked";

/** @throws DomainError not_found, in_trash, already_exists */
export async function renameExperiment({
  ctx,
  input,
}: Call<ProjectContext, RenameExperimentInput>): Promise<void> {
  authorise(ctx, "run:write");
  const { id, name } = parse(renameExperimentInput, input);
  const projectId = ctx.project.id;
  try {
    await transact(ctx, async (tx) => {
      await lockActiveExperiment(tx, ctx, id);
      await tx.experiment.update({
        where: { projectId_id: { projectId, id } },
        data: { name, updatedAt: new Date() },
      });
    });
  } catch (error) {
    if (isUniqueViolation(error)) throw nameTaken(name);
    throw error;
  }
}
