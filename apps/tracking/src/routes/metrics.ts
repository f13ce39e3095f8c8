import { getMetricPoints, type MetricPoint } from "@pipepilot/domain/run/metric-points";
import { z } from "zod";
import { runIdOf, runSelector } from "../run-id";
import { doubleOut, int64, optionalText, readInput } from "../wire";
import type { Route } from "./index";

export const metricRoutes: readonly Route[] = [
  {
    method: "GET",
    path: "metrics/get-history",
    async handle({ ctx, input }) {
      const schema = runSelector.extend({
        metric_key: z.string(),
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
];

/** A hundred thousand points are written faster so than as objects. */
function pointsOut(key: string, points: readonly MetricPoint[]): string {
  const name = JSON.stringify(key);
  return points
    .map(
      ({ value, timestamp, step }) =>
        `{"key":${name},"value":${JSON.stringify(doubleOut(value))},"timestamp":${timestamp},"step":${step}}`,
    )
    .join(",");
}
