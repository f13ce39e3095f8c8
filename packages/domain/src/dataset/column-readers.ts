import type { DuckDBConnection, DuckDBVector } from "@duckdb/node-api";
import type { DatasetColumn } from "./schema";

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

/** A column of the type as SQL that a reader understands: numbers as doubles, everything else as text. */
export function readable(sql: string, type: DatasetColumn["type"]): string {
  switch (type) {
    case "integer":
    case "float":
      return `${sql}::DOUBLE`;
    case "date":
    case "timestamp":
      return `epoch_ms(${sql}::TIMESTAMP)::DOUBLE`;
    case "boolean":
    case "string":
      return `${sql}::VARCHAR`;
  }
}

export interface Reader {
  read(vector: DuckDBVector, firstRow: number, count: number): void;
  /** The column's first `rowCount` rows. */
  finish(rowCount: number): DataColumn;
}

/** Takes the column's values, at most `capacity`, chunk by chunk. */
export function createReader({ name, type }: Pick<DatasetColumn, "name" | "type">, capacity: number): Reader {
  if (type === "string" || type === "boolean") return categoryReader(name, type, capacity);
  const values = new Float64Array(capacity);
  return {
    read(vector, firstRow, count) {
      for (let index = 0; index < count; index++)
        values[firstRow + index] = (vector.getItem(index) as number | null) ?? NaN;
    },
    finish: (rowCount) => ({
      name,
      kind: "number",
      values: rowCount === capacity ? values : values.slice(0, rowCount),
      dataType: type === "integer" ? "long" : "double",
    }),
  };
}

function categoryReader(name: string, dataType: "string" | "boolean", capacity: number): Reader {
  const codes = new Int32Array(capacity);
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
    finish(rowCount) {
      const categories = [...codeOf.keys()].sort();
      const sorted = new Int32Array(categories.length);
      categories.forEach((text, code) => (sorted[codeOf.get(text)!] = code));
      return {
        name,
        kind: "category",
        codes: codes.subarray(0, rowCount).map((code) => (code < 0 ? -1 : sorted[code])),
        categories,
        dataType,
      };
    },
  };
}

/** Runs the query and hands its columns to the readers in their order. Returns how many rows came. */
export async function streamInto(
  connection: DuckDBConnection,
  sql: string,
  readers: readonly Pick<Reader, "read">[],
): Promise<number> {
  const result = await connection.stream(sql);
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
  return row;
}
