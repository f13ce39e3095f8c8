import { z } from "zod";
import type { Call, ProjectContext } from "../context";
import { parse } from "../parse";
import { authorise } from "../permissions";
import { metricPointsByRun, type MetricPoint } from "./metric-points";

/** MLflow's own limits. */
export const RUNS_AT_ONCE = 100;
const MAX_POINTS = 25_000;

export interface RunMetricPoint extends MetricPoint {
  runId: string;
}

const getMetricPointsOfRunsInput = z.strictObject({
  /** Ids that are no run's here have no points. */
  runIds: z.array(z.string()).min(1).max(RUNS_AT_ONCE),
  key: z.string(),
  /** More than the most there may be is the most there may be. */
  limit: z
    .int()
    .min(1)
    .default(MAX_POINTS)
    .transform((limit) => Math.min(limit, MAX_POINTS)),
});
export type GetMetricPointsOfRunsInput = z.input<typeof getMetricPointsOfRunsInput>;

/** The first points of one metric of several runs, by run id, then time, then step, then value, as MLflow lists them. */
export async function getMetricPointsOfRuns({
  ctx,
  input,
}: Call<ProjectContext, GetMetricPointsOfRunsInput>): Promise<RunMetricPoint[]> {
  authorise(ctx, "project:read");
  const { runIds, key, limit } = parse(getMetricPointsOfRunsInput, input);
  const sorted = [...new Set(runIds)].sort();
  const found: RunMetricPoint[] = [];
  for await (const [runId, points] of metricPointsByRun(ctx.db.prisma, ctx.project.id, sorted, key)) {
    for (const point of points.slice(0, limit - found.length)) found.push({ runId, ...point });
    if (found.length === limit) break;
  }
  return found;
}
