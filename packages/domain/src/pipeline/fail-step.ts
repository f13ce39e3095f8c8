import type { Prisma } from "@pipepilot/db";
import { z } from "zod";
import type { Call, ProjectContext } from "../context";
import { announce } from "../event/record";
import { parse } from "../parse";
import { transact } from "../transact";
import { executedRun } from "./execution";
import { runError } from "./schema";

const failStepInput = z.strictObject({ key: z.string(), error: runError });
export type FailStepInput = z.input<typeof failStepInput>;

/** Marks a running step failed; a step that is over already stays as it is. */
export async function failStep({ ctx, input }: Call<ProjectContext, FailStepInput>): Promise<void> {
  const { projectId, pipelineRunId } = executedRun(ctx);
  const { key, error } = parse(failStepInput, input);
  await transact(ctx, async (tx) => {
    await tx.stepRun.updateMany({
      where: { projectId, pipelineRunId, key, status: "running" },
      data: { status: "failed", error: error satisfies Prisma.InputJsonObject, finishedAt: new Date() },
    });
    await announce(tx, ctx, { noun: "pipeline-run", id: pipelineRunId });
  });
}
