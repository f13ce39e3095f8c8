import type { Call, ProjectContext } from "../context";
import { parse } from "../parse";
import { authorise } from "../permissions";
import { transact } from "../transact";
import { lockTrace } from "./lock";
import { finishTraceInput, type FinishTraceInput } from "./schema";
import { timestamp } from "./start";

/** Ends a trace that a client of MLflow 2 began; what is said of it is added. @throws DomainError not_found */
export async function finishTrace({ ctx, input }: Call<ProjectContext, FinishTraceInput>): Promise<void> {
  authorise(ctx, "run:write");
  const { traceId, endTime, state, metadata, tags } = parse(finishTraceInput, input);
  await transact(ctx, async (tx) => {
    await lockTrace(tx, ctx, traceId);
    await tx.$executeRaw`
      UPDATE "Trace" SET duration = round(extract(epoch FROM ${timestamp(endTime)} - "requestTime") * 1000)::bigint,
        state = ${state}::"TraceState", metadata = metadata || ${JSON.stringify(metadata)}::jsonb,
        tags = tags || ${JSON.stringify(tags)}::jsonb, "isFinal" = true
      WHERE "projectId" = ${ctx.project.id}::uuid AND id = ${traceId}`;
  });
}
