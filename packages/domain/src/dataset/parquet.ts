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
  services: Services,
  parquetHash: string,
  use: (connection: DuckDBConnection, rows: string) => Promise<T>,
): Promise<T> {
  return withParquets(services, [parquetHash], {}, (connection, [rows]) => use(connection, rows));
}

/** As `withParquet`, for several versions at once; what memory cannot hold is spilled into the directory. */
export async function withParquets<T>(
  { store }: Services,
  parquetHashes: readonly string[],
  { directory, threads }: { readonly directory?: string; readonly threads?: number },
  use: (connection: DuckDBConnection, rows: readonly string[]) => Promise<T>,
): Promise<T> {
  const files: LocalFile[] = [];
  try {
    for (const hash of parquetHashes) files.push(await openFile(store, hash));
    const paths = files.map((file) => file.path);
    return await withDuckDb({ directory, files: paths, threads }, (connection) =>
      use(
        connection,
        paths.map((path) => `read_parquet(${literal(path)})`),
      ),
    );
  } finally {
    for (const file of files) await file.release();
  }
}

type LocalFile = Awaited<ReturnType<Services["store"]["asLocalFile"]>>;

async function openFile(store: Services["store"], parquetHash: string): Promise<LocalFile> {
  return store.asLocalFile(objectKey(parquetHash)).catch((error: unknown) => {
    if (error instanceof StorageError)
      throw new DomainError(
        "store_unavailable",
        "The rows of this version cannot be read now.",
        {},
        { cause: error },
      );
    throw error;
  });
}
