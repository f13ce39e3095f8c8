import { setTimeout as delay } from "node:timers/promises";
import { DomainError, notFound } from "@pipepilot/domain/errors";
import type { ProjectContext } from "@pipepilot/domain/context";
import { deleteTraces } from "@pipepilot/domain/trace/delete";
import { deleteTraceTag } from "@pipepilot/domain/trace/delete-tag";
import { getTraceInfo, getTraceInfos, getTraces, type Trace } from "@pipepilot/domain/trace/get";
import { linkPromptsToTrace } from "@pipepilot/domain/trace/link-prompts";
import { linkTracesToRun } from "@pipepilot/domain/trace/link-run";
import { searchTraces } from "@pipepilot/domain/trace/search";
import { setTraceTag } from "@pipepilot/domain/trace/set-tag";
import { startTrace } from "@pipepilot/domain/trace/start";
import { z } from "zod";
import { experimentId, experimentIds } from "../experiment-id";
import { runIdOf } from "../run-id";
import { OWN_TAGS, traceInfoOut, traceOut } from "../trace-out";
import { traceIdOf, traceIn, traceInfo, traceLocation } from "../trace-in";
import { int64, list, optionalText, readInput } from "../wire";
import type { Route } from "./index";

/** A client may ask for a trace before the last of its spans has come. */
const WAITS_MS = [250, 750, 2000];

const traceIds = z.object({ trace_ids: list(z.string()) });
const deletion = z.object({
  experiment_id: z.string(),
  max_timestamp_millis: int64.optional(),
  max_traces: int64.optional(),
  request_ids: list(z.string()),
});
const truth = z.union([z.boolean(), z.string().transform((text) => text.toLowerCase() === "true")]);

/** Of the third version alone. */
const version3: readonly Route[] = [
  {
    method: "POST",
    path: "traces",
    async handle({ ctx, input }) {
      const { trace } = readInput(z.object({ trace: z.object({ trace_info: traceInfo }) }), input);
      const own = await traceIn(ctx, trace.trace_info);
      await startTrace({ ctx, input: own });
      return infoAnswer(ctx, own.traceId);
    },
  },
  {
    method: "GET",
    path: "traces/:trace_id",
    handle: ({ ctx, input }) => infoAnswer(ctx, traceIdOf(input)),
  },
  {
    method: "GET",
    path: "traces/get",
    async handle({ ctx, input }) {
      const given = readInput(z.object({ trace_id: z.string(), allow_partial: truth.optional() }), input);
      const trace = await wholeTrace(ctx, traceIdOf(given), given.allow_partial ?? false);
      return `{"trace":${traceOut(trace)}}`;
    },
  },
  {
    method: "GET",
    path: "traces/batchGet",
    async handle({ ctx, input }) {
      const { trace_ids } = readInput(traceIds, input);
      const traces = await getTraces({ ctx, input: { traceIds: trace_ids } });
      return `{"traces":[${traces
        .filter(({ isWhole }) => isWhole)
        .map(traceOut)
        .join(",")}]}`;
    },
  },
  {
    method: "POST",
    path: "traces/batchGetInfos",
    async handle({ ctx, input }) {
      const { trace_ids } = readInput(traceIds, input);
      const infos = await getTraceInfos({ ctx, input: { traceIds: trace_ids } });
      return { trace_infos: infos.map(traceInfoOut) };
    },
  },
  {
    method: "POST",
    path: "traces/search",
    async handle({ ctx, input }) {
      const schema = z.object({
        locations: z.array(traceLocation),
        filter: optionalText,
        max_results: int64.default(100),
        order_by: list(z.string()),
        page_token: optionalText,
      });
      const { locations, filter, max_results, order_by, page_token } = readInput(schema, input);
      const ids = locations.flatMap(({ mlflow_experiment: at }) => (at ? [at.experiment_id] : []));
      const { items, nextCursor } = await searchTraces({
        ctx,
        input: {
          experimentIds: await experimentIds(ctx, ids),
          filter,
          orderBy: order_by,
          limit: max_results,
          cursor: page_token,
        },
      });
      return {
        traces: items.map(traceInfoOut),
        ...(nextCursor !== null && { next_page_token: nextCursor }),
      };
    },
  },
];

