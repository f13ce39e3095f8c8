import { DomainError, readBundle, resolveVersion, type ProjectContext } from "@pipepilot/domain";
import { MODEL_FILE, PIPELINE_FILE, type MetricKey } from "@pipepilot/ml";
import { BUNDLE_PATHS } from "../bundle/bundle";
import type { PipelineConfig } from "../config/schema";
import type { Champion } from "../steps/promote";
import { readBlob } from "./blobs";
import type { StepScope } from "./dependencies";
import type { StepRef } from "./execute-step";
import { blame } from "./failure";

export interface Holder {
  readonly number: number;
  readonly stage: string;
}

/** The version to beat: what is Production or, where nothing is, what holds the stage that is promoted to. */
export async function findChampion(
  ctx: ProjectContext,
  { register, promote }: PipelineConfig,
): Promise<Holder | null> {
  const stages = new Set<"Production" | "Staging" | "Development">(["Production"]);
  if (promote) stages.add(promote.to);
  for (const stage of stages) {
    const found = await resolveVersion({ ctx, input: { model: register.model, stage } }).catch(absent);
    if (found) return { number: found.number, stage: found.stage };
  }
  return null;
}

function absent(error: unknown): null {
  if (DomainError.is(error) && (error.code === "not_found" || error.code === "nothing_in_production"))
    return null;
  throw error;
}

export interface JudgedOn {
  readonly config: PipelineConfig;
  readonly metric: MetricKey;
  readonly table: StepRef;
  readonly prepared: StepRef;
}

/** Judges the champion on the test rows of this run's data; what keeps it from answering them is told, not thrown. */
export async function judgeChampion(
  scope: StepScope,
  { number, stage }: Holder,
  { config, metric, table, prepared }: JudgedOn,
): Promise<Champion> {
  const { ctx, tasks, shutdown } = scope;
  try {
    const paths = [BUNDLE_PATHS.pipeline, BUNDLE_PATHS.model];
    const bundle = await readBundle({ ctx, input: { model: config.register.model, number, paths } });
    const input = {
      table: await readBlob(ctx, table.blobs, "table"),
      prepared: await readBlob(ctx, prepared.blobs, "prepared"),
      files: { [PIPELINE_FILE]: bundle[BUNDLE_PATHS.pipeline], [MODEL_FILE]: bundle[BUNDLE_PATHS.model] },
      target: config.target,
      metric,
    };
    const { facts } = await tasks.run("score-champion", input, { signal: shutdown });
    return { number, stage, value: facts.value, problem: null };
  } catch (error) {
    const blamed = blame(error);
    if (!blamed) throw error;
    return { number, stage, value: null, problem: blamed.message };
  }
}
