import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { applyMigrations } from "./migrate";
import { createTestDatabase, MIGRATIONS_DIR, type TestDatabase } from "./testing";

let test: TestDatabase;
let directory: string;
beforeEach(async () => {
  test = await createTestDatabase({ migrate: false });
  directory = mkdtempSync(path.join(tmpdir(), "pipepilot-migrations-"));
});
afterEach(async () => {
  await test.drop();
  rmSync(directory, { recursive: true, force: true });
});

function migration(name: string, sql: string) {
  mkdirSync(path.join(directory, name), { recursive: true });
  writeFileSync(path.join(directory, name, "migration.sql"), sql);
}

const tables = async () =>
  (
    await test.database.prisma.$queryRaw<{ name: string }[]>`
      SELECT tablename AS name FROM pg_tables WHERE schemaname = 'public' AND tablename <> '_prisma_migrations' ORDER BY 1`
  ).map(({ name }) => name);

describe("applying migrations", () => {
  it("applies each once, in the order of their names", async () => {
    migration("2_second", "ALTER TABLE first RENAME TO second;");
    migration("1_first", "CREATE TABLE first (id int);");
    expect(await applyMigrations(test.url, directory)).toEqual({
      applied: ["1_first", "2_second"],
      total: 2,
    });
    expect(await applyMigrations(test.url, directory)).toEqual({ applied: [], total: 2 });
    migration("3_third", "CREATE TABLE third (id int);");
    expect(await applyMigrations(test.url, directory)).toEqual({ applied: ["3_third"], total: 3 });
    expect(await tables()).toEqual(["second", "third"]);
  });

  it("lets one through when several processes start at once", async () => {
    migration("1_slow", "SELECT pg_sleep(0.2); CREATE TABLE slow (id int);");
    const all = await Promise.all(Array.from({ length: 4 }, () => applyMigrations(test.url, directory)));
    expect(all.flatMap(({ applied }) => applied)).toEqual(["1_slow"]);
    expect(await tables()).toEqual(["slow"]);
  });

  it("applies the product's own migrations at once, too", async () => {
    const all = await Promise.all([1, 2].map(() => applyMigrations(test.url, MIGRATIONS_DIR)));
    expect(all.filter(({ applied }) => applied.length > 0)).toHaveLength(1);
    expect(await tables()).toContain("DatasetVersion");
  });

  it("refuses a migration that was edited after it had been applied, and names it", async () => {
    migration("1_first", "CREATE TABLE first (id int);");
    await applyMigrations(test.url, directory);
    migration("1_first", "CREATE TABLE other (id int);");
    await expect(applyMigrations(test.url, directory)).rejects.toThrow("Migration 1_first was changed");
    expect(await tables()).toEqual(["first"]);
  });

  it("undoes a migration that fails in the middle, keeps those before it and goes on from there once mended", async () => {
    migration("1_first", "CREATE TABLE first (id int);");
    migration("2_broken", "CREATE TABLE half (id int); SELECT nonsense;");
    await expect(applyMigrations(test.url, directory)).rejects.toThrow(
      /Migration 2_broken failed: .*nonsense/,
    );
    expect(await tables()).toEqual(["first"]);
    migration("2_broken", "CREATE TABLE whole (id int);");
    expect((await applyMigrations(test.url, directory)).applied).toEqual(["2_broken"]);
  });
});
