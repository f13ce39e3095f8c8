import { Prisma } from "@pipepilot/db";
import type { Comparison, NumberTest, Ordering } from "../search/comparison";
import { allOf } from "../search/conditions";
import type { SortColumn } from "../search/keyset";
import { valuedMetric } from "./search-candidates";
import { runCondition, valueOf } from "./search-filter";
import type { ViewType } from "./search-schema";
import { byId, orderingKey, startTime } from "./sort-key";

export interface RunSearch {
  projectId: string;
  experimentIds: readonly string[];
  viewType: ViewType;
  filter: readonly Comparison[];
  orderings: readonly Ordering[];
}

/** A part of the order that one query reads: what it reads runs `r` from, which of them, and in which order. */
export interface Stretch {
  from: Prisma.Sql;
  where: Prisma.Sql;
  columns: SortColumn[];
  /** What leads the positions of its runs in the whole order: the same for all of them. */
  lead: string[];
}

/** The whole order of a search. */
export function columnsOf({ orderings }: RunSearch): SortColumn[] {
  return restOfOrder(orderings, orderings).columns;
}

/** The found runs among candidates (a query of `projectId` and `runId`), read one by one and sorted. */
export function amongCandidates(search: RunSearch, candidates: Prisma.Sql): Stretch {
  const { columns, joins } = restOfOrder(search.orderings, search.orderings);
  const from = Prisma.sql`(${candidates}) AS c ${runOf("c")} ${joins}`;
  return { from, where: conditionsOf(search, search.filter), columns, lead: [] };
}

/**
 * The found runs in the order asked for, in one or, where a metric comes first, three stretches: runs with a value, with NaN, without
 * the metric. The first two walk along the index of values, and a page is full long before they end.
 */
export function inOrder(search: RunSearch): Stretch[] {
  const { projectId, filter, orderings } = search;
  const [first, ...later] = orderings;
  if (first?.field.kind !== "metric") {
    const { columns, joins } = restOfOrder(orderings, orderings);
    const where = conditionsOf(search, filter);
    return [{ from: Prisma.sql`"Run" r ${joins}`, where, columns, lead: [] }];
  }
  const { key } = first.field;
  const own = filter.filter(({ field }) => field.kind === "metric" && field.key === key);
  const tests = own.map(({ test }) => test as NumberTest);
  const where = conditionsOf(
    search,
    filter.filter((comparison) => !own.includes(comparison)),
  );
  const { columns, joins } = restOfOrder(orderings, later);
  const value = Prisma.sql`f.value`;
  const withMetric = allOf([valuedMetric(projectId, key, Prisma.sql`f`, tests), where]);
  const from = Prisma.sql`"RunMetric" f ${runOf("f")} ${joins}`;
  const stretches: Stretch[] = [
    {
      from,
      where: Prisma.sql`${withMetric} AND ${value} <= 'Infinity'::float8`,
      columns: [{ value, type: "number", descending: first.descending }, ...columns],
      lead: ["0"],
    },
  ];
  if (tests.every(({ comparator }) => comparator === "!="))
    stretches.push({
      from,
      where: Prisma.sql`${withMetric} AND ${value} = 'NaN'::float8`,
      columns,
      lead: ["1", "0"],
    });
  if (tests.length === 0) {
    const without = Prisma.sql`${valueOf("RunMetric", key)} IS NULL`;
    stretches.push({
      from: Prisma.sql`"Run" r ${joins}`,
      where: allOf([without, where]),
      columns,
      lead: ["2", "0"],
    });
  }
  return stretches;
}

/** The run of a row that names one: the limit keeps it a look into the primary key. */
function runOf(row: "f" | "c"): Prisma.Sql {
  const name = Prisma.raw(row);
  return Prisma.sql`JOIN LATERAL (
    SELECT * FROM "Run" WHERE "projectId" = ${name}."projectId" AND id = ${name}."runId" LIMIT 1) AS r ON true`;
}

/** The order behind the first field: the other fields, then newest first, then by id. */
function restOfOrder(all: readonly Ordering[], ordered: readonly Ordering[]) {
  const keys = ordered.map((ordering, index) => orderingKey(ordering, `s${index}`));
  const hasStart = all.some(({ field }) => field.kind === "attribute" && field.key === "start_time");
  const columns = [...keys.flatMap((each) => each.columns), ...(hasStart ? [] : [startTime(true)]), byId];
  const joins = [Prisma.empty, ...keys.map(({ join }) => join)];
  return { columns, joins: Prisma.join(joins, " ") };
}

function conditionsOf(
  { projectId, experimentIds, viewType }: RunSearch,
  filter: readonly Comparison[],
): Prisma.Sql {
  const experiment =
    experimentIds.length === 1
      ? Prisma.sql`r."experimentId" = ${experimentIds[0]}::uuid`
      : Prisma.sql`r."experimentId" = ANY(${[...experimentIds]}::uuid[])`;
  const inProject = Prisma.sql`r."projectId" = ${projectId}::uuid`;
  return allOf([inProject, experiment, ...inView(viewType), ...filter.map(runCondition)]);
}

function inView(viewType: ViewType): Prisma.Sql[] {
  switch (viewType) {
    case "ACTIVE_ONLY":
      return [Prisma.sql`r."deletedAt" IS NULL`];
    case "DELETED_ONLY":
      return [Prisma.sql`r."deletedAt" IS NOT NULL`];
    case "ALL":
      return [];
  }
}
