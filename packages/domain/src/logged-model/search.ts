import { Prisma } from "@pipepilot/db";
import type { Call, ProjectContext } from "../context";
import { decodeCursor, encodeCursor, toPage, type Page } from "../page";
import { parse } from "../parse";
import { authorise } from "../permissions";
import { allOf } from "../search/conditions";
import { parseFilter } from "../search/filter";
import { isAfter, orderBy, positionForm, positionOf } from "../search/keyset";
import { readLoggedModels } from "./read";
import { searchLoggedModelsInput, type SearchLoggedModelsInput, type TrackedLoggedModel } from "./schema";
import { modelColumns, modelConditions } from "./search-query";

/**
 * The models of these experiments that are not in the trash, by MLflow's filter and order, a page at a time.
 * @throws DomainError invalid_input; what is wrong in a filter has its place in the facts
 */
export async function searchLoggedModels({
  ctx,
  input,
}: Call<ProjectContext, SearchLoggedModelsInput>): Promise<Page<TrackedLoggedModel>> {
  authorise(ctx, "project:read");
  const { experimentIds, filter, datasets, limit, cursor, ...order } = parse(searchLoggedModelsInput, input);
  const projectId = ctx.project.id;
  const db = ctx.db.prisma;
  const columns = modelColumns(order.orderBy);
  const after = cursor === undefined ? null : decodeCursor(positionForm(columns), cursor);
  const where = allOf([
    Prisma.sql`m."projectId" = ${projectId}::uuid AND m."experimentId" = ANY(${experimentIds}::uuid[])`,
    Prisma.sql`m."deletedAt" IS NULL`,
    ...modelConditions(parseFilter("logged_model", filter), datasets),
    ...(after ? [isAfter(columns, after)] : []),
  ]);
  const rows = await db.$queryRaw<{ id: string; position: string[] }[]>`
    SELECT m.id, ${positionOf(columns)} AS position FROM "LoggedModel" m
    WHERE ${where} ORDER BY ${orderBy(columns)} LIMIT ${limit + 1}`;
  const page = toPage(rows, limit, ({ position }) => encodeCursor(position));
  const ids = page.items.map(({ id }) => id);
  return { ...page, items: await readLoggedModels(db, projectId, ids) };
}
