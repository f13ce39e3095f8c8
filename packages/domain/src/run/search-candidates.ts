import { Prisma, type Transaction } from "@pipepilot/db";
import type { Comparison, NumberTest, Ordering, TextTest } from "../search/comparison";
import { allOf, numberRange } from "../search/conditions";
import type { RunSearch } from "./search-query";

/** So much of a parameter's value is in its index. */
const INDEXED_CHARACTERS = 500;
/** Comparisons that are asked how many runs they leave. */
const ASKED = 4;
/** No larger sets of runs are counted or intersected: this many take a few milliseconds. */
const COUNTED = 5000;
/** What it costs to look into sets of candidates, and at those that are in all of them, beside a step of a walk. */
const IN_A_SET = 0.5;
const IN_ALL = 2;

/** Runs as a query of `projectId` and `runId`, or simply those of the experiments. */
export type Candidates = Prisma.Sql | "experiments";

/**
 * The runs that the narrowest comparisons and the experiments leave together, or null where a walk in the order asked for comes sooner
 * to the end of a page. Few candidates are read and sorted; where many runs match, a walk soon meets enough of them. Counting does not
 * hang on how well PostgreSQL guesses: a project that it knows nothing of yet is searched as fast as others.
 */
export async function findCandidates(
  tx: Transaction,
  search: RunSearch,
  pageSize: number,
): Promise<Candidates | null> {
  const { projectId, experimentIds } = search;
  const comparisons = search.filter.flatMap((each) =>
    isWalked(search, each) ? [] : (runsWith(projectId, each) ?? []),
  );
  const inExperiments = Prisma.sql`SELECT "projectId", id AS "runId" FROM "Run"
    WHERE "projectId" = ${projectId}::uuid AND "experimentId" = ANY(${[...experimentIds]}::uuid[])`;
  const queries = [...comparisons.slice(0, ASKED), ...(isNewestOfOne(search) ? [] : [inExperiments])];
  if (queries.length === 0) return null;
  const counts = queries.map(
    (query) => Prisma.sql`(SELECT count(*)::int FROM (${query} LIMIT ${COUNTED + 1}::int) AS counted)`,
  );
  const [{ found, total }] = await tx.$queryRaw<[{ found: number[]; total: number }]>`
    SELECT ARRAY[${Prisma.join(counts)}] AS found, reltuples::int AS total FROM pg_class WHERE oid = '"Run"'::regclass`;
  const sets = queries.filter((_, index) => found[index] <= COUNTED);
  const sizes = found.filter((count) => count <= COUNTED);
  const enough = hasIndexedOrder(search) ? pageSize : Infinity;
  if (sizes.length === 0 || walkIsShorter(sizes, total, enough)) return null;
  if (sets.length === 1 && sets[0] === inExperiments) return "experiments";
  return Prisma.join(
    sets.map((set) => Prisma.sql`(${set})`),
    " INTERSECT ",
  );
}

/** By how many runs a walk is expected to meet before a page is full, if no comparison has to do with another. */
function walkIsShorter(sizes: readonly number[], total: number, pageSize: number): boolean {
  const all = Math.max(total, ...sizes, 1);
  const share = sizes.reduce((product, size) => product * (size / all), 1);
  const looks = IN_A_SET * sizes.reduce((sum, size) => sum + size, 0) + IN_ALL * share * all;
  return Math.min(all, pageSize / share) < looks;
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

/** Where an index knows the runs of which a comparison holds: at least all of them. */
function runsWith(projectId: string, { field: { kind, key }, test }: Comparison): Prisma.Sql | null {
  if (kind === "metric")
    return Prisma.sql`SELECT c."projectId", c."runId" FROM "RunMetric" c
      WHERE ${valuedMetric(projectId, key, Prisma.sql`c`, [test as NumberTest])}`;
  if (kind === "param" && test.type === "text" && test.comparator === "=") {
    const start = [...test.value].slice(0, INDEXED_CHARACTERS).join("");
    return Prisma.sql`SELECT c."projectId", c."runId" FROM "RunParam" c
      WHERE c."projectId" = ${projectId}::uuid AND c.key = ${key} AND left(c.value, 500) = ${start}`;
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
    Prisma.sql`${row}."projectId" = ${projectId}::uuid AND ${row}.key = ${key} AND ${row}.value >= '-Infinity'::float8`,
    ...tests.map((test) => numberRange(Prisma.sql`${row}.value`, test)),
  ]);
}
