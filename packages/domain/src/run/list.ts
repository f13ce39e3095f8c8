import type { Call, ProjectContext } from "../context";
import { decodeCursor, encodeCursor, toPage } from "../page";
import { parse } from "../parse";
import { authorise } from "../permissions";
import { positionForm } from "../search/keyset";
import { findRuns } from "./find";
import { columnsOf } from "./search-query";
import { summariseRuns } from "./summarise";
import { listRunsInput, type ListRunsInput, type RunPage } from "./table-schema";
import { tableSearch } from "./table-search";

/**
 * A page of an experiment's runs by MLflow's filter and order_by, newest first without an order.
 * @throws DomainError not_found, invalid_input; what is wrong in a filter or an order_by clause has its place in the facts
 */
export async function listRuns({ ctx, input }: Call<ProjectContext, ListRunsInput>): Promise<RunPage> {
  authorise(ctx, "project:read");
  const { keys, cursor, limit, ...scope } = parse(listRunsInput, input);
  const { experiment, search } = await tableSearch(ctx, scope);
  const after = cursor === undefined ? null : decodeCursor(positionForm(columnsOf(search)), cursor);
  const places = await findRuns(ctx, search, { after, count: limit + 1 });
  const page = toPage(places, limit, ({ position }) => encodeCursor(position));
  const ids = page.items.map(({ id }) => id);
  const items = await summariseRuns(ctx.db.prisma, ctx.project.id, ids, keys);
  return { experiment, items, nextCursor: page.nextCursor };
}
