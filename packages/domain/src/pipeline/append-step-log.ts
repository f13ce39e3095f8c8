import { z } from "zod";
import type { Call, ProjectContext } from "../context";
import { notFound } from "../errors";
import { announce } from "../event/record";
import { parse } from "../parse";
import { keptText } from "../text";
import { transact } from "../transact";
import { executedRun } from "./execution";

const MAX_LINE = 4000;

const appendStepLogInput = z.strictObject({
  key: z.string(),
  lines: z
    .array(
      z.strictObject({
        level: z.enum(["info", "warn", "error"]),
        message: keptText(MAX_LINE),
      }),
    )
    .min(1),
});
export type AppendStepLogInput = z.input<typeof appendStepLogInput>;

/** Adds lines to a step's log. */
export async function appendStepLog({ ctx, input }: Call<ProjectContext, AppendStepLogInput>): Promise<void> {
  const { projectId, pipelineRunId } = executedRun(ctx);
  const { key, lines } = parse(appendStepLogInput, input);
  await transact(ctx, async (tx) => {
    const step = await tx.stepRun.findUnique({
      where: { projectId_pipelineRunId_key: { projectId, pipelineRunId, key } },
      select: { id: true },
    });
    if (!step) throw notFound("step", key);
    await tx.stepLogLine.createMany({
      data: lines.map((line) => ({ ...line, projectId, stepRunId: step.id })),
    });
    await announce(tx, ctx, { noun: "pipeline-run", id: pipelineRunId });
  });
}
