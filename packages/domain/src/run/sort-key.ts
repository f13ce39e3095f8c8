import { Prisma } from "@pipepilot/db";
import type { Ordering } from "../search/comparison";
import { numberColumns, optionalColumns, textColumn, type SortColumn } from "../search/keyset";
import { attributeText, DURATION_MS, RUN_NAME_TAG } from "./search-filter";

/** How runs `r` are ordered by one thing. What is missing stands last in both directions. */
export interface SortKey {
  columns: SortColumn[];
  /** Joins that the columns need. */
  join: Prisma.Sql;
}

/** Two runs never stand in the same place. */
export const byId: SortColumn = textColumn(Prisma.sql`r.id`, false);

/**
 * MLflow orders texts as texts, in the case they have. `natural` is how people read them: parameters that are numbers by their
 * size, names without regard to case. `alias` names the join.
 */
export function orderingKey(
  { field: { kind, key }, descending }: Ordering,
  alias: string,
  natural: boolean,
): SortKey {
  switch (kind) {
    case "metric":
      return metricKey(key, descending, alias);
    case "param":
      return natural ? paramKey(key, descending, alias) : textKey("RunParam", key, descending, alias);
    case "tag":
      if (key === RUN_NAME_TAG) return withoutJoin([nameColumn(descending, natural)]);
      return textKey("RunTag", key, descending, alias);
    default:
      return withoutJoin(attributeColumns(key, descending, natural));
  }
}

function attributeColumns(key: string, descending: boolean, natural: boolean): SortColumn[] {
  switch (key) {
    case "start_time":
      return [startTime(descending)];
    case "end_time":
      return endTime(descending);
    case "duration":
      return numberColumns(DURATION_MS, descending);
    case "run_name":
      return [nameColumn(descending, natural)];
    default:
      return [textColumn(attributeText(key), descending)];
  }
}

function nameColumn(descending: boolean, natural: boolean): SortColumn {
  return textColumn(natural ? Prisma.sql`lower(r.name)` : Prisma.sql`r.name`, descending);
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
function leftJoin(
  table: "RunMetric" | "RunParam" | "RunTag",
  key: string,
  alias: string,
  columns = Prisma.sql`value`,
): Prisma.Sql {
  return Prisma.sql`LEFT JOIN LATERAL (SELECT ${columns} FROM ${Prisma.raw(`"${table}"`)}
    WHERE "projectId" = r."projectId" AND "runId" = r.id AND key = ${key} LIMIT 1) AS ${Prisma.raw(alias)} ON true`;
}

/** Parameters are texts; those that read as numbers are sorted as numbers, before the others. */
function paramKey(key: string, descending: boolean, alias: string): SortKey {
  const row = Prisma.raw(alias);
  return {
    columns: naturalColumns(Prisma.sql`${row}.value`, Prisma.sql`${row}.number`, descending),
    join: leftJoin("RunParam", key, alias, Prisma.sql`value, ${numberIn(Prisma.sql`value`)} AS number`),
  };
}

/** The number as which a text reads, else null. */
export function numberIn(text: Prisma.Sql): Prisma.Sql {
  return Prisma.sql`CASE WHEN length(${text}) <= 100 AND ${text} ~ '^[+-]?(\\d+\\.?\\d*|\\.\\d+)([eE][+-]?\\d{1,2})?$'
    THEN ${text}::float8 END`;
}

/** Texts, which may be null, with the numbers as which they read. */
export function naturalColumns(text: Prisma.Sql, number: Prisma.Sql, descending: boolean): SortColumn[] {
  const rank = Prisma.sql`CASE WHEN ${text} IS NULL THEN 2 WHEN ${number} IS NULL THEN 1 ELSE 0 END`;
  const rest = Prisma.sql`CASE WHEN ${number} IS NULL THEN coalesce(${text}, '') ELSE '' END`;
  return [
    { value: rank, type: "rank", descending: false },
    { value: Prisma.sql`coalesce(${number}, 0)`, type: "number", descending },
    textColumn(rest, descending),
  ];
}

function withoutJoin(columns: SortColumn[]): SortKey {
  return { columns, join: Prisma.empty };
}
