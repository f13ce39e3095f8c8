import path from "node:path";
import type { DuckDBConnection } from "@duckdb/node-api";

/**
 * Runs `use` with an in-memory DuckDB that can reach the named directory and files and nothing else, and whose settings
 * cannot be changed by any statement. DuckDB is loaded at the first use.
 */
export async function withDuckDb<T>(
  reach: { directory?: string; files?: readonly string[]; threads?: number },
  use: (connection: DuckDBConnection) => Promise<T>,
): Promise<T> {
  const { DuckDBInstance } = await import("@duckdb/node-api");
  const instance = await DuckDBInstance.create(":memory:", {
    memory_limit: "1GB",
    threads: String(reach.threads ?? 2),
    temp_directory: reach.directory ? path.join(reach.directory, "spill") : "",
    autoinstall_known_extensions: "false",
    autoload_known_extensions: "false",
  });
  const connection = await instance.connect();
  try {
    await connection.run("SET TimeZone = 'UTC'");
    if (reach.directory)
      await connection.run(`SET allowed_directories = [${literal(`${reach.directory}/`)}]`);
    if (reach.files?.length)
      await connection.run(`SET allowed_paths = [${reach.files.map(literal).join(", ")}]`);
    await connection.run("SET enable_external_access = false");
    await connection.run("SET lock_configuration = true");
    return await use(connection);
  } finally {
    connection.closeSync();
    instance.closeSync();
  }
}

/** A text as an SQL literal. */
export function literal(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}

/** A name as an SQL identifier. */
export function identifier(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}
