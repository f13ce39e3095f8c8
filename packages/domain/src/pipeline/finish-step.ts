import type { Prisma } from "@pipepilot/db";
import { z } from "zod";
import { recordBlob } from "../blob/record";
import type { Call, ProjectContext } from "../context";
import { announce } from "../event/record";
import { parse } from "../parse";
import { transact } from "../transact";
import { executedRun, lockActiveRun } from "./execution";
import { stepOutputs } from "./schema";

const finishStepInput = z.strictObject({
  key: z.string(),
  /** succeeded: it ran; cached: it was not run again; skipped: the config asks for nothing here. */
  status: z.enum(["succeeded", "cached", "skipped"]),
  /** Why it ran, or why not. */
  reason: z.string(),
  outputs: stepOutputs,
});
export type FinishStepInput = z.input<typeof finishStepInput>;

/** Ends a step with references to what it made; its blobs are counted from then on. @throws DomainError run_finished */
export async function finishStep({ ctx, input }: Call<ProjectContext, FinishStepInput>): Promise<void> {
  const { projectId, pipelineRunId } = executedRun(ctx);
  const { key, status, reason, outputs } = parse(finishStepInput, input);
  await transact(ctx, async (tx) => {
    await lockActiveRun(tx, ctx);
    for (const blob of [...outputs.blobs].sort((a, b) => (a.hash < b.hash ? -1 : 1)))
      await recordBlob(tx, blob);
    await tx.stepRun.update({
      where: { projectId_pipelineRunId_key: { projectId, pipelineRunId, key } },
      data: { status, reason, outputs: outputs as Prisma.InputJsonObject, finishedAt: new Date() },
    });
    await announce(tx, ctx, { noun: "pipeline-run", id: pipelineRunId });
  });
}
