import { cpSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { diffMigrationsToSchema } from "./schema-diff";
import { createTestDatabase, MIGRATIONS_DIR, SCHEMA_DIR, type TestDatabase } from "./testing";

let test: TestDatabase;
const directory = mkdtempSync(path.join(tmpdir(), "pipepilot-schema-"));
beforeAll(async () => {
  test = await createTestDatabase({ migrate: false });
});
afterAll(async () => {
  await test.drop();
  rmSync(directory, { recursive: true, force: true });
});

const diff = (schemaDir: string) =>
  diffMigrationsToSchema({ url: test.url, migrationsDir: MIGRATIONS_DIR, schemaDir });

describe("migrations and schema files", () => {
  it("agree", async () => {
    expect(await diff(SCHEMA_DIR)).toBe("");
  });

  it("are compared: a model without a migration shows", async () => {
    cpSync(SCHEMA_DIR, directory, { recursive: true });
    writeFileSync(path.join(directory, "extra.prisma"), "model Extra {\n  id Int @id\n}\n");
    expect(await diff(directory)).toContain('CREATE TABLE "Extra"');
  });

  it("are compared on a scratch database, not on the named one", async () => {
    const tables = await test.database.prisma
      .$queryRaw`SELECT tablename FROM pg_tables WHERE schemaname = 'public'`;
    expect(tables).toEqual([]);
    const scratch = await test.database.prisma
      .$queryRaw`SELECT datname FROM pg_database WHERE datname LIKE ${`pipepilot_scratch_${process.pid}_%`}`;
    expect(scratch).toEqual([]);
  });
});
