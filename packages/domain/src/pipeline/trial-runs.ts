import type { ProjectContext } from "../context";
import { PARENT_TAG, SEARCH_PREFIX, TRIAL_PART } from "../run/search-keys";
import type { StepRunView, TrialRun } from "./schema";

const PARAMS_TAG = "pipepilot.trial_params";
const STATE_TAG = "pipepilot.trial_state";

/** The trials of this execution's searches, those of a search it took from the cache included, in the order of asking. */
export async function trialRuns(
  ctx: ProjectContext,
  pipelineRunId: string,
  steps: readonly StepRunView[],
): Promise<TrialRun[]> {
  const searches = steps.filter(({ key }) => key.startsWith(SEARCH_PREFIX));
  if (searches.length === 0) return [];
  const projectId = ctx.project.id;
  const named = searches.flatMap(({ outputs }) => {
    const id = outputs?.facts.searchRunId;
    return typeof id === "string" ? [id] : [];
  });
  const chosen = new Map(
    searches.map(({ outputs }) => [outputs?.facts.searchRunId, outputs?.facts.bestTrial]),
  );
  const origins = await ctx.db.prisma.run.findMany({
    where: {
      projectId,
      OR: [{ pipelineRunId, stepKey: { in: searches.map(({ key }) => key) } }, { id: { in: named } }],
    },
    select: { pipelineRunId: true, stepKey: true },
  });
  const runs = await ctx.db.prisma.run.findMany({
    where: {
      projectId,
      OR: origins.flatMap(({ pipelineRunId: origin, stepKey }) =>
        origin && stepKey ? [{ pipelineRunId: origin, stepKey: { startsWith: stepKey + TRIAL_PART } }] : [],
      ),
    },
    select: {
      id: true,
      name: true,
      status: true,
      stepKey: true,
      experiment: { select: { name: true } },
      metrics: { where: { key: { startsWith: "cv_" } }, select: { key: true, value: true } },
      tags: {
        where: { key: { in: [PARAMS_TAG, STATE_TAG, PARENT_TAG] } },
        select: { key: true, value: true },
      },
    },
  });
  return runs
    .map(({ experiment, metrics, tags, stepKey, ...run }) => {
      const number = Number(stepKey?.split(":").at(-1));
      const tag = (name: string) => tags.find(({ key }) => key === name)?.value ?? "";
      return {
        ...run,
        experiment: experiment.name,
        number,
        metrics: Object.fromEntries(metrics.map(({ key, value }) => [key, value])),
        params: tag(PARAMS_TAG),
        isPruned: tag(STATE_TAG) === "pruned",
        isBest: chosen.get(tag(PARENT_TAG)) === number,
      };
    })
    .sort((a, b) => a.number - b.number || (a.name < b.name ? -1 : 1));
}
