import { Prisma } from "@pipepilot/db";
import type { Ordering } from "../search/comparison";
import { numberColumns, optionalColumns, textColumn, type SortColumn } from "../search/keyset";
import type { RunSort } from "./schema";
import { attributeText, RUN_NAME_TAG } from "./search-filter";

/** How runs `r` are ordered by one thing. What is missing stands last in both directions. */
export interface SortKey {
  columns: SortColumn[];
  /** Joins that the columns need. */
  join: Prisma.Sql;
}

/** Two runs never stand in the same place. */
export const byId: SortColumn = textColumn(Prisma.sql`r.id`, false);

/** How the pages' lists are sorted. */
export function sortKey(sort: RunSort): SortKey {
  const descending = sort.direction === "desc";
  if ("metric" in sort) return metricKey(sort.metric, descending, "s");
  if ("param" in sort) return paramKey(sort.param, descending);
  switch (sort.attribute) {
    case "name":
      return withoutJoin([textColumn(Prisma.sql`lower(r.name)`, descending)]);
    case "status":
      return withoutJoin([textColumn(Prisma.sql`r.status::text`, descending)]);
    case "startTime":
      return withoutJoin([startTime(descending)]);
    case "endTime":
      return withoutJoin(endTime(descending));
    case "duration":
      return withoutJoin(
        numberColumns(Prisma.sql`extract(epoch FROM r."endTime" - r."startTime")::float8`, descending),
      );
  }
}

/** How MLflow orders by the same things: texts as texts, in the case they have. `alias` names the join. */
export function orderingKey({ field: { kind, key }, descending }: Ordering, alias: string): SortKey {
  switch (kind) {
    case "metric":
      return metricKey(key, descending, alias);
    case "param":
      return textKey("RunParam", key, descending, alias);
    case "tag":
      if (key === RUN_NAME_TAG) return withoutJoin([textColumn(Prisma.sql`r.name`, descending)]);
      return textKey("RunTag", key, descending, alias);
    default:
      if (key === "start_time") return withoutJoin([startTime(descending)]);
      if (key === "end_time") return withoutJoin(endTime(descending));
      return withoutJoin([textColumn(attributeText(key), descending)]);
  }
}

export function startTime(descending: boolean): SortColumn {
  return { value: Prisma.sql`r."startTime"`, type: "time", descending };
}

function endTime(descending: boolean): SortColumn[] {
  return optionalColumns({ value: Prisma.sql`r."endTime"`, type: "time", descending }, Prisma.sql`'epoch'`);
}

function metricKey(key: string, descending: boolean, alias: string): SortKey {
  const value = Prisma.sql`${Prisma.raw(alias)}.value`;
  return { columns: numberColumns(value, descending), join: leftJoin("RunMetric", key, alias) };
}

function textKey(table: "RunParam" | "RunTag", key: string, descending: boolean, alias: string): SortKey {
  const value = textColumn(Prisma.sql`${Prisma.raw(alias)}.value`, descending);
  return { columns: optionalColumns(value, Prisma.sql`''`), join: leftJoin(table, key, alias) };
}

/** One look into the primary key for each run: the limit keeps PostgreSQL from a join whose size it would have to guess. */
function leftJoin(table: "RunMetric" | "RunParam" | "RunTag", key: string, alias: string): Prisma.Sql {
  return Prisma.sql`LEFT JOIN LATERAL (SELECT value FROM ${Prisma.raw(`"${table}"`)}
    WHERE "projectId" = r."projectId" AND "runId" = r.id AND key = ${key} LIMIT 1) AS ${Prisma.raw(alias)} ON true`;
}

/** Parameters are texts; those that read as numbers are sorted as numbers, before the others. */
function paramKey(key: string, descending: boolean): SortKey {
  const isNumber = Prisma.sql`(length(s.value) <= 100 AND s.value ~ '^[+-]?(\\d+\\.?\\d*|\\.\\d+)([eE][+-]?\\d{1,2})?$')`;
  const rank = Prisma.sql`CASE WHEN s.value IS NULL THEN 2 WHEN ${isNumber} THEN 0 ELSE 1 END`;
  const number = Prisma.sql`CASE WHEN ${isNumber} THEN s.value::float8 ELSE 0 END`;
  const text = Prisma.sql`CASE WHEN ${isNumber} THEN '' ELSE coalesce(s.value, '') END`;
  return {
    columns: [
      { value: rank, type: "rank", descending: false },
      { value: number, type: "number", descending },
      textColumn(text, descending),
    ],
    join: leftJoin("RunParam", key, "s"),
  };
}

function withoutJoin(columns: SortColumn[]): SortKey {
  return { columns, join: Prisma.empty };
}
