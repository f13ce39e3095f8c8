import { recordBlob } from "@pipepilot/domain/blob/record";
import { afterAll, beforeAll, expect, it } from "vitest";
import { createTestWorker, type TestWorker } from "./testing";

let worker: TestWorker;
beforeAll(async () => {
  worker = await createTestWorker();
});
afterAll(() => worker.close());

interface Standing {
  readonly refCount: number;
  readonly ageMinutes: number;
}

async function store(text: string, { refCount, ageMinutes }: Standing): Promise<string> {
  const { db, store: objects } = worker.services;
  const stored = await objects.put(new TextEncoder().encode(text));
  await recordBlob(db.prisma, stored);
  await db.prisma.$executeRaw`
    UPDATE "Blob" SET "refCount" = ${refCount}, "createdAt" = now() - ${ageMinutes} * interval '1 minute'
    WHERE hash = ${stored.hash}`;
  return stored.key;
}

/** Lets the hour be over now. */
async function tick(): Promise<void> {
  const { prisma } = worker.services.db;
  await prisma.$executeRaw`
    UPDATE embedded_inngest.crons SET next_at = now() WHERE function_id = 'pipepilot-sweep-blobs'`;
  await prisma.$queryRaw`
    SELECT (embedded_inngest_jobs.reschedule_jobs(array_agg(id), run_at => now())).id
    FROM embedded_inngest_jobs.jobs WHERE key LIKE 'cron-tick:pipepilot-sweep-blobs:%'`;
}

it("every hour, objects that nothing has named for an hour leave the store, and no others", async () => {
  const { db, store: objects } = worker.services;
  const crons = await db.prisma.$queryRaw<{ cron: string; minutes: number }[]>`
    SELECT cron, extract(epoch FROM next_at - now())::float8 / 60 AS minutes
    FROM embedded_inngest.crons WHERE function_id = 'pipepilot-sweep-blobs'`;
  expect(crons).toEqual([{ cron: "17 * * * *", minutes: expect.any(Number) as number }]);
  expect(crons[0].minutes).toBeGreaterThan(-1);
  expect(crons[0].minutes).toBeLessThanOrEqual(60);

  const orphan = await store("nothing names it", { refCount: 0, ageMinutes: 61 });
  const young = await store("nothing names it yet", { refCount: 0, ageMinutes: 58 });
  const named = await store("a row names it", { refCount: 1, ageMinutes: 6_000 });
  await tick();
  await expect.poll(() => objects.has(orphan)).toBe(false);
  expect([await objects.has(young), await objects.has(named)]).toEqual([true, true]);
  expect(await db.prisma.blob.count()).toBe(2);
});
