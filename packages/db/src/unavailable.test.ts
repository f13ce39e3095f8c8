import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createDatabase, type Database } from "./client";
import { startEmbeddedPostgres, type EmbeddedPostgres } from "./embedded";
import { applyMigrations } from "./migrate";
import { MIGRATIONS_DIR } from "./testing";
import { isDatabaseUnavailable } from "./unavailable";

const directory = mkdtempSync(path.join(tmpdir(), "pipepilot-unavailable-"));
const start = (port?: number) =>
  startEmbeddedPostgres({
    dataDir: path.join(directory, "data"),
    passwordFile: path.join(directory, "password"),
    port,
    settings: { fsync: "off" },
  });

let server: EmbeddedPostgres;
let db: Database;
beforeAll(async () => {
  server = await start();
  await applyMigrations(server.url, MIGRATIONS_DIR);
  db = createDatabase({ url: server.url, poolSize: 4 });
});
afterAll(async () => {
  await db.close();
  await server.stop();
  rmSync(directory, { recursive: true, force: true });
});

/** What queries of every kind raise while `work` goes on. */
async function errorsDuring(work: () => Promise<void>): Promise<unknown[]> {
  const { prisma } = db;
  const kinds = [
    () => prisma.user.count(),
    () => prisma.$queryRaw`SELECT pg_sleep(0.01)::text`,
    () => prisma.$transaction([prisma.user.count(), prisma.project.count()]),
    () => prisma.$transaction(async (tx) => void (await tx.$executeRaw`SELECT pg_sleep(0.02)`)),
    () => prisma.$transaction(async () => new Promise((resolve) => setTimeout(resolve, 40))),
  ];
  const errors: unknown[] = [];
  let over = false;
  const loops = kinds.map(async (query) => {
    while (!over) {
      await query().catch((error: unknown) => errors.push(error));
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
  });
  await work();
  over = true;
  await Promise.all(loops);
  return errors;
}

describe("an error of the database", () => {
  it.each(["SIGINT", "SIGKILL"] as const)(
    "says that it is away, whatever was asked, when %s ends it",
    async (signal) => {
      const errors = await errorsDuring(async () => {
        process.kill(server.pid, signal);
        await server.exited;
        await new Promise((resolve) => setTimeout(resolve, 200));
        server = await start(server.port);
        await expect.poll(() => db.prisma.user.count().catch(() => null)).toBe(0);
      });
      expect(errors.length).toBeGreaterThan(4);
      expect(errors.filter((error) => !isDatabaseUnavailable(error))).toEqual([]);
    },
  );

  it("does not say so when a query is wrong", async () => {
    const wrong = [
      () => db.prisma.$queryRaw`SELECT nothing FROM nowhere`,
      () => db.prisma.user.findUniqueOrThrow({ where: { id: "00000000-0000-4000-8000-000000000000" } }),
      () => db.prisma.$transaction(() => Promise.reject(new Error("Our own."))),
    ];
    for (const query of wrong) {
      const error = await query().then(
        () => null,
        (thrown: unknown) => thrown,
      );
      expect(error).toBeInstanceOf(Error);
      expect(isDatabaseUnavailable(error)).toBe(false);
    }
  });
});
