import { Prisma } from "@pipepilot/db";
import type { Comparison, NumberTest, Ordering } from "../search/comparison";
import { allOf, inView } from "../search/conditions";
import type { SortColumn } from "../search/keyset";
import type { ViewType } from "../search/window";
import { inEverySet, isInSet, valuedMetric } from "./search-candidates";
import { RUN, runCondition, valueOf, type RunReference } from "./search-filter";
import { byId, orderingKey, startTime } from "./sort-key";

export interface RunSearch {
  projectId: string;
  experimentIds: readonly string[];
  viewType: ViewType;
  filter: readonly Comparison[];
  orderings: readonly Ordering[];
  /** Whether texts are ordered as people read them; MLflow does not. */
  natural?: boolean;
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
export function columnsOf(search: RunSearch): SortColumn[] {
  return restOfOrder(search, search.orderings).columns;
}

/** The found runs among those that are in all sets, read one by one and sorted. */
export function amongCandidates(search: RunSearch, sets: readonly Prisma.Sql[]): Stretch {
  const { columns, joins } = restOfOrder(search, search.orderings);
  const { from, run } = runNamedBy(Prisma.sql`(${inEverySet(sets)})`, "c");
  const where = conditionsOf(search, search.filter, run);
  return { from: Prisma.sql`${from} ${joins}`, where, columns, lead: [] };
}

/**
 * The found runs in the order asked for, in one or, where a metric comes first, three stretches: runs with a value, with NaN, without
 * the metric. The first two walk along the index of values, and a page is full long before they end. Of each run it is asked first
 * whether it is in all `sets`: that needs no look at the run.
 */
export function inOrder(search: RunSearch, sets: readonly Prisma.Sql[]): Stretch[] {
  const { projectId, filter, orderings } = search;
  const [first, ...later] = orderings;
  if (first?.field.kind !== "metric") {
    const { columns, joins } = restOfOrder(search, orderings);
    const where = conditionsOf(search, filter, RUN, sets);
    return [{ from: Prisma.sql`"Run" r ${joins}`, where, columns, lead: [] }];
  }
  const { key } = first.field;
  const own = filter.filter(({ field }) => field.kind === "metric" && field.key === key);
  const tests = own.map(({ test }) => test as NumberTest);
  const others = filter.filter((comparison) => !own.includes(comparison));
  const { columns, joins } = restOfOrder(search, later);
  const value = Prisma.sql`f.value`;
  const { from, run } = runNamedBy(Prisma.sql`"RunMetric"`, "f");
  const withMetric = allOf([
    valuedMetric(projectId, key, Prisma.sql`f`, tests),
    conditionsOf(search, others, run, sets),
  ]);
  const stretches: Stretch[] = [
    {
      from: Prisma.sql`${from} ${joins}`,
      where: Prisma.sql`${withMetric} AND ${value} <= 'Infinity'::float8`,
      columns: [{ value, type: "number", descending: first.descending }, ...columns],
      lead: ["0"],
    },
  ];
  if (tests.every(({ comparator }) => comparator === "!="))
    stretches.push({
      from: Prisma.sql`${from} ${joins}`,
      where: Prisma.sql`${withMetric} AND ${value} = 'NaN'::float8`,
      columns,
      lead: ["1", "0"],
    });
  if (tests.length === 0)
    stretches.push({
      from: Prisma.sql`"Run" r ${joins}`,
      where: allOf([
        Prisma.sql`${valueOf("RunMetric", key, RUN)} IS NULL`,
        conditionsOf(search, others, RUN, sets),
      ]),
      columns,
      lead: ["2", "0"],
    });
  return stretches;
}

/** Every found run, with the columns of the whole order: for what reads all of them. */
export function inNoOrder(search: RunSearch, sets: readonly Prisma.Sql[]): Stretch {
  const { columns, joins } = restOfOrder(search, search.orderings);
  const where = conditionsOf(search, search.filter, RUN, sets);
  return { from: Prisma.sql`"Run" r ${joins}`, where, columns, lead: [] };
}

/** The runs that rows name: the limit keeps each a look into the primary key. */
function runNamedBy(rows: Prisma.Sql, alias: "f" | "c"): { from: Prisma.Sql; run: RunReference } {
  const row = Prisma.raw(alias);
  const run = { projectId: Prisma.sql`${row}."projectId"`, runId: Prisma.sql`${row}."runId"` };
  const from = Prisma.sql`${rows} AS ${row} JOIN LATERAL (
    SELECT * FROM "Run" WHERE "projectId" = ${run.projectId} AND id = ${run.runId} LIMIT 1) AS r ON true`;
  return { from, run };
}

/** The order behind the first field: the other fields, then newest first, then by id. */
function restOfOrder({ orderings, natural = false }: RunSearch, ordered: readonly Ordering[]) {
  const keys = ordered.map((ordering, index) => orderingKey(ordering, `s${index}`, natural));
  const hasStart = orderings.some(({ field }) => field.kind === "attribute" && field.key === "start_time");
  const columns = [...keys.flatMap((each) => each.columns), ...(hasStart ? [] : [startTime(true)]), byId];
  const joins = [Prisma.empty, ...keys.map(({ join }) => join)];
  return { columns, joins: Prisma.join(joins, " ") };
}

function conditionsOf(
  { projectId, experimentIds, viewType }: RunSearch,
  filter: readonly Comparison[],
  run: RunReference,
  sets: readonly Prisma.Sql[] = [],
): Prisma.Sql {
  const experiment =
    experimentIds.length === 1
      ? Prisma.sql`r."experimentId" = ${experimentIds[0]}::uuid`
      : Prisma.sql`r."experimentId" = ANY(${[...experimentIds]}::uuid[])`;
  return allOf([
    Prisma.sql`r."projectId" = ${projectId}::uuid`,
    experiment,
    ...inView(viewType, Prisma.sql`r."deletedAt"`),
    ...sets.map((set) => isInSet(set, run.runId)),
    ...filter.map((each) => runCondition(each, run)),
  ]);
}
