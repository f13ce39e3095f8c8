import { randomUUID } from "node:crypto";
import type { ProjectContext } from "@pipepilot/domain/context";
import { finishTrace } from "@pipepilot/domain/trace/finish";
import { getTraceInfo } from "@pipepilot/domain/trace/get";
import { searchTraces } from "@pipepilot/domain/trace/search";
import { startTrace } from "@pipepilot/domain/trace/start";
import { z } from "zod";
import { experimentId, experimentIds } from "../experiment-id";
import { traceInfoV2Out } from "../trace-out";
import { traceIdOf, traceState } from "../trace-in";
import { int64, keyValue, list, optionalText, readInput } from "../wire";
import type { Route } from "./index";

const entries = list(keyValue).transform((pairs) =>
  Object.fromEntries(pairs.map(({ key, value }) => [key, value])),
);

/** Traces as clients of MLflow 2 log them: begun, their spans sent as a file, ended. */
export const traceV2Routes: readonly Route[] = [
  {
    method: "POST",
    path: "traces",
    async handle({ ctx, input }) {
      const schema = z.object({
        experiment_id: z.string(),
        timestamp_ms: int64,
        request_metadata: entries,
        tags: entries,
      });
      const { experiment_id, timestamp_ms, request_metadata: metadata, tags } = readInput(schema, input);
      const traceId = randomUUID().replaceAll("-", "");
      await startTrace({
        ctx,
        input: {
          traceId,
          experimentId: await experimentId(ctx, experiment_id),
          requestTime: timestamp_ms,
          state: "IN_PROGRESS",
          metadata,
          tags,
          isFinal: false,
        },
      });
      return infoAnswer(ctx, traceId);
    },
  },
  {
    method: "PATCH",
    path: "traces/:trace_id",
    async handle({ ctx, input }) {
      const schema = z.object({
        timestamp_ms: int64,
        status: z.union([traceState, z.literal("TRACE_STATUS_UNSPECIFIED")]),
        request_metadata: entries,
        tags: entries,
      });
      const { timestamp_ms: endTime, status, request_metadata: metadata, tags } = readInput(schema, input);
      const traceId = traceIdOf(input);
      const state = status === "TRACE_STATUS_UNSPECIFIED" ? "STATE_UNSPECIFIED" : status;
      await finishTrace({ ctx, input: { traceId, endTime, state, metadata, tags } });
      return infoAnswer(ctx, traceId);
    },
  },
  {
    method: "GET",
    path: "traces/:trace_id/info",
    handle: ({ ctx, input }) => infoAnswer(ctx, traceIdOf(input)),
  },
  {
    method: "GET",
    path: "traces",
    async handle({ ctx, input }) {
      const schema = z.object({
        experiment_ids: list(z.string()),
        filter: optionalText,
        max_results: int64.default(100),
        order_by: list(z.string()),
        page_token: optionalText,
      });
      const { experiment_ids, filter, max_results, order_by, page_token } = readInput(schema, input);
      const { items, nextCursor } = await searchTraces({
        ctx,
        input: {
          experimentIds: await experimentIds(ctx, experiment_ids),
          filter,
          orderBy: order_by,
          limit: max_results,
          cursor: page_token,
        },
      });
      return {
        traces: items.map(traceInfoV2Out),
        ...(nextCursor !== null && { next_page_token: nextCursor }),
      };
    },
  },
];

async function infoAnswer(ctx: ProjectContext, traceId: string) {
  return { trace_info: traceInfoV2Out(await getTraceInfo({ ctx, input: { traceId } })) };
}
