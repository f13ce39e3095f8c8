import type { Call, ProjectContext } from "../context";
import { parse } from "../parse";
import { authorise } from "../permissions";
import { findRuns } from "./find";
import { matchingRunIdsInput, type MatchingRunIdsInput } from "./table-schema";
import { tableSearch } from "./table-search";

/**
 * The ids of the first runs of a table, to select them all; `more` says whether it has others.
 * @throws DomainError not_found, invalid_input as `listRuns`
 */
export async function matchingRunIds({
  ctx,
  input,
}: Call<ProjectContext, MatchingRunIdsInput>): Promise<{ runIds: string[]; more: boolean }> {
  authorise(ctx, "project:read");
  const { limit, ...scope } = parse(matchingRunIdsInput, input);
  const { search } = await tableSearch(ctx, scope);
  const places = await findRuns(ctx, search, { after: null, count: limit + 1 });
  return { runIds: places.slice(0, limit).map(({ id }) => id), more: places.length > limit };
}
