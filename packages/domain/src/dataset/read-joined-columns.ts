import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import type { DuckDBConnection } from "@duckdb/node-api";
import type { Call, ProjectContext } from "../context";
import { DomainError, notFound } from "../errors";
import { parse } from "../parse";
import { authorise } from "../permissions";
import { createReader, streamInto, type DataColumn } from "./column-readers";
import { joinedSql, measured, repeatedSql, rightSql } from "./join-sql";
import { readJoinedColumnsInput, type ReadJoinedColumnsInput, type ResolvedJoin } from "./join-schema";
import { withParquets } from "./parquet";
import { columnsOf } from "./summarise";

export interface JoinedColumns {
  rowCount: number;
  columns: DataColumn[];
  /** For each join the rows that are left after all joins and found one of its own. */
  matched: number[];
}

/**
 * A version's rows, in the file's order, with the columns that the joins add. Every join finds at most one row; a row that
 * finds none has missing values (left) or is left out (inner).
 * @throws DomainError not_found, config_invalid (repeated keys, no row left), store_unavailable
 */
export async function readJoinedColumns({
  ctx,
  input,
}: Call<ProjectContext, ReadJoinedColumnsInput>): Promise<JoinedColumns> {
  authorise(ctx, "project:read");
  const { datasetVersionId, joins } = parse(readJoinedColumnsInput, input);
  const ids = [datasetVersionId, ...joins.map((join) => join.datasetVersionId)];
  const versions = await ctx.db.prisma.datasetVersion.findMany({
    where: { projectId: ctx.project.id, id: { in: ids } },
    select: { id: true, columns: true, parquetHash: true, rowCount: true },
  });
  const [base, ...joined] = ids.map((id) => {
    const found = versions.find((each) => each.id === id);
    if (!found) throw notFound("dataset version", id);
    return found;
  });
  const columns = columnsOf(base);
  const readers = [...columns, ...joins.flatMap((join) => join.columns)].map((column) =>
    createReader(column, base.rowCount),
  );
  const found = joins.map((_, index) =>
    createReader({ name: `found ${index}`, type: "float" }, base.rowCount),
  );
  const hashes = [base, ...joined].map(({ parquetHash }) => parquetHash);
  const rowCount = await withSpill((directory) =>
    // On one thread sums come out the same to the last digit, whenever they are taken.
    withParquets(ctx, hashes, { directory, threads: 1 }, async (connection, [source, ...sources]) => {
      const rights = [];
      for (const [index, join] of joins.entries()) {
        const right = rightSql(join, sources[index], await largestValues(connection, join, sources[index]));
        await checkUnique(connection, join, right);
        rights.push({ join, right });
      }
      return streamInto(connection, joinedSql({ columns, source }, rights), [...readers, ...found]);
    }),
  );
  if (rowCount === 0)
    throw new DomainError("config_invalid", "join: no row is left, for no key is in the joined datasets.");
  return {
    rowCount,
    columns: readers.map((reader) => finiteOrMissing(reader.finish(rowCount))),
    matched: found.map((reader) => countOnes(reader.finish(rowCount))),
  };
}

async function withSpill<T>(use: (directory: string) => Promise<T>): Promise<T> {
  const directory = await mkdtemp(path.join(tmpdir(), "pipepilot-join-"));
  try {
    return await use(directory);
  } finally {
    await rm(directory, { recursive: true, force: true });
  }
}

async function largestValues(
  connection: DuckDBConnection,
  join: ResolvedJoin,
  source: string,
): Promise<(number | null)[]> {
  const values = join.columns.map(measured);
  if (values.every((value) => value === null)) return values.map(() => null);
  const selected = values.map((value) => (value === null ? "NULL::DOUBLE" : `max(abs(${value}))`));
  const [row] = await (await connection.run(`SELECT ${selected.join(", ")} FROM ${source}`)).getRows();
  return row as (number | null)[];
}

async function checkUnique(connection: DuckDBConnection, join: ResolvedJoin, right: string): Promise<void> {
  if (join.columns.some((column) => column.function !== null)) return;
  const [row] = await (await connection.run(repeatedSql(join, right))).getRows();
  if (!row) return;
  const keys = join.on.map(({ right: name }, index) => `${name} ${JSON.stringify(row[index])}`).join(", ");
  const [times, repeated] = row.slice(join.on.length).map(Number);
  throw new DomainError(
    "config_invalid",
    `${join.path}: ${join.dataset} has ${times} rows with ${keys}${repeated > 1 ? ` and ${repeated - 1} more keys that repeat` : ""}, which would multiply rows. Aggregate it, or join by a key that is unique.`,
    { path: join.path },
  );
}

/** A sum beyond a double is no number to learn from. */
function finiteOrMissing(column: DataColumn): DataColumn {
  if (column.kind === "category" || column.values.every((value) => Math.abs(value) !== Infinity))
    return column;
  return { ...column, values: column.values.map((value) => (Number.isFinite(value) ? value : NaN)) };
}

function countOnes(column: DataColumn): number {
  return column.kind === "number" ? column.values.reduce((sum, value) => sum + (value === 1 ? 1 : 0), 0) : 0;
}
