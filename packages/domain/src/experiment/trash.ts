import type { Call, ProjectContext } from "../context";
import { notFound } from "../errors";
import { parse } from "../parse";
import { authorise } from "../permissions";
import { transact } from "../transact";
import { experimentIdInput, type ExperimentIdInput } from "./schema";
import { lockExperiment } from "./tracked";

/** Moves an experiment and its runs into the trash. @throws DomainError not_found, also where it is there already */
export async function trashExperiment({
  ctx,
  input,
}: Call<ProjectContext, ExperimentIdInput>): Promise<void> {
  authorise(ctx, "run:write");
  const { id } = parse(experimentIdInput, input);
  const projectId = ctx.project.id;
  await transact(ctx, async (tx) => {
    const { deletedAt: before } = await lockExperiment(tx, ctx, id);
    if (before) throw notFound("experiment outside the trash", id);
    const deletedAt = new Date();
    await tx.experiment.update({
      where: { projectId_id: { projectId, id } },
      data: { deletedAt, updatedAt: deletedAt },
    });
    await tx.run.updateMany({ where: { projectId, experimentId: id, deletedAt: null }, data: { deletedAt } });
  });
}

/** Takes an experiment out of the trash, and every run of it that is there. @throws DomainError not_found, also where it is not there */
export async function restoreExperiment({
  ctx,
  input,
}: Call<ProjectContext, ExperimentIdInput>): Promise<void> {
  authorise(ctx, "run:write");
  const { id } = parse(experimentIdInput, input);
  const projectId = ctx.project.id;
  await transact(ctx, async (tx) => {
    const { deletedAt } = await lockExperiment(tx, ctx, id);
    if (!deletedAt) throw notFound("experiment in the trash", id);
    await tx.experiment.update({
      where: { projectId_id: { projectId, id } },
      data: { deletedAt: null, updatedAt: new Date() },
    });
    await tx.run.updateMany({ where: { projectId, experimentId: id }, data: { deletedAt: null } });
  });
}
