import type { Prisma } from "@pipepilot/db";
import { z } from "zod";
import type { Call, ProjectContext } from "../context";
import { announce } from "../event/record";
import { parse } from "../parse";
import { transact } from "../transact";
import { executedRun } from "./execution";
import { stepProgress } from "./schema";

const reportStepProgressInput = z.strictObject({ key: z.string(), progress: stepProgress });
export type ReportStepProgressInput = z.input<typeof reportStepProgressInput>;

/** Says how far a running step is (the caller throttles); false when the step should stop, since it runs no more. */
export async function reportStepProgress({
  ctx,
  input,
}: Call<ProjectContext, ReportStepProgressInput>): Promise<boolean> {
  const { projectId, pipelineRunId } = executedRun(ctx);
  const { key, progress } = parse(reportStepProgressInput, input);
  return transact(ctx, async (tx) => {
    const { count } = await tx.stepRun.updateMany({
      where: { projectId, pipelineRunId, key, status: "running" },
      data: { progress: progress satisfies Prisma.InputJsonObject },
    });
    if (count > 0) await announce(tx, ctx, { noun: "pipeline-run", id: pipelineRunId });
    return count > 0;
  });
}
