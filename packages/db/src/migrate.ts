import { createHash, randomUUID } from "node:crypto";
import { readdir, readFile } from "node:fs/promises";
import path from "node:path";
import pg from "pg";

/** Any number that no other part of the product locks. */
const LOCK = 7_301_984_112;

export interface AppliedMigrations {
  readonly applied: readonly string[];
  readonly total: number;
}

/**
 * Applies `<directory>/<name>/migration.sql` in the order of their names, each in a transaction of its own, and records
 * them in `_prisma_migrations` as Prisma does. Several processes may call it at once: an advisory lock lets one through.
 * @throws Error when a migration that was applied has been edited since, naming it.
 */
export async function applyMigrations(url: string, directory: string): Promise<AppliedMigrations> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await client.query("SELECT pg_advisory_lock($1)", [LOCK]);
    await client.query(TABLE);
    const known = new Map(
      (
        await client.query<{ migration_name: string; checksum: string }>(
          "SELECT migration_name, checksum FROM _prisma_migrations WHERE rolled_back_at IS NULL AND finished_at IS NOT NULL",
        )
      ).rows.map((row) => [row.migration_name, row.checksum]),
    );
    const names = await migrationNames(directory);
    const applied: string[] = [];
    for (const name of names) {
      const sql = await readFile(path.join(directory, name, "migration.sql"), "utf8");
      const checksum = createHash("sha256").update(sql).digest("hex");
      const recorded = known.get(name);
      if (recorded === checksum) continue;
      if (recorded)
        throw new Error(
          `Migration ${name} was changed after it had been applied. Add a new migration instead.`,
        );
      await applyOne(client, name, sql, checksum);
      applied.push(name);
    }
    return { applied, total: names.length };
  } finally {
    await client.end();
  }
}

export async function migrationNames(directory: string): Promise<string[]> {
  const entries = await readdir(directory, { withFileTypes: true });
  return entries
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name)
    .sort();
}

async function applyOne(client: pg.Client, name: string, sql: string, checksum: string) {
  await client.query("BEGIN");
  try {
    await client.query(sql);
    await client.query(
      "INSERT INTO _prisma_migrations (id, checksum, migration_name, finished_at, applied_steps_count) VALUES ($1, $2, $3, now(), 1)",
      [randomUUID(), checksum, name],
    );
    await client.query("COMMIT");
  } catch (error) {
    await client.query("ROLLBACK");
    throw new Error(`Migration ${name} failed: ${(error as Error).message}`, { cause: error });
  }
}

const TABLE = `CREATE TABLE IF NOT EXISTS _prisma_migrations (
  id varchar(36) PRIMARY KEY, checksum varchar(64) NOT NULL, finished_at timestamptz, migration_name varchar(255) NOT NULL,
  logs text, rolled_back_at timestamptz, started_at timestamptz NOT NULL DEFAULT now(), applied_steps_count integer NOT NULL DEFAULT 0)`;
