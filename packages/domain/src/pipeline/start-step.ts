import { Prisma } from "@pipepilot/db";
import { z } from "zod";
import type { Call, ProjectContext } from "../context";
import { notFound } from "../errors";
import { announce } from "../event/record";
import { parse } from "../parse";
import { transact } from "../transact";
import { executedRun, lockActiveRun } from "./execution";

const inputParts = z.record(z.string(), z.string());

const startStepInput = z.strictObject({
  key: z.string(),
  inputHash: z.string(),
  /** The parts of the hash by name. */
  inputParts,
});
export type StartStepInput = z.input<typeof startStepInput>;

export interface StartedStep {
  readonly stepRunId: string;
  /** 1 for the first try. */
  readonly attempt: number;
  /** The same step in the run before this one, to say what changed; null when there was none. */
  readonly previous: { readonly runNumber: number; readonly parts: Readonly<Record<string, string>> } | null;
}

/** Marks a step running; a step that was interrupted starts over. @throws DomainError run_finished, not_found */
export async function startStep({ ctx, input }: Call<ProjectContext, StartStepInput>): Promise<StartedStep> {
  const { projectId, pipelineRunId } = executedRun(ctx);
  const { key, ...hashed } = parse(startStepInput, input);
  return transact(ctx, async (tx) => {
    await lockActiveRun(tx, ctx);
    const at = { projectId_pipelineRunId_key: { projectId, pipelineRunId, key } };
    const known = await tx.stepRun.findUnique({
      where: at,
      include: { pipelineRun: { select: { number: true, pipelineId: true } } },
    });
    if (!known) throw notFound("step", key);
    const step = await tx.stepRun.update({
      where: at,
      data: {
        ...hashed,
        status: "running",
        attempt: { increment: 1 },
        startedAt: new Date(),
        finishedAt: null,
        error: Prisma.DbNull,
        progress: Prisma.DbNull,
      },
    });
    const previous = await tx.stepRun.findFirst({
      where: {
        projectId,
        key,
        inputHash: { not: null },
        pipelineRun: {
          pipelineId: known.pipelineRun.pipelineId,
          number: { lt: known.pipelineRun.number },
        },
      },
      orderBy: { pipelineRun: { number: "desc" } },
      include: { pipelineRun: { select: { number: true } } },
    });
    await announce(tx, ctx, { noun: "pipeline-run", id: pipelineRunId });
    return {
      stepRunId: step.id,
      attempt: step.attempt,
      previous: previous && {
        runNumber: previous.pipelineRun.number,
        parts: inputParts.parse(previous.inputParts ?? {}),
      },
    };
  });
}
