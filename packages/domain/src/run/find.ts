import { Prisma, type Transaction } from "@pipepilot/db";
import type { ProjectContext } from "../context";
import { isAfter, orderBy, positionOf } from "../search/keyset";
import { transact } from "../transact";
import { findCandidates } from "./search-candidates";
import { amongCandidates, inOrder, type RunSearch, type Stretch } from "./search-query";

/** A found run and its place in the whole order. */
export interface RunPlace {
  id: string;
  position: string[];
}

interface Window {
  /** The position behind which to begin. */
  after: readonly string[] | null;
  count: number;
  /** Whether to walk in the order asked for instead of sorting candidates: by default what is faster. Both find the same. */
  walks?: boolean;
}

/**
 * Side processes are begun for thousands of rows where a page needs a hundred. And a walk ends early, which is not in PostgreSQL's
 * guess: it takes comparisons of subqueries for very rare, and would rather sort. Both for this transaction.
 */
const WALKING = Prisma.sql`set_config('max_parallel_workers_per_gather', '0', true), set_config('enable_sort', 'off', true)`;

/** The next runs in the order of a search: the one way in which clients' searches, tables and downloads read them. */
export async function findRuns(
  ctx: ProjectContext,
  search: RunSearch,
  { after, count, walks }: Window,
): Promise<RunPlace[]> {
  return transact(ctx, async (tx) => {
    const { sets, sorts } = await findCandidates(tx, search, count - 1, WALKING);
    if (walks === undefined ? !sorts : walks || sets.length === 0)
      return readPlaces(tx, inOrder(search, sets), after, count);
    await tx.$executeRaw`SET LOCAL enable_sort = on`;
    return readPlaces(tx, [amongCandidates(search, sets)], after, count);
  });
}

async function readPlaces(
  tx: Transaction,
  stretches: readonly Stretch[],
  after: readonly string[] | null,
  count: number,
): Promise<RunPlace[]> {
  const places: RunPlace[] = [];
  for (const { from, where, columns, lead } of stretches) {
    const isPast = after !== null && lead.length > 0 && lead[0] < after[0];
    if (isPast || places.length >= count) continue;
    const isWithin = after !== null && (lead.length === 0 || lead[0] === after[0]);
    const behind = isWithin ? isAfter(columns, after.slice(lead.length)) : Prisma.sql`true`;
    const found = await tx.$queryRaw<RunPlace[]>`
      SELECT r.id, ${positionOf(columns)} AS position FROM ${from}
      WHERE ${where} AND ${behind}
      ORDER BY ${orderBy(columns)} LIMIT ${count - places.length}`;
    places.push(...found.map(({ id, position }) => ({ id, position: [...lead, ...position] })));
  }
  return places;
}
