import { z } from "zod";
import type { Call, ProjectContext } from "../context";
import { announce } from "../event/record";
import { parse } from "../parse";
import { transact } from "../transact";
import { executedRun, lockActiveRun } from "./execution";

const planStepsInput = z.strictObject({
  steps: z
    .array(
      z.strictObject({
        key: z.string(),
        step: z.string(),
        title: z.string(),
        dependsOn: z.array(z.string()),
      }),
    )
    .min(1),
});
export type PlanStepsInput = z.input<typeof planStepsInput>;

/** Writes down the steps of a run, in the order they are shown, and marks it running. Again changes nothing. */
export async function planSteps({ ctx, input }: Call<ProjectContext, PlanStepsInput>): Promise<void> {
  const { projectId, pipelineRunId } = executedRun(ctx);
  const { steps } = parse(planStepsInput, input);
  await transact(ctx, async (tx) => {
    await lockActiveRun(tx, ctx);
    await tx.stepRun.createMany({
      data: steps.map((step, position) => ({ ...step, position, projectId, pipelineRunId })),
      skipDuplicates: true,
    });
    await tx.pipelineRun.updateMany({
      where: { projectId, id: pipelineRunId, status: "queued" },
      data: { status: "running", startedAt: new Date() },
    });
    await announce(tx, ctx, { noun: "pipeline-run", id: pipelineRunId });
  });
}
