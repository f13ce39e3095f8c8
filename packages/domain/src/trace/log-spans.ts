import type { Transaction } from "@pipepilot/db";
import type { Call, ProjectContext } from "../context";
import { lockActiveExperiment } from "../experiment/tracked";
import { parse } from "../parse";
import { authorise } from "../permissions";
import { requireRuns } from "../run/require";
import { transact } from "../transact";
import { logSpansInput, type LogSpansInput, type Span, type TraceStateName } from "./schema";

/**
 * Keeps spans, all of them or none. Those of a trace that nobody has told of yet make one, which is what they tell of it;
 * the same span again takes its own place.
 * @throws DomainError not_found for the experiment or the run, in_trash for the experiment
 */
export async function logSpans({ ctx, input }: Call<ProjectContext, LogSpansInput>): Promise<void> {
  authorise(ctx, "run:write");
  const { experimentId, runId, spans } = parse(logSpansInput, input);
  if (spans.length === 0) return;
  // Of a span that is sent twice the last counts; the order keeps writers from waiting for each other in a circle.
  const last = [...new Map(spans.map((span) => [`${span.traceId}/${span.spanId}`, span])).values()];
  const traces = [...tracesOf(last).values()].sort((a, b) => (a.id < b.id ? -1 : 1));
  await transact(ctx, async (tx) => {
    await lockActiveExperiment(tx, ctx, experimentId);
    if (runId !== undefined) await requireRuns(ctx, [runId]);
    await upsertTraces(tx, ctx, experimentId, traces);
    await upsertSpans(tx, ctx, last);
    if (runId !== undefined)
      await linkTraces(
        tx,
        ctx,
        runId,
        traces.map(({ id }) => id),
      );
  });
}

interface ToldTrace {
  readonly id: string;
  /** milliseconds */
  start: number;
  end: number | null;
  state: TraceStateName;
  requestPreview: string | null;
  responsePreview: string | null;
  tags: Record<string, string>;
  metadata: Record<string, string>;
}

/** What spans tell of their traces. */
function tracesOf(spans: readonly Span[]): Map<string, ToldTrace> {
  const traces = new Map<string, ToldTrace>();
  for (const { traceId: id, parentId, startTime, endTime, status, trace, metadata } of spans) {
    const start = Number(startTime / 1_000_000n);
    const end = endTime === null ? null : Number(endTime / 1_000_000n);
    const told = traces.get(id) ?? {
      id,
      start,
      end,
      state: "IN_PROGRESS",
      requestPreview: null,
      responsePreview: null,
      tags: {},
      metadata: {},
    };
    traces.set(id, told);
    told.start = Math.min(told.start, start);
    if (end !== null) told.end = Math.max(told.end ?? end, end);
    told.metadata = { ...metadata, ...told.metadata };
    if (parentId !== null) continue;
    told.state = status === "ERROR" ? "ERROR" : "OK";
    told.requestPreview = trace?.requestPreview ?? told.requestPreview;
    told.responsePreview = trace?.responsePreview ?? told.responsePreview;
    told.tags = { ...told.tags, ...trace?.tags };
  }
  return traces;
}

async function upsertTraces(
  tx: Transaction,
  ctx: ProjectContext,
  experimentId: string,
  traces: readonly ToldTrace[],
): Promise<void> {
  await tx.$executeRaw`
    INSERT INTO "Trace" AS t ("projectId", id, "experimentId", "requestTime", duration, state, "requestPreview",
      "responsePreview", tags, metadata)
    SELECT ${ctx.project.id}::uuid, told.id, ${experimentId}::uuid, to_timestamp(told.start::float8 / 1000),
      greatest(told."end" - told.start, 0), told.state::"TraceState", told."requestPreview", told."responsePreview",
      told.tags, told.metadata
    FROM jsonb_to_recordset(${JSON.stringify(traces)}::jsonb) AS told(id text, start bigint, "end" bigint, state text,
      "requestPreview" text, "responsePreview" text, tags jsonb, metadata jsonb)
    ON CONFLICT ("projectId", id) DO UPDATE SET
      "requestTime" = CASE WHEN t."isFinal" THEN t."requestTime" ELSE least(t."requestTime", EXCLUDED."requestTime") END,
      duration = CASE WHEN t."isFinal" THEN t.duration ELSE greatest(
        coalesce(extract(epoch FROM t."requestTime") * 1000 + t.duration, 0),
        coalesce(extract(epoch FROM EXCLUDED."requestTime") * 1000 + EXCLUDED.duration, 0)
      ) - extract(epoch FROM least(t."requestTime", EXCLUDED."requestTime")) * 1000 END,
      state = CASE WHEN t.state IN ('IN_PROGRESS', 'STATE_UNSPECIFIED') AND EXCLUDED.state <> 'IN_PROGRESS'
        THEN EXCLUDED.state ELSE t.state END,
      "requestPreview" = coalesce(t."requestPreview", EXCLUDED."requestPreview"),
      "responsePreview" = coalesce(t."responsePreview", EXCLUDED."responsePreview"),
      tags = t.tags || EXCLUDED.tags, metadata = EXCLUDED.metadata || t.metadata`;
}

async function upsertSpans(tx: Transaction, ctx: ProjectContext, spans: readonly Span[]): Promise<void> {
  const column = <T>(of: (span: Span) => T) => spans.map(of);
  await tx.$executeRaw`
    INSERT INTO "TraceSpan" ("projectId", "traceId", id, "parentId", name, type, status, "startTime", "endTime", content)
    SELECT ${ctx.project.id}::uuid, s.* FROM unnest(
      ${column((span) => span.traceId)}::text[], ${column((span) => span.spanId)}::text[],
      ${column((span) => span.parentId)}::text[], ${column((span) => span.name)}::text[],
      ${column((span) => span.type)}::text[], ${column((span) => span.status)}::text[],
      ${column((span) => String(span.startTime))}::bigint[],
      ${column((span) => (span.endTime === null ? null : String(span.endTime)))}::bigint[],
      ${column((span) => span.content)}::text[]) AS s
    ON CONFLICT ("projectId", "traceId", id) DO UPDATE SET "parentId" = EXCLUDED."parentId", name = EXCLUDED.name,
      type = EXCLUDED.type, status = EXCLUDED.status, "startTime" = EXCLUDED."startTime",
      "endTime" = EXCLUDED."endTime", content = EXCLUDED.content`;
}

/** Says that traces belong to a run; those that are not there are left out, those that do already stay. */
export async function linkTraces(
  tx: Transaction,
  ctx: ProjectContext,
  runId: string,
  traceIds: readonly string[],
): Promise<void> {
  await tx.$executeRaw`
    INSERT INTO "RunTrace" ("projectId", "runId", "traceId")
    SELECT t."projectId", ${runId}, t.id FROM "Trace" t
    WHERE t."projectId" = ${ctx.project.id}::uuid AND t.id = ANY(${[...traceIds]}::text[])
    ON CONFLICT DO NOTHING`;
}
