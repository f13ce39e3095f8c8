import type { Call, ProjectContext } from "../context";
import { parse } from "../parse";
import { authorise } from "../permissions";
import { transact } from "../transact";
import { ensureExperimentInput, type EnsureExperimentInput, type ExperimentRef } from "./schema";

/**
 * The experiment of this name, created when it is new. Its primary metric and direction become those asked for, so the
 * best run is always judged by what the newest caller judges by.
 */
export async function ensureExperiment({
  ctx,
  input,
}: Call<ProjectContext, EnsureExperimentInput>): Promise<ExperimentRef> {
  authorise(ctx, "run:write");
  const { name, primaryMetric, metricDirection } = parse(ensureExperimentInput, input);
  const projectId = ctx.project.id;
  return transact(ctx, (tx) =>
    tx.experiment.upsert({
      where: { projectId_name: { projectId, name } },
      create: { projectId, name, primaryMetric, metricDirection },
      // A pipeline that runs takes its experiment out of the trash.
      update: { primaryMetric, metricDirection, deletedAt: null },
      select: { id: true, name: true, primaryMetric: true, metricDirection: true },
    }),
  );
}
