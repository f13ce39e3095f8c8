import type { Call, ProjectContext } from "../context";
import { notFound } from "../errors";
import { parse } from "../parse";
import { authorise } from "../permissions";
import { createReader, readable, streamInto, type DataColumn } from "./column-readers";
import { identifier } from "./ingest/duckdb";
import { withParquet } from "./parquet";
import { readDatasetColumnsInput, type ReadDatasetColumnsInput } from "./schema";
import { columnsOf } from "./summarise";

export type { DataColumn };

export interface DataColumns {
  rowCount: number;
  columns: DataColumn[];
}

/** A version's rows as typed arrays, in the file's order, ready to learn from. @throws DomainError not_found */
export async function readDatasetColumns({
  ctx,
  input,
}: Call<ProjectContext, ReadDatasetColumnsInput>): Promise<DataColumns> {
  authorise(ctx, "project:read");
  const { datasetVersionId } = parse(readDatasetColumnsInput, input);
  const version = await ctx.db.prisma.datasetVersion.findUnique({
    where: { projectId_id: { projectId: ctx.project.id, id: datasetVersionId } },
    select: { columns: true, parquetHash: true, rowCount: true },
  });
  if (!version) throw notFound("dataset version", datasetVersionId);
  const columns = columnsOf(version);
  const readers = columns.map((column) => createReader(column, version.rowCount));
  await withParquet(ctx, version.parquetHash, async (connection, source) => {
    const selected = columns.map(({ name, type }) => readable(identifier(name), type));
    const row = await streamInto(connection, `SELECT ${selected.join(", ")} FROM ${source}`, readers);
    if (row !== version.rowCount) throw new Error(`Read ${row} of ${version.rowCount} rows.`);
  });
  return { rowCount: version.rowCount, columns: readers.map((reader) => reader.finish(version.rowCount)) };
}
