import { Prisma, type Transaction } from "@pipepilot/db";
import type { Call, ProjectContext } from "../context";
import { decodeCursor, encodeCursor, toPage } from "../page";
import { parse } from "../parse";
import { authorise } from "../permissions";
import { parseFilter } from "../search/filter";
import { isAfter, orderBy, positionForm, positionOf } from "../search/keyset";
import { parseOrderBy } from "../search/order-by";
import { transact } from "../transact";
import { findCandidates } from "./search-candidates";
import { amongCandidates, columnsOf, inOrder, type RunSearch, type Stretch } from "./search-query";
import { readTrackedRuns } from "./tracked";
import { searchRunsInput, type FoundRuns, type SearchRunsInput } from "./search-schema";

/**
 * Runs of these experiments by MLflow's filter and order_by, a page at a time. Runs that are equal in what they are ordered by stand
 * newest first, as all do without an order. @throws DomainError invalid_input; what is wrong in a filter or an order_by clause has
 * its place in the facts
 */
export async function searchRuns({
  ctx,
  input,
  walks,
}: Call<ProjectContext, SearchRunsInput> & {
  /** Whether to walk in the order asked for instead of sorting candidates: by default what is faster. Both find the same. */
  walks?: boolean;
}): Promise<FoundRuns> {
  authorise(ctx, "project:read");
  const { filter, orderBy: clauses, pageToken, maxResults, ...scope } = parse(searchRunsInput, input);
  const projectId = ctx.project.id;
  const search: RunSearch = {
    projectId,
    ...scope,
    filter: parseFilter("run", filter),
    orderings: parseOrderBy("run", clauses),
  };
  const after = pageToken ? decodeCursor(positionForm(columnsOf(search)), pageToken) : null;
  const places = await transact(ctx, async (tx) => {
    // Side processes are begun for thousands of rows where a page needs a hundred.
    await tx.$executeRaw`SET LOCAL max_parallel_workers_per_gather = 0`;
    const { sets, sorts } = await findCandidates(tx, search, maxResults);
    if (walks === undefined ? sorts : !walks && sets.length > 0)
      return readPlaces(tx, [amongCandidates(search, sets)], after, maxResults + 1);
    // A walk ends early. That is not in PostgreSQL's guess, which takes comparisons of subqueries for very rare.
    await tx.$executeRaw`SET LOCAL enable_sort = off`;
    return readPlaces(tx, inOrder(search, sets), after, maxResults + 1);
  });
  const page = toPage(places, maxResults, ({ position }) => encodeCursor(position));
  const ids = page.items.map(({ id }) => id);
  return { runs: await readTrackedRuns(ctx.db.prisma, projectId, ids), nextPageToken: page.nextCursor };
}

interface Place {
  id: string;
  /** In the whole order. */
  position: string[];
}

async function readPlaces(
  tx: Transaction,
  stretches: readonly Stretch[],
  after: string[] | null,
  count: number,
): Promise<Place[]> {
  const places: Place[] = [];
  for (const { from, where, columns, lead } of stretches) {
    const isPast = after !== null && lead.length > 0 && lead[0] < after[0];
    if (isPast || places.length >= count) continue;
    const isWithin = after !== null && (lead.length === 0 || lead[0] === after[0]);
    const behind = isWithin ? isAfter(columns, after.slice(lead.length)) : Prisma.sql`true`;
    const found = await tx.$queryRaw<Place[]>`
      SELECT r.id, ${positionOf(columns)} AS position FROM ${from}
      WHERE ${where} AND ${behind}
      ORDER BY ${orderBy(columns)} LIMIT ${count - places.length}`;
    places.push(...found.map(({ id, position }) => ({ id, position: [...lead, ...position] })));
  }
  return places;
}
