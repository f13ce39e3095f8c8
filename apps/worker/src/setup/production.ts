import {
  DomainError,
  resolveVersion,
  transitionStage,
  type PipelineRunDetail,
  type ProjectContext,
} from "@pipepilot/domain";
import { formatCount, formatValue } from "@pipepilot/pipeline/steps/format";
import { SetupError } from "./report";

export interface Best {
  readonly number: number;
  readonly run: string;
  readonly metric: string;
  readonly value: number;
}

/** The best version of these runs by the metric they were judged by; the earliest of equals. */
export function bestVersion(runs: readonly PipelineRunDetail[]): Best & { readonly testRows: number } {
  const judged = runs.flatMap(({ decision }) =>
    decision?.challenger && decision.challenger.value !== null
      ? [{ ...decision, ...decision.challenger, value: decision.challenger.value }]
      : [],
  );
  const [first, ...others] = judged;
  if (!first) throw new SetupError("nothing_to_promote", "No training gave a model that could be judged.");
  return others.reduce(
    (best, each) =>
      (each.direction === "minimize" ? each.value < best.value : each.value > best.value) ? each : best,
    first,
  );
}

/** Moves the best version to Production, unless a person has put another one there since. */
export async function promoteBest(
  ctx: ProjectContext,
  model: string,
  runs: readonly PipelineRunDetail[],
): Promise<Best> {
  const best = bestVersion(runs);
  const current = await resolveVersion({ ctx, input: { model, stage: "Production" } }).catch(nothingYet);
  if (current === null) {
    const { number, run, metric, value, testRows } = best;
    const reason = `The best of the week: ${run} with ${metric} ${formatValue(value)} on ${formatCount(testRows)} test rows.`;
    await transitionStage({ ctx, input: { model, number, stage: "Production", reason } });
  }
  return best;
}

function nothingYet(error: unknown): null {
  if (DomainError.is(error) && error.code === "nothing_in_production") return null;
  throw error;
}
