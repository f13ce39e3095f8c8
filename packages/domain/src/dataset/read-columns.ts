import type { DuckDBVector } from "@duckdb/node-api";
import type { Call, ProjectContext } from "../context";
import { notFound } from "../errors";
import { parse } from "../parse";
import { authorise } from "../permissions";
import { identifier } from "./ingest/duckdb";
import { withParquet } from "./parquet";
import { readDatasetColumnsInput, type DatasetColumn, type ReadDatasetColumnsInput } from "./schema";
import { columnsOf } from "./summarise";

export type DataColumn =
  /** NaN = missing; dates and timestamps in milliseconds since 1970 (UTC) */
  | { name: string; kind: "number"; values: Float64Array; dataType: "double" | "long" }
  /** codes index `categories` (in the order of their characters), -1 = missing; booleans are "true" and "false" */
  | {
      name: string;
      kind: "category";
      codes: Int32Array;
      categories: string[];
      dataType: "string" | "boolean";
    };

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
    const result = await connection.stream(`SELECT ${columns.map(readable).join(", ")} FROM ${source}`);
    let row = 0;
    for (
      let chunk = await result.fetchChunk();
      chunk && chunk.rowCount > 0;
      chunk = await result.fetchChunk()
    ) {
      const count = chunk.rowCount;
      for (let index = 0; index < readers.length; index++)
        readers[index].read(chunk.getColumnVector(index), row, count);
      row += count;
    }
    if (row !== version.rowCount) throw new Error(`Read ${row} of ${version.rowCount} rows.`);
  });
  return { rowCount: version.rowCount, columns: readers.map((reader) => reader.finish()) };
}

function readable({ name, type }: DatasetColumn): string {
  const column = identifier(name);
  switch (type) {
    case "integer":
    case "float":
      return `${column}::DOUBLE`;
    case "date":
    case "timestamp":
      return `epoch_ms(${column}::TIMESTAMP)::DOUBLE`;
    case "boolean":
    case "string":
      return `${column}::VARCHAR`;
  }
}

interface Reader {
  read(vector: DuckDBVector, firstRow: number, count: number): void;
  finish(): DataColumn;
}

function createReader({ name, type }: DatasetColumn, rowCount: number): Reader {
  if (type === "string" || type === "boolean") return categoryReader(name, type, rowCount);
  const values = new Float64Array(rowCount);
  return {
    read(vector, firstRow, count) {
      for (let index = 0; index < count; index++)
        values[firstRow + index] = (vector.getItem(index) as number | null) ?? NaN;
    },
    finish: () => ({ name, kind: "number", values, dataType: type === "integer" ? "long" : "double" }),
  };
}

function categoryReader(name: string, dataType: "string" | "boolean", rowCount: number): Reader {
  const codes = new Int32Array(rowCount);
  const codeOf = new Map<string, number>();
  return {
    read(vector, firstRow, count) {
      for (let index = 0; index < count; index++) {
        const text = vector.getItem(index) as string | null;
        let code = -1;
        if (text !== null) {
          code = codeOf.get(text) ?? codeOf.size;
          if (code === codeOf.size) codeOf.set(text, code);
        }
        codes[firstRow + index] = code;
      }
    },
    finish() {
      const categories = [...codeOf.keys()].sort();
      const sorted = new Int32Array(categories.length);
      categories.forEach((text, code) => (sorted[codeOf.get(text)!] = code));
      return {
        name,
        kind: "category",
        codes: codes.map((code) => (code < 0 ? -1 : sorted[code])),
        categories,
        dataType,
      };
    },
  };
}
