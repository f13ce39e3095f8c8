import { runMigrations } from "graphile-worker";
import type pg from "pg";
import { migrations } from "./migrations";
import { jobsSchema } from "../queue/jobs";

/** Any number; the same one in every server that shares the database. */
const migrationLock = 7_202_406_013;

/** Creates or completes both schemas. Servers that start together take turns. */
export async function migrate(pool: pg.Pool): Promise<void> {
  const client = await pool.connect();
  try {
    await client.query("select pg_advisory_lock($1)", [migrationLock]);
    await client.query("create schema if not exists embedded_inngest");
    await client.query(
      "create table if not exists embedded_inngest.migrations (id integer primary key, applied_at timestamptz not null default now())",
    );
    const applied = await client.query<{ id: number }>("select id from embedded_inngest.migrations");
    const known = new Set(applied.rows.map((row) => row.id));
    for (const migration of migrations.filter(({ id }) => !known.has(id))) {
      await client.query("begin");
      await client.query(migration.sql);
      await client.query("insert into embedded_inngest.migrations (id) values ($1)", [migration.id]);
      await client.query("commit");
    }
    await runMigrations({ pgPool: pool, schema: jobsSchema });
  } catch (error) {
    await client.query("rollback").catch(() => undefined);
    throw error;
  } finally {
    await client.query("select pg_advisory_unlock($1)", [migrationLock]).catch(() => undefined);
    client.release();
  }
}
