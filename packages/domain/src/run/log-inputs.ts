import type { Call, ProjectContext } from "../context";
import { announce } from "../event/record";
import { requireLoggedModels } from "../logged-model/lock";
import { parse } from "../parse";
import { authorise } from "../permissions";
import { transact } from "../transact";
import { lockActiveRun } from "./lock";
import { logInputsInput, type LogInputsInput } from "./log-schema";

/**
 * Notes the datasets and logged models a run read. A dataset of the same name and digest is the same dataset for all runs of the experiment; what
 * a run said of its input first stands.
 * @throws DomainError not_found, in_trash
 */
export async function logInputs({ ctx, input }: Call<ProjectContext, LogInputsInput>): Promise<void> {
  authorise(ctx, "run:write");
  const { runId, datasets, modelIds } = parse(logInputsInput, input);
  const projectId = ctx.project.id;
  await transact(ctx, async (tx) => {
    const { experimentId } = await lockActiveRun(tx, ctx, runId);
    for (const { tags, ...dataset } of datasets) {
      await tx.trackedDataset.createMany({
        data: { projectId, experimentId, ...dataset },
        skipDuplicates: true,
      });
      const { name, digest } = dataset;
      const { id: datasetId } = await tx.trackedDataset.findUniqueOrThrow({
        where: { projectId_experimentId_name_digest: { projectId, experimentId, name, digest } },
        select: { id: true },
      });
      await tx.runDataset.createMany({ data: { projectId, runId, datasetId, tags }, skipDuplicates: true });
    }
    await requireLoggedModels(tx, ctx, modelIds);
    await tx.runLoggedModel.createMany({
      data: modelIds.map((modelId) => ({ projectId, runId, role: "input", modelId })),
      skipDuplicates: true,
    });
    await announce(tx, ctx, { noun: "run", id: runId });
  });
}