/** Of both versions. */
const shared: readonly Route[] = [
  {
    method: "POST",
    path: "traces/delete-traces",
    async handle({ ctx, input }) {
      const { experiment_id, max_timestamp_millis, max_traces, request_ids } = readInput(deletion, input);
      const { deleted } = await deleteTraces({
        ctx,
        input: {
          experimentId: await experimentId(ctx, experiment_id),
          until: max_timestamp_millis,
          limit: max_traces,
          traceIds: request_ids.length > 0 ? request_ids : undefined,
        },
      });
      return { traces_deleted: deleted };
    },
  },
  {
    method: "PATCH",
    path: "traces/:trace_id/tags",
    async handle({ ctx, input }) {
      const { key, value } = readInput(z.object({ key: z.string(), value: z.string().default("") }), input);
      refuseOwn(key, "set");
      await setTraceTag({ ctx, input: { traceId: traceIdOf(input), key, value } });
      return {};
    },
  },
  {
    method: "DELETE",
    path: "traces/:trace_id/tags",
    async handle({ ctx, input }) {
      const { key } = readInput(z.object({ key: z.string() }), input);
      refuseOwn(key, "deleted");
      await deleteTraceTag({ ctx, input: { traceId: traceIdOf(input), key } });
      return {};
    },
  },
];

/** Of the second version alone. */
const linkToRun: Route = {
  method: "POST",
  path: "traces/link-to-run",
  async handle({ ctx, input }) {
    const { run_id, trace_ids } = readInput(traceIds.extend({ run_id: z.string() }), input);
    await linkTracesToRun({ ctx, input: { runId: runIdOf({ run_id }), traceIds: trace_ids } });
    return {};
  },
};

const linkPrompts: Route = {
  method: "POST",
  path: "traces/link-prompts",
  async handle({ ctx, input }) {
    const version = z.union([z.string(), z.number()]).transform(String);
    const prompt = z.object({ name: z.string(), version });
    const schema = z.object({ trace_id: z.string(), prompt_versions: z.array(prompt) });
    const { trace_id, prompt_versions } = readInput(schema, input);
    await linkPromptsToTrace({ ctx, input: { traceId: traceIdOf({ trace_id }), prompts: prompt_versions } });
    return {};
  },
};

export const traceRoutes: readonly Route[] = [
  ...[...version3, ...shared].map((route) => ({ ...route, version: 3 as const })),
  ...shared,
  linkToRun,
  linkPrompts,
];

async function infoAnswer(ctx: ProjectContext, traceId: string) {
  return { trace: { trace_info: traceInfoOut(await getTraceInfo({ ctx, input: { traceId } })) } };
}

/** @throws DomainError not_found where it is not there, or its spans do not come */
async function wholeTrace(ctx: ProjectContext, traceId: string, allowPartial: boolean): Promise<Trace> {
  for (const waitMs of [...WAITS_MS, null]) {
    const [trace] = await getTraces({ ctx, input: { traceIds: [traceId] } });
    if (!trace) throw notFound("trace", traceId);
    if (trace.isWhole || allowPartial) return trace;
    if (waitMs !== null) await delay(waitMs);
  }
  const message = `Trace with ID ${traceId} is not fully exported yet, please try again later.`;
  throw new DomainError("not_found", message, { traceId });
}

/** @throws DomainError invalid_input for a tag that only we set */
function refuseOwn(key: string, what: "set" | "deleted"): void {
  if (OWN_TAGS.includes(key))
    throw new DomainError("invalid_input", `Tag '${key}' is immutable and cannot be ${what} on a trace.`);
}
