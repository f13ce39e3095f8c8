import { Prisma, type Transaction } from "@pipepilot/db";
import type { Comparison, NumberTest, Ordering, TextTest } from "../search/comparison";
import { allOf, numberRange } from "../search/conditions";
import type { RunSearch } from "./search-query";

/** So much of a parameter's value is in its index. */
const INDEXED_CHARACTERS = 500;
/** Comparisons that are asked how many runs they leave. */
const ASKED = 4;
/** No larger sets of runs are counted or gathered: this many take a few milliseconds. */
const COUNTED = 5000;
/** Reading a run and what it is compared by costs as much as so many steps from one entry of an index to the next. */
const STEPS_OF_A_LOOK = 15;

/** What the narrowest comparisons and the experiments leave: sets of runs, as queries of `projectId` and `runId`. */
export interface Candidates {
  sets: Prisma.Sql[];
  /** Whether to read and sort those that are in all sets, instead of a walk in the order asked for. */
  sorts: boolean;
}

/**
 * How to search. Few candidates are read and sorted; where many runs match, a walk in the order asked for soon meets enough of them.
 * Counting does not hang on how well PostgreSQL guesses: a project that it knows nothing of yet is searched as fast as others. The
 * transaction's settings for what follows are made by the same statement.
 */
export async function findCandidates(
  tx: Transaction,
  search: RunSearch,
  pageSize: number,
  settings = Prisma.sql`NULL`,
): Promise<Candidates> {
  const { projectId, experimentIds } = search;
  const comparisons = search.filter.flatMap((each) =>
    isWalked(search, each) ? [] : (runsWith(projectId, each) ?? []),
  );
  if (comparisons.length === 0 && isNewestOfOne(search)) {
    await tx.$queryRaw`SELECT ${settings}`;
    return { sets: [], sorts: false };
  }
  const inExperiments = Prisma.sql`SELECT "projectId", id AS "runId" FROM "Run"
    WHERE "projectId" = ${unguessed(projectId)} AND "experimentId" = ANY(${[...experimentIds]}::uuid[])`;
  const queries = [...comparisons.slice(0, ASKED), inExperiments];
  const most =
    comparisons.length > 0 || !hasIndexedOrder(search) ? Prisma.sql`${COUNTED}::int` : mostToSort(pageSize);
  const counts = queries.map(
    (query) =>
      Prisma.sql`(SELECT count(*)::int FROM (${query} LIMIT 1 + (SELECT most FROM known)) AS counted)`,
  );
  const [{ found, most: limit, total }] = await tx.$queryRaw<
    [{ found: number[]; most: number; total: number }]
  >`
    WITH known AS MATERIALIZED (
      SELECT ${most} AS most, total FROM (SELECT reltuples::int AS total FROM pg_class WHERE oid = '"Run"'::regclass) AS runs)
    SELECT ARRAY[${Prisma.join(counts)}] AS found, most, total, ${settings} FROM known`;
  const sets = queries.filter((_, index) => found[index] <= limit);
  const sizes = found.filter((count) => count <= limit);
  const walks = sizes.length === 0 || (hasIndexedOrder(search) && walkIsShorter(sizes, total, pageSize));
  return { sets, sorts: !walks };
}

/** Of `total` runs: of more in one set the walk is shorter, whatever their number (see `walkIsShorter`). */
function mostToSort(pageSize: number): Prisma.Sql {
  return Prisma.sql`least(${COUNTED}::int, ${pageSize}::int + ceil(sqrt(${pageSize}::float8 * greatest(total, 1) / ${STEPS_OF_A_LOOK}::float8))::int)`;
}

/** Of the runs that a walk meets until a page is full, and those in all sets: as if no comparison had to do with another. */
function walkIsShorter(sizes: readonly number[], total: number, pageSize: number): boolean {
  const all = Math.max(total, ...sizes, 1);
  const inAll = sizes.reduce((left, size) => left * (size / all), all);
  const steps = Math.min(all, (pageSize * all) / inAll);
  return steps + Math.min(pageSize, inAll) * STEPS_OF_A_LOOK < inAll * STEPS_OF_A_LOOK;
}

/** The runs that are in all of the sets. */
export function inEverySet(sets: readonly Prisma.Sql[]): Prisma.Sql {
  return Prisma.join(
    sets.map((set) => Prisma.sql`(${set})`),
    " INTERSECT ",
  );
}

/**
 * True of runs in a set, which is gathered once: the limit and the CASE, which changes nothing, keep PostgreSQL from turning it into a
 * join.
 */
export function isInSet(set: Prisma.Sql, runId: Prisma.Sql): Prisma.Sql {
  return Prisma.sql`CASE WHEN ${runId} IN (SELECT "runId" FROM (${set}) AS gathered LIMIT ${2 * COUNTED}::int) THEN true ELSE false END`;
}

/** A metric that the order begins with: the walk is along those of its values that the comparison leaves. */
function isWalked({ orderings: [first] }: RunSearch, { field: { kind, key } }: Comparison): boolean {
  return kind === "metric" && first?.field.kind === "metric" && first.field.key === key;
}

/** Whether a walk can end before it has met every run. */
function hasIndexedOrder({ orderings: [first] }: RunSearch): boolean {
  return !first || first.field.kind === "metric" || isStart(first);
}

/** Where the walk itself stays within the experiment. */
function isNewestOfOne({ experimentIds, orderings: [first] }: RunSearch): boolean {
  return experimentIds.length === 1 && (!first || isStart(first));
}

function isStart({ field: { kind, key } }: Ordering): boolean {
  return kind === "attribute" && key === "start_time";
}

/**
 * The project in a form in which PostgreSQL takes it for one like all others. Of a project that its statistics do not know it believes
 * that it has no rows, and then every index is the same to it.
 */
function unguessed(projectId: string): Prisma.Sql {
  return Prisma.sql`(SELECT ${projectId}::uuid)`;
}

/** Where an index knows the runs of which a comparison holds: at least all of them. */
function runsWith(projectId: string, { field: { kind, key }, test }: Comparison): Prisma.Sql | null {
  if (kind === "metric")
    return Prisma.sql`SELECT c."projectId", c."runId" FROM "RunMetric" c
      WHERE ${valuedMetric(projectId, key, Prisma.sql`c`, [test as NumberTest])}`;
  if (kind === "param" && test.type === "text" && test.comparator === "=") {
    const start = [...test.value].slice(0, INDEXED_CHARACTERS).join("");
    return Prisma.sql`SELECT c."projectId", c."runId" FROM "RunParam" c
      WHERE c."projectId" = ${unguessed(projectId)} AND c.key = ${key} AND left(c.value, 500) = ${start}`;
  }
  if (kind === "attribute" && key === "run_id") {
    const { comparator } = test as TextTest;
    if (comparator !== "=" && comparator !== "IN") return null;
    const ids = "values" in test ? [...test.values] : "value" in test ? [String(test.value)] : [];
    return Prisma.sql`SELECT DISTINCT ${projectId}::uuid AS "projectId", c AS "runId" FROM unnest(${ids}::text[]) AS c`;
  }
  return null;
}

/** Rows of RunMetric in the order of their values, NaN last: the condition that every value meets names the index. */
export function valuedMetric(
  projectId: string,
  key: string,
  row: Prisma.Sql,
  tests: readonly NumberTest[],
): Prisma.Sql {
  return allOf([
    Prisma.sql`${row}."projectId" = ${unguessed(projectId)} AND ${row}.key = ${key} AND ${row}.value >= '-Infinity'::float8`,
    ...tests.map((test) => numberRange(Prisma.sql`${row}.value`, test)),
  ]);
}
