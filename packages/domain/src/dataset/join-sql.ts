import { readable } from "./column-readers";
import { identifier } from "./ingest/duckdb";
import type { JoinedColumn, ResolvedJoin } from "./join-schema";
import type { DatasetColumn } from "./schema";

/** Sums of larger values, and their squares, are beyond a double, which DuckDB calls an error. */
const LARGE = 1e140;

/** What an aggregate is measured on, as a double; null where it only counts. */
export function measured({ source, function: of }: JoinedColumn): string | null {
  if (source === null || of === null || of === "count" || of === "nunique") return null;
  const name = identifier(source.name);
  return source.type === "boolean" ? `${name}::INTEGER::DOUBLE` : readable(name, source.type);
}

/**
 * The joined dataset's keys k0, k1, ... and columns v0, v1, ... as readers understand them, rows without a key left out;
 * one row for each key where it aggregates. `largest` is the largest magnitude of each column's values.
 */
export function rightSql(join: ResolvedJoin, source: string, largest: readonly (number | null)[]): string {
  const keys = join.on.map(({ right, type }) => readable(identifier(right), type));
  const named = keys.map((key, index) => `${key} AS k${index}`);
  const known = keys.map((key) => `${key} IS NOT NULL`).join(" AND ");
  const isAggregate = join.columns.some((column) => column.function !== null);
  const values = join.columns.map((column, index) => `${valueSql(column, largest[index])} AS v${index}`);
  const grouped = isAggregate ? ` GROUP BY ${keys.join(", ")}` : "";
  return `SELECT ${[...named, ...values].join(", ")} FROM ${source} WHERE ${known}${grouped}`;
}

function valueSql(column: JoinedColumn, largest: number | null): string {
  const { source, function: of } = column;
  if (of === null) return source === null ? "NULL" : readable(identifier(source.name), source.type);
  if (of === "count") return `count(${source === null ? "*" : identifier(source.name)})::DOUBLE`;
  if (of === "nunique") return `count(DISTINCT ${identifier(source?.name ?? "")})::DOUBLE`;
  const value = measured(column) ?? "NULL";
  const unit = largest !== null && largest > LARGE ? `(${powerBelow(largest)})::DOUBLE` : null;
  const scaled = unit === null ? value : `(${value} / ${unit})`;
  const sql = { sum: "sum", mean: "avg", min: "min", max: "max", median: "median", std: "stddev_samp" }[of];
  return unit === null ? `${sql}(${scaled})` : `${sql}(${scaled}) * ${unit}`;
}

/** Dividing by a power of two loses no digit. */
function powerBelow(largest: number): number {
  return 2 ** Math.floor(Math.log2(largest));
}

/** The joined dataset's keys of which there is more than one row, as k0, k1, ... and n, the most frequent first. */
export function repeatedSql(join: ResolvedJoin, right: string): string {
  const keys = join.on.map((_, index) => `k${index}`).join(", ");
  return `SELECT ${keys}, count(*)::DOUBLE AS n, (count(*) OVER ())::DOUBLE FROM (${right}) GROUP BY ${keys} HAVING count(*) > 1 ORDER BY n DESC, ${keys} LIMIT 1`;
}

/**
 * The base's rows in their order, with the columns of every join: c0, c1, ... of the base, then those of each join, then
 * for each join 1 where it found a row. No name of a column ever becomes a name in the query.
 */
export function joinedSql(
  base: { readonly columns: readonly DatasetColumn[]; readonly source: string },
  joins: readonly { readonly join: ResolvedJoin; readonly right: string }[],
): string {
  const placeOf = new Map(
    base.columns.map(({ name }, index) => [name, readable(`l.c${index}`, base.columns[index].type)]),
  );
  const raw = base.columns.map(({ name }, index) => `${identifier(name)} AS c${index}`);
  const read = base.columns.map(({ type }, index) => readable(`l.c${index}`, type));
  const clauses: string[] = [];
  const found: string[] = [];
  joins.forEach(({ join, right }, index) => {
    const on = join.on.map(({ left }, key) => `${placeOf.get(left) ?? "NULL"} = r${index}.k${key}`);
    clauses.push(
      `${join.how === "inner" ? "INNER" : "LEFT"} JOIN (${right}) r${index} ON ${on.join(" AND ")}`,
    );
    join.columns.forEach(({ name }, column) => {
      placeOf.set(name, `r${index}.v${column}`);
      read.push(`r${index}.v${column}`);
    });
    found.push(`(r${index}.k0 IS NOT NULL)::INTEGER::DOUBLE`);
  });
  const rows = `SELECT row_number() OVER () AS at, ${raw.join(", ")} FROM ${base.source}`;
  return `SELECT ${[...read, ...found].join(", ")} FROM (${rows}) l ${clauses.join(" ")} ORDER BY l.at`;
}
