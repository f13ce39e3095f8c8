import type { Call, ProjectContext } from "../context";
import { notFound } from "../errors";
import { parse } from "../parse";
import { authorise } from "../permissions";
import { expectedSpans, readSpans, readTraces, type TraceInfo } from "./read";
import { traceIdInput, traceIdsInput, type TraceIdInput, type TraceIdsInput } from "./schema";

/** A trace without its spans. @throws DomainError not_found */
export async function getTraceInfo({ ctx, input }: Call<ProjectContext, TraceIdInput>): Promise<TraceInfo> {
  authorise(ctx, "project:read");
  const { traceId } = parse(traceIdInput, input);
  const [info] = await readTraces(ctx.db.prisma, ctx.project.id, [traceId]);
  if (!info) throw notFound("trace", traceId);
  return info;
}

export interface Trace {
  info: TraceInfo;
  /** each a JSON text in OpenTelemetry's names; the root first, then as they began */
  spans: string[];
  /** Whether all of them are here that its client says there are. */
  isWhole: boolean;
}

/** These traces with their spans, in the order asked for; those that are not there are absent. */
export async function getTraces({ ctx, input }: Call<ProjectContext, TraceIdsInput>): Promise<Trace[]> {
  authorise(ctx, "project:read");
  const { traceIds } = parse(traceIdsInput, input);
  const projectId = ctx.project.id;
  const ids = [...new Set(traceIds)];
  // Spans that come in between make a trace no less whole: they are read last.
  const infos = await readTraces(ctx.db.prisma, projectId, ids);
  const spans = await readSpans(ctx.db.prisma, projectId, ids);
  return infos.map((info) => {
    const own = spans.get(info.id) ?? [];
    return { info, spans: own, isWhole: own.length > 0 && own.length >= expectedSpans(info) };
  });
}

/** These traces without their spans, in the order asked for; those that are not there are absent. */
export async function getTraceInfos({
  ctx,
  input,
}: Call<ProjectContext, TraceIdsInput>): Promise<TraceInfo[]> {
  authorise(ctx, "project:read");
  const { traceIds } = parse(traceIdsInput, input);
  return readTraces(ctx.db.prisma, ctx.project.id, [...new Set(traceIds)]);
}
