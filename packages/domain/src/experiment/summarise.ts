import type { Experiment, Transaction } from "@pipepilot/db";
import { findBestRuns } from "./best";
import type { ExperimentSummary } from "./schema";

/** Adds to each experiment how many runs it has and which is best. */
export async function summariseExperiments(
  db: Transaction,
  projectId: string,
  experiments: readonly Experiment[],
): Promise<ExperimentSummary[]> {
  const ids = experiments.map(({ id }) => id);
  const [groups, best] = await Promise.all([
    db.run.groupBy({
      by: ["experimentId"],
      where: { projectId, experimentId: { in: ids }, deletedAt: null },
      _count: { _all: true },
      _max: { startTime: true },
    }),
    findBestRuns(db, projectId, ids),
  ]);
  const byId = new Map(groups.map((group) => [group.experimentId, group]));
  return experiments.map(({ id, name, primaryMetric, metricDirection, createdAt }) => ({
    id,
    name,
    primaryMetric,
    metricDirection,
    createdAt,
    runCount: byId.get(id)?._count._all ?? 0,
    lastRunAt: byId.get(id)?._max.startTime ?? null,
    best: best.get(id) ?? null,
  }));
}
