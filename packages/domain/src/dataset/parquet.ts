import type { DuckDBConnection } from "@duckdb/node-api";
import { objectKey, StorageError } from "@pipepilot/storage";
import type { Services } from "../context";
import { DomainError } from "../errors";
import { literal, withDuckDb } from "./ingest/duckdb";

/**
 * Opens a version's Parquet object; `rows` is the SQL source to select from, in the file's order.
 * @throws DomainError store_unavailable
 */
export async function withParquet<T>(
  { store }: Services,
  parquetHash: string,
  use: (connection: DuckDBConnection, rows: string) => Promise<T>,
): Promise<T> {
  const file = await store.asLocalFile(objectKey(parquetHash)).catch((error: unknown) => {
    if (error instanceof StorageError)
      throw new DomainError(
        "store_unavailable",
        "The rows of this version cannot be read now.",
        {},
        { cause: error },
      );
    throw error;
  });
  try {
    return await withDuckDb({ files: [file.path] }, (connection) =>
      use(connection, `read_parquet(${literal(file.path)})`),
    );
  } finally {
    await file.release();
  }
}
