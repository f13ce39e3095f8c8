import type { Prisma, Transaction } from "@pipepilot/db";
import { z } from "zod";
import type { Call, ProjectContext } from "../context";
import { notFound } from "../errors";
import { announce, recordEvent } from "../event/record";
import { parse } from "../parse";
import { transact } from "../transact";
import { keptText } from "../text";
import { executedRun } from "./execution";
import { promotionDecision, runError, type RunError } from "./schema";

const finishPipelineRunInput = z.discriminatedUnion("status", [
  z.strictObject({
    status: z.literal("succeeded"),
    /** Absent where nothing was to be decided, as in a reproduction. */
    decision: promotionDecision.optional(),
    /** One sentence; absent, the decision's. */
    summary: keptText(10_000).optional(),
  }),
  /** Without an error: that of the step that failed. */
  z.strictObject({ status: z.literal("failed"), error: runError.optional() }),
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
    const error =
      outcome.status === "failed"
        ? (outcome.error ?? (await failedStepError(tx, { projectId, pipelineRunId })))
        : null;
    const { count } = await tx.pipelineRun.updateMany({
      where: { projectId, id: pipelineRunId, status: { in: ["queued", "running"] } },
      data: {
        status: outcome.status,
        finishedAt,
        ...(error && { error }),
        ...(outcome.status === "succeeded" && outcome.decision && { decision: outcome.decision }),
      } satisfies Prisma.PipelineRunUpdateManyMutationInput,
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
    if (outcome.status === "succeeded") {
      // A candidate that could not be judged does not fail the run, but its own record ends.
      const unjudged = { code: "not_evaluated", message: "The candidate could not be evaluated." };
      await failOpenRuns(tx, { projectId, pipelineRunId }, unjudged, finishedAt);
      const summary = outcome.summary ?? outcome.decision?.summary ?? "It succeeded.";
      await recordEvent(tx, ctx, "pipeline-run/succeeded", { ...told, summary });
    }
    if (error) {
      await endOpenWork(tx, { projectId, pipelineRunId }, error, finishedAt);
      const { code, message } = error;
      await recordEvent(tx, ctx, "pipeline-run/failed", { ...told, code, message });
    }
    await announce(tx, ctx, { noun: "pipeline-run", id: pipelineRunId });
  });
}

/** The error of the first step that failed, for the run as a whole. */
async function failedStepError(
  tx: Transaction,
  scope: { projectId: string; pipelineRunId: string },
): Promise<RunError> {
  const step = await tx.stepRun.findFirst({
    where: { ...scope, status: "failed" },
    orderBy: { position: "asc" },
    select: { key: true, error: true },
  });
  const known = runError.safeParse(step?.error);
  if (step && known.success) return { ...known.data, step: step.key };
  return {
    code: "internal",
    message: "The run stopped for a reason inside PipePilot; the worker's log has the details.",
  };
}

/** What was still going on when the run failed: interrupted steps failed with it, the others were never reached. */
async function endOpenWork(
  tx: Transaction,
  scope: { projectId: string; pipelineRunId: string },
  error: RunError,
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
  await failOpenRuns(tx, scope, error, finishedAt);
}

async function failOpenRuns(
  tx: Transaction,
  scope: { projectId: string; pipelineRunId: string },
  error: RunError,
  endTime: Date,
): Promise<void> {
  await tx.run.updateMany({
    where: { ...scope, status: { in: ["RUNNING", "SCHEDULED"] } },
    data: { status: "FAILED", endTime, error },
  });
}
