import { z } from "zod";
import type { Call, ProjectContext } from "../context";
import { parse } from "../parse";
import { executedRun } from "./execution";
import { stepOutputs, type StepOutputs } from "./schema";

const findCachedStepInput = z.strictObject({ step: z.string(), inputHash: z.string() });
export type FindCachedStepInput = z.input<typeof findCachedStepInput>;

export interface CachedStep {
  readonly outputs: StepOutputs;
  readonly pipeline: string;
  readonly runNumber: number;
}

/** The newest step of the project that succeeded with the same key; null when there is none. */
export async function findCachedStep({
  ctx,
  input,
}: Call<ProjectContext, FindCachedStepInput>): Promise<CachedStep | null> {
  const { projectId } = executedRun(ctx);
  const { step, inputHash } = parse(findCachedStepInput, input);
  const found = await ctx.db.prisma.stepRun.findFirst({
    where: {
      projectId,
      inputHash,
      step,
      status: "succeeded",
      // A reproduction stands beside what it reproduces and never takes its place.
      pipelineRun: { NOT: { cause: { path: ["kind"], equals: "reproduction" } } },
    },
    orderBy: { finishedAt: "desc" },
    select: {
      outputs: true,
      pipelineRun: { select: { number: true, pipeline: { select: { name: true } } } },
    },
  });
  if (!found) return null;
  const { number, pipeline } = found.pipelineRun;
  return { outputs: stepOutputs.parse(found.outputs), pipeline: pipeline.name, runNumber: number };
}
