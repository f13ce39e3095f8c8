import { Prisma } from "@pipepilot/db";
import type { Call, ProjectContext } from "../context";
import { parse } from "../parse";
import { authorise } from "../permissions";
import { allOf } from "../search/conditions";
import { transact } from "../transact";
import { deleteTracesInput, type DeleteTracesInput } from "./schema";
import { timestamp } from "./start";

/**
 * Deletes traces of an experiment for good, as MLflow does: by their ids, or the oldest until a time. They hold what
 * people asked and were answered, so deleting them leaves nothing.
 * @returns how many there were
 */
export async function deleteTraces({
  ctx,
  input,
}: Call<ProjectContext, DeleteTracesInput>): Promise<{ deleted: number }> {
  authorise(ctx, "run:write");
  const { experimentId, until, limit, traceIds } = parse(deleteTracesInput, input);
  const where = allOf([
    Prisma.sql`"projectId" = ${ctx.project.id}::uuid AND "experimentId" = ${experimentId}::uuid`,
    ...(until === undefined ? [] : [Prisma.sql`"requestTime" <= ${timestamp(until)}`]),
    ...(traceIds === undefined ? [] : [Prisma.sql`id = ANY(${traceIds}::text[])`]),
  ]);
  const most = limit === undefined ? Prisma.empty : Prisma.sql`LIMIT ${limit}`;
  return transact(ctx, async (tx) => ({
    deleted: await tx.$executeRaw`
      -- Gathered once: a subquery of DELETE may be asked again for every row, and its limit would count anew each time.
      WITH chosen AS MATERIALIZED (
        SELECT "projectId", id FROM "Trace" WHERE ${where} ORDER BY "requestTime", id ${most} FOR UPDATE
      )
      DELETE FROM "Trace" t USING chosen WHERE t."projectId" = chosen."projectId" AND t.id = chosen.id`,
  }));
}
