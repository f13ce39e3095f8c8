import { Prisma } from "@pipepilot/db";
import type { Call, ProjectContext } from "../context";
import { lockActiveExperiment } from "../experiment/tracked";
import { parse } from "../parse";
import { authorise } from "../permissions";
import { transact } from "../transact";
import { insertAssessments } from "./insert-assessments";
import { startTraceInput, type StartTraceInput } from "./schema";

/**
 * Records what a client says of a trace. Its spans may have come before: then this is what counts, and what they told
 * stays where it says nothing.
 * @throws DomainError not_found, in_trash for the experiment
 */
export async function startTrace({ ctx, input }: Call<ProjectContext, StartTraceInput>): Promise<void> {
  authorise(ctx, "run:write");
  const trace = parse(startTraceInput, input);
  const { traceId, requestTime, duration = null, clientRequestId = null, assessments } = trace;
  await transact(ctx, async (tx) => {
    await lockActiveExperiment(tx, ctx, trace.experimentId);
    await tx.$executeRaw`
      INSERT INTO "Trace" AS t ("projectId", id, "experimentId", "clientRequestId", "requestTime", duration, state,
        "requestPreview", "responsePreview", metadata, tags, "isFinal")
      VALUES (${ctx.project.id}::uuid, ${traceId}, ${trace.experimentId}::uuid, ${clientRequestId},
        ${timestamp(requestTime)}, ${duration === null ? null : BigInt(duration)}, ${trace.state}::"TraceState",
        ${trace.requestPreview ?? null}, ${trace.responsePreview ?? null}, ${JSON.stringify(trace.metadata)}::jsonb,
        ${JSON.stringify(trace.tags)}::jsonb, ${trace.isFinal})
      ON CONFLICT ("projectId", id) DO UPDATE SET
        "experimentId" = EXCLUDED."experimentId", "clientRequestId" = EXCLUDED."clientRequestId",
        "requestTime" = EXCLUDED."requestTime", duration = EXCLUDED.duration, state = EXCLUDED.state,
        "requestPreview" = coalesce(EXCLUDED."requestPreview", t."requestPreview"),
        "responsePreview" = coalesce(EXCLUDED."responsePreview", t."responsePreview"),
        metadata = t.metadata || EXCLUDED.metadata, tags = t.tags || EXCLUDED.tags, "isFinal" = EXCLUDED."isFinal"`;
    await insertAssessments(tx, ctx, traceId, assessments);
  });
}

export function timestamp(milliseconds: number): Prisma.Sql {
  return Prisma.sql`to_timestamp(${String(milliseconds)}::float8 / 1000)`;
}
