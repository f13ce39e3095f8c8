import { randomBytes } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import pg from "pg";
import { createDatabase, type Database } from "./client";
import { startEmbeddedPostgres, type EmbeddedPostgres } from "./embedded";
import { applyMigrations } from "./migrate";

export const MIGRATIONS_DIR = path.resolve(import.meta.dirname, "../../../prisma/migrations");
export const SCHEMA_DIR = path.resolve(import.meta.dirname, "../../../prisma/schema");

export interface TestDatabase {
  readonly url: string;
  readonly database: Database;
  /** Closes every connection and drops the database (and ends the server, where this test started one). */
  drop(): Promise<void>;
}

/**
 * A migrated database of the test file's own, on the server of `TEST_DATABASE_URL` or, without it, on an embedded
 * server that ends with `drop`.
 */
export async function createTestDatabase(options: { migrate?: boolean } = {}): Promise<TestDatabase> {
  const own = process.env.TEST_DATABASE_URL ? null : await startOwnServer();
  const adminUrl = process.env.TEST_DATABASE_URL ?? (own as OwnServer).server.url;
  const name = `test_${randomBytes(8).toString("hex")}`;
  const template = (options.migrate ?? true) ? await migratedTemplate(adminUrl) : "template1";
  await administer(adminUrl, `CREATE DATABASE ${name} TEMPLATE ${template}`);
  const url = urlOf(adminUrl, name);
  const database = createDatabase({ url, poolSize: 6 });
  return {
    url,
    database,
    async drop() {
      await database.close();
      await administer(adminUrl, `DROP DATABASE IF EXISTS ${name} WITH (FORCE)`);
      await own?.end();
    },
  };
}

/** Copying a migrated database takes a sixth of migrating one; whoever comes first makes it, the others wait. */
async function migratedTemplate(adminUrl: string): Promise<string> {
  const name = "migrated";
  await administer(adminUrl, async (client) => {
    await client.query("SELECT pg_advisory_lock(hashtext($1))", [name]);
    const { rowCount } = await client.query("SELECT FROM pg_database WHERE datname = $1", [name]);
    if (rowCount) return;
    await client.query(`DROP DATABASE IF EXISTS ${name}_unfinished`);
    await client.query(`CREATE DATABASE ${name}_unfinished`);
    await applyMigrations(urlOf(adminUrl, `${name}_unfinished`), MIGRATIONS_DIR);
    await client.query(`ALTER DATABASE ${name}_unfinished RENAME TO ${name}`);
  });
  return name;
}

function urlOf(adminUrl: string, database: string): string {
  const url = new URL(adminUrl);
  url.pathname = `/${database}`;
  return url.href;
}

interface OwnServer {
  server: EmbeddedPostgres;
  end(): Promise<void>;
}

/** A throw-away server in the temporary directory. */
export async function startOwnServer(): Promise<OwnServer> {
  const directory = mkdtempSync(path.join(tmpdir(), "pipepilot-test-"));
  const server = await startEmbeddedPostgres({
    dataDir: path.join(directory, "data"),
    passwordFile: path.join(directory, "password"),
    settings: { fsync: "off", synchronous_commit: "off", full_page_writes: "off" },
  });
  return {
    server,
    async end() {
      await server.stop();
      rmSync(directory, { recursive: true, force: true });
    },
  };
}

async function administer(url: string, work: string | ((client: pg.Client) => Promise<void>)) {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await (typeof work === "string" ? client.query(work) : work(client));
  } finally {
    await client.end();
  }
}
