import { Prisma, type Transaction } from "@pipepilot/db";
import type { Comparison, NumberTest, TextTest } from "../search/comparison";
import { allOf, numberRange } from "../search/conditions";
import type { RunSearch } from "./search-query";

/** So much of a parameter's value is in its index. */
const INDEXED_CHARACTERS = 500;
/** Comparisons that are asked how many runs they leave. */
const ASKED = 4;

/**
 * The fewest runs that one comparison or the experiments themselves leave, as a query of `projectId` and `runId`, or null where each
 * leaves more than `most`. Few are read and sorted; with many a page is full soon on a walk in the order asked for. What is counted
 * does not hang on how well PostgreSQL guesses.
 */
export async function findCandidates(
  tx: Transaction,
  search: RunSearch,
  most: number,
): Promise<Prisma.Sql | null> {
  const queries = [
    ...search.filter.flatMap((comparison) => runsWith(search.projectId, comparison) ?? []).slice(0, ASKED),
    Prisma.sql`SELECT c."projectId", c.id AS "runId" FROM "Run" c WHERE c."projectId" = ${search.projectId}::uuid
      AND c."experimentId" = ANY(${[...search.experimentIds]}::uuid[])`,
  ];
  const counts = queries.map(
    (query) => Prisma.sql`(SELECT count(*)::int FROM (${query} LIMIT ${most + 1}::int) AS counted)`,
  );
  const [{ found }] = await tx.$queryRaw<
    [{ found: number[] }]
  >`SELECT ARRAY[${Prisma.join(counts)}] AS found`;
  const fewest = Math.min(...found);
  return fewest > most ? null : queries[found.indexOf(fewest)];
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
