import type { Call, ProjectContext } from "../context";
import { encodeCursor } from "../page";
import { parse } from "../parse";
import { authorise } from "../permissions";
import { orderBy, positionOf } from "../search/keyset";
import { transact } from "../transact";
import { findCandidates } from "./search-candidates";
import { amongCandidates, inNoOrder } from "./search-query";
import { MOST_ROWS, outlineRunsInput, type OutlineRunsInput, type RunOutline } from "./table-schema";
import { tableSearch } from "./table-search";

/**
 * How many runs a table has and where its pages begin. It orders every run once, so that any page is a look into an index
 * afterwards. @throws DomainError not_found, invalid_input as `listRuns`
 */
export async function outlineRuns({
  ctx,
  input,
}: Call<ProjectContext, OutlineRunsInput>): Promise<RunOutline> {
  authorise(ctx, "project:read");
  const { step, ...scope } = parse(outlineRunsInput, input);
  const { search } = await tableSearch(ctx, scope);
  const [{ total, positions }] = await transact(ctx, async (tx) => {
    const { sets } = await findCandidates(tx, search, MOST_ROWS);
    const { from, where, columns } =
      sets.length > 0 ? amongCandidates(search, sets) : inNoOrder(search, sets);
    return tx.$queryRaw<[{ total: number; positions: string[][] }]>`
      SELECT count(*)::int AS total,
        coalesce(json_agg(position ORDER BY n) FILTER (WHERE n % ${step}::int = 0), '[]') AS positions
      FROM (
        SELECT row_number() OVER (ORDER BY ${orderBy(columns)}) AS n, ${positionOf(columns)} AS position
        FROM ${from} WHERE ${where} ORDER BY n LIMIT ${MOST_ROWS + 1}::int) AS numbered`;
  });
  const shown = Math.min(total, MOST_ROWS);
  // No page begins behind the last run.
  const cursors = positions.slice(0, Math.max(0, Math.ceil(shown / step) - 1)).map(encodeCursor);
  return { total: shown, capped: total > MOST_ROWS, cursors };
}
