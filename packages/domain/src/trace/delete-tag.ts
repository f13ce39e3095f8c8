import type { Call, ProjectContext } from "../context";
import { notFound } from "../errors";
import { parse } from "../parse";
import { authorise } from "../permissions";
import { transact } from "../transact";
import { lockTrace } from "./lock";
import { deleteTraceTagInput, type DeleteTraceTagInput } from "./schema";

/** @throws DomainError not_found for the trace or the tag */
export async function deleteTraceTag({
  ctx,
  input,
}: Call<ProjectContext, DeleteTraceTagInput>): Promise<void> {
  authorise(ctx, "run:write");
  const { traceId, key } = parse(deleteTraceTagInput, input);
  await transact(ctx, async (tx) => {
    await lockTrace(tx, ctx, traceId);
    const deleted = await tx.$executeRaw`
      UPDATE "Trace" SET tags = tags - ${key}::text
      WHERE "projectId" = ${ctx.project.id}::uuid AND id = ${traceId} AND tags->>${key} IS NOT NULL`;
    if (deleted === 0) throw notFound("tag", key);
  });
}
