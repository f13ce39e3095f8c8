import {
  finishPipelineRun,
  getReproductions,
  getRun,
  openExecution,
  type Execution,
  type ProjectContext,
  type ReproductionVerdict,
} from "@pipepilot/domain";
import type { GetStepTools, Inngest } from "inngest";
import type { PipelineConfig } from "../config/schema";
import type { Dependencies } from "./dependencies";

/** A tracked run that is trained again from what it was made of. */
export interface Reproduction {
  readonly runId: string;
  /** Its name. */
  readonly run: string;
  /** Of its candidate in the config. */
  readonly index: number;
}

/** What a pipeline run reproduces; null where it runs for another reason. */
export function reproductionOf(cause: Execution["cause"] | undefined): Reproduction | null {
  if (cause?.kind !== "reproduction") return null;
  const { runId, run, step } = cause;
  return { runId, run, index: Number(step.slice(step.indexOf(":") + 1)) };
}

/** The config with its joins bound to the versions that the run joined, whatever is the latest now. */
export async function withJoinedVersions(
  ctx: ProjectContext,
  config: PipelineConfig,
  { runId }: Reproduction,
): Promise<PipelineConfig> {
  if (!config.join) return config;
  const { params } = await getRun({ ctx, input: { runId } });
  const join = config.join.map((entry, index) => {
    const [, number] = / v(\d+)$/.exec(params[`join.${index}`] ?? "") ?? [];
    return number === undefined ? entry : { ...entry, version: Number(number) };
  });
  return { ...config, join };
}

/** Ends the run with whether the same came of it. */
export async function finishReproduction(
  step: GetStepTools<Inngest>,
  deps: Dependencies,
  ids: { readonly projectId: string; readonly pipelineRunId: string },
  { runId, run }: Reproduction,
): Promise<{ outcome: "reproduced"; summary: string }> {
  const summary = await step.run("finish", async () => {
    const ctx = await openExecution(deps.services, ids);
    const { reproductions } = await getReproductions({ ctx, input: { runId } });
    const own = reproductions.find(({ pipelineRunId }) => pipelineRunId === ids.pipelineRunId);
    const told = own?.verdict ? describe(run, own.verdict) : `${run} was trained again.`;
    await finishPipelineRun({ ctx, input: { status: "succeeded", summary: told } });
    return told;
  });
  return { outcome: "reproduced", summary };
}

function describe(run: string, { identical, compared, differences }: ReproductionVerdict): string {
  return identical
    ? `${run} was reproduced: all ${compared} metrics are bit-identical.`
    : `${run} was not reproduced: ${differences.length} of ${compared} metrics differ.`;
}
