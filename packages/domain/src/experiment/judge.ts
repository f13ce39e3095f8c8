import type { Call, ProjectContext } from "../context";
import { announce, recordEvent } from "../event/record";
import { parse } from "../parse";
import { authorise } from "../permissions";
import { transact } from "../transact";
import { judgeExperimentInput, type JudgeExperimentInput } from "./schema";
import { lockActiveExperiment } from "./tracked";

/** Says by which metric the runs of an experiment are judged, and so which is best. @throws DomainError not_found, in_trash */
export async function judgeExperiment({
  ctx,
  input,
}: Call<ProjectContext, JudgeExperimentInput>): Promise<void> {
  authorise(ctx, "run:write");
  const { id, primaryMetric, metricDirection } = parse(judgeExperimentInput, input);
  await transact(ctx, async (tx) => {
    const { name } = await lockActiveExperiment(tx, ctx, id);
    await tx.experiment.update({
      where: { projectId_id: { projectId: ctx.project.id, id } },
      data: { primaryMetric, metricDirection, updatedAt: new Date() },
    });
    const judged = { experimentId: id, experiment: name, primaryMetric, metricDirection };
    await recordEvent(tx, ctx, "experiment/judged", judged);
    await announce(tx, ctx, { noun: "experiment", id });
  });
}
