import type { Call, ProjectContext } from "../context";
import { decodeCursor, encodeCursor, toPage } from "../page";
import { parse } from "../parse";
import { authorise } from "../permissions";
import { parseFilter } from "../search/filter";
import { positionForm } from "../search/keyset";
import { parseOrderBy } from "../search/order-by";
import { findRuns } from "./find";
import { columnsOf, type RunSearch } from "./search-query";
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
  const places = await findRuns(ctx, search, { after, count: maxResults + 1, walks });
  const page = toPage(places, maxResults, ({ position }) => encodeCursor(position));
  const ids = page.items.map(({ id }) => id);
  return { runs: await readTrackedRuns(ctx.db.prisma, projectId, ids), nextPageToken: page.nextCursor };
}
