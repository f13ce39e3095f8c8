import { Prisma } from "@pipepilot/db";
import type { Call, ProjectContext } from "../context";
import { decodeCursor, encodeCursor, toPage, type Page } from "../page";
import { parse } from "../parse";
import { authorise } from "../permissions";
import { allOf } from "../search/conditions";
import { parseFilter } from "../search/filter";
import { isAfter, orderBy, positionForm, positionOf } from "../search/keyset";
import { parseOrderBy } from "../search/order-by";
import { readTraces, type TraceInfo } from "./read";
import { searchTracesInput, type SearchTracesInput } from "./schema";
import { traceColumns, traceCondition } from "./search-query";

/**
 * The traces of these experiments by MLflow's filter and order, a page at a time; the newest first unless told.
 * @throws DomainError invalid_input; what is wrong in a filter or an order has its place in the facts
 */
export async function searchTraces({
  ctx,
  input,
}: Call<ProjectContext, SearchTracesInput>): Promise<Page<TraceInfo>> {
  authorise(ctx, "project:read");
  const { experimentIds, filter, limit, cursor, ...order } = parse(searchTracesInput, input);
  const projectId = ctx.project.id;
  const db = ctx.db.prisma;
  const columns = traceColumns(parseOrderBy("trace", order.orderBy));
  const after = cursor === undefined ? null : decodeCursor(positionForm(columns), cursor);
  const where = allOf([
    Prisma.sql`t."projectId" = ${projectId}::uuid AND t."experimentId" = ANY(${experimentIds}::uuid[])`,
    ...parseFilter("trace", filter).map(traceCondition),
    ...(after ? [isAfter(columns, after)] : []),
  ]);
  const rows = await db.$queryRaw<{ id: string; position: string[] }[]>`
    SELECT t.id, ${positionOf(columns)} AS position FROM "Trace" t
    WHERE ${where} ORDER BY ${orderBy(columns)} LIMIT ${limit + 1}`;
  const page = toPage(rows, limit, ({ position }) => encodeCursor(position));
  const items = await readTraces(
    db,
    projectId,
    page.items.map(({ id }) => id),
  );
  return { ...page, items };
}
