import { getMetricPoints, type MetricPoint } from "@pipepilot/domain/run/metric-points";
import { getMetricPointsOfRuns, type RunMetricPoint } from "@pipepilot/domain/run/metric-points-of-runs";
import { sampleMetricPoints } from "@pipepilot/domain/run/sample-metric-points";
import { z } from "zod";
import { runIdOf, runSelector } from "../run-id";
import { doubleOut, int64, list, optionalText, readInput, step } from "../wire";
import type { Route } from "./index";

export const metricRoutes: readonly Route[] = [
  {
    method: "GET",
    path: "metrics/get-history",
    fields: { key: "metric_key" },
    async handle({ ctx, input }) {
      const schema = runSelector.extend({
        metric_key: z.string().min(1),
        max_results: int64.optional(),
        page_token: optionalText,
      });
      const { metric_key: key, max_results, page_token, ...selector } = readInput(schema, input);
      const own = { runId: runIdOf(selector), key, limit: max_results, cursor: page_token };
      const { points, nextCursor } = await getMetricPoints({ ctx, input: own });
      const token = nextCursor === null ? "" : `,"next_page_token":${JSON.stringify(nextCursor)}`;
      return `{"metrics":[${pointsOut(key, points)}]${token}}`;
    },
  },
  {
    method: "GET",
    path: "metrics/get-history-bulk",
    fields: { key: "metric_key", runIds: "run_id" },
    async handle({ ctx, input }) {
      const schema = z.object({
        run_id: list(z.string()),
        metric_key: z.string(),
        max_results: int64.optional(),
      });
      const { run_id: runIds, metric_key: key, max_results: limit } = readInput(schema, input);
      const points = await getMetricPointsOfRuns({ ctx, input: { runIds, key, limit } });
      return `{"metrics":[${pointsOut(key, points)}]}`;
    },
  },
  {
    method: "GET",
    path: "metrics/get-history-bulk-interval",
    fields: { key: "metric_key" },
    async handle({ ctx, input }) {
      const schema = z.object({
        run_ids: list(z.string()),
        metric_key: z.string(),
        start_step: step.optional(),
        end_step: step.optional(),
        max_results: int64.optional(),
      });
      const { run_ids, metric_key: key, start_step, end_step, max_results } = readInput(schema, input);
      const own = { runIds: run_ids, key, startStep: start_step, endStep: end_step, limit: max_results };
      return `{"metrics":[${pointsOut(key, await sampleMetricPoints({ ctx, input: own }))}]}`;
    },
  },
];

/** A hundred thousand points are written faster so than as objects. */
function pointsOut(key: string, points: readonly (MetricPoint | RunMetricPoint)[]): string {
  const name = JSON.stringify(key);
  return points
    .map((point) => {
      const run = "runId" in point ? `,"run_id":"${point.runId}"` : "";
      return `{"key":${name},"value":${JSON.stringify(doubleOut(point.value))},"timestamp":${point.timestamp},"step":${point.step}${run}}`;
    })
    .join(",");
}
