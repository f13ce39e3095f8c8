import type { ProjectContext } from "../context";
import { authorise } from "../permissions";
import { listInstances } from "./list-instances";
import type { InstanceLoad, ServingFigures, ServingStats } from "./schema";

/** How the project's models are served now, by the heartbeats of live processes. */
export async function servingStats({ ctx }: { ctx: ProjectContext }): Promise<ServingStats> {
  authorise(ctx, "project:read");
  const alive = (await listInstances({ ctx })).filter((instance) => instance.alive);
  const loads = alive.flatMap((instance) => instance.loads);
  const byVersion = new Map<string, InstanceLoad[]>();
  for (const load of loads)
    byVersion.set(load.modelVersionId, [...(byVersion.get(load.modelVersionId) ?? []), load]);
  return {
    ...figures(loads),
    // A process counts once, however many versions it holds.
    instances: alive.filter((instance) => instance.loads.some(isReady)).length,
    versions: [...byVersion.values()].map((ofVersion) => {
      const { modelVersionId, model, number } = ofVersion[0];
      return { modelVersionId, model, number, ...figures(ofVersion) };
    }),
  };
}

const isReady = ({ state }: InstanceLoad) => state === "ready";

function figures(loads: readonly InstanceLoad[]): ServingFigures {
  const sum = (of: (load: InstanceLoad) => number) => loads.reduce((total, load) => total + of(load), 0);
  const slowest = loads.flatMap(({ latencyP95Ms }) => latencyP95Ms ?? []);
  return {
    instances: loads.filter(isReady).length,
    requestsPerMin: sum(({ requestsPerMin }) => requestsPerMin),
    latencyP50Ms: weightedMedian(loads),
    latencyP95Ms: slowest.length > 0 ? Math.max(...slowest) : null,
    requestCount: sum(({ requestCount }) => requestCount),
    errorCount: sum(({ errorCount }) => errorCount),
    recentRequests: sum(({ recentRequests }) => recentRequests),
    recentErrors: sum(({ recentErrors }) => recentErrors),
  };
}

function weightedMedian(loads: readonly InstanceLoad[]): number | null {
  const measured = loads.flatMap(({ latencyP50Ms, requestsPerMin }) =>
    latencyP50Ms === null ? [] : [{ latencyP50Ms, requestsPerMin }],
  );
  if (measured.length === 0) return null;
  const requests = measured.reduce((total, { requestsPerMin }) => total + requestsPerMin, 0);
  // Without requests in the last minute what was measured before counts equally.
  const weightOf = (requestsPerMin: number) =>
    requests > 0 ? requestsPerMin / requests : 1 / measured.length;
  return measured.reduce((mean, each) => mean + each.latencyP50Ms * weightOf(each.requestsPerMin), 0);
}
