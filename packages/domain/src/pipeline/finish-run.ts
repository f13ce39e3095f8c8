import type { Prisma, Transaction } from "@pipepilot/db";
import { z } from "zod";
import type { Call, ProjectContext } from "../context";
import { notFound } from "../errors";
import { announce, recordEvent } from "../event/record";
import { parse } from "../parse";
import { transact } from "../transact";
import { executedRun } from "./execution";
import { promotionDecision, runError } from "./schema";

const finishPipelineRunInput = z.discriminatedUnion("status", [
  z.strictObject({
    status: z.literal("succeeded"),
    decision: promotionDecision,
  }),
  z.strictObject({ status: z.literal("failed"), error: runError }),
]);
export type FinishPipelineRunInput = z.input<typeof finishPipelineRunInput>;

/** Ends a pipeline run with its decision or its error; one that is over already stays as it is. */
export async function finishPipelineRun({
  ctx,
  input,
}: Call<ProjectContext, FinishPipelineRunInput>): Promise<void> {
  const { projectId, pipelineRunId } = executedRun(ctx);
  const outcome = parse(finishPipelineRunInput, input);
  await transact(ctx, async (tx) => {
    const finishedAt = new Date();
    const { count } = await tx.pipelineRun.updateMany({
      where: { projectId, id: pipelineRunId, status: { in: ["queued", "running"] } },
      data: { ...outcome, finishedAt } satisfies Prisma.PipelineRunUpdateManyMutationInput,
    });
    if (count === 0) return;
    const run = await tx.pipelineRun.findUnique({
      where: { projectId_id: { projectId, id: pipelineRunId } },
      select: { number: true, pipeline: { select: { id: true, name: true } } },
    });
    if (!run) throw notFound("pipeline run", pipelineRunId);
    const told = {
      pipelineRunId,
      pipelineId: run.pipeline.id,
      pipeline: run.pipeline.name,
      number: run.number,
    };
    if (outcome.status === "succeeded")
      await recordEvent(tx, ctx, "pipeline-run/succeeded", { ...told, summary: outcome.decision.summary });
    else {
      await endOpenWork(tx, { projectId, pipelineRunId }, outcome.error, finishedAt);
      const { code, message } = outcome.error;
      await recordEvent(tx, ctx, "pipeline-run/failed", { ...told, code, message });
    }
    await announce(tx, ctx, { noun: "pipeline-run", id: pipelineRunId });
  });
}

/** What was still going on when the run failed: interrupted steps failed with it, the others were never reached. */
async function endOpenWork(
  tx: Transaction,
  scope: { projectId: string; pipelineRunId: string },
  error: z.output<typeof runError>,
  finishedAt: Date,
): Promise<void> {
  await tx.stepRun.updateMany({
    where: { ...scope, status: "running" },
    data: { status: "cancelled", finishedAt },
  });
  await tx.stepRun.updateMany({
    where: { ...scope, status: "pending" },
    data: { status: "skipped", finishedAt, reason: "Not reached, since the run failed before." },
  });
  await tx.run.updateMany({
    where: { ...scope, status: { in: ["RUNNING", "SCHEDULED"] } },
    data: { status: "FAILED", endTime: finishedAt, error },
  });
}
