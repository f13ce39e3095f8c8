import { randomUUID } from "node:crypto";
import { cp, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { applyMigrations, migrationNames } from "./migrate";
import { refusal } from "./test-rows";
import { createTestDatabase, MIGRATIONS_DIR, type TestDatabase } from "./testing";

const REGISTRY = "20261121000400_registry";

let test: TestDatabase;
let earlier: string;
beforeAll(async () => {
  test = await createTestDatabase({ migrate: false });
  earlier = await mkdtemp(path.join(tmpdir(), "pipepilot-migrations-"));
  for (const name of await migrationNames(MIGRATIONS_DIR))
    if (name < REGISTRY)
      await cp(path.join(MIGRATIONS_DIR, name), path.join(earlier, name), { recursive: true });
});
afterAll(async () => {
  await test.drop();
  await rm(earlier, { recursive: true });
});

it("keeps models, versions and history of a database that is older than the registry", async () => {
  await applyMigrations(test.url, earlier);
  const { prisma } = test.database;
  const [project, model, first, second] = [randomUUID(), randomUUID(), randomUUID(), randomUUID()];
  await prisma.$executeRaw`INSERT INTO "Project" (id, slug, name) VALUES (${project}::uuid, 'old', 'Old')`;
  await prisma.$executeRaw`
    INSERT INTO "RegisteredModel" ("projectId", id, name, "createdAt") VALUES (${project}::uuid, ${model}::uuid, 'm', '2026-01-02')`;
  for (const [id, number] of [
    [first, 1],
    [second, 4],
  ] as const)
    await prisma.$executeRaw`
      INSERT INTO "ModelVersion" ("projectId", id, "modelId", number, task, family, signature, files, "bundleHash", "sizeBytes", "createdBy", "createdAt")
      VALUES (${project}::uuid, ${id}::uuid, ${model}::uuid, ${number}::int, 'regression', 'linear', '{}', '[]', '', 0, '{}', '2026-01-03')`;
  await prisma.$executeRaw`
    INSERT INTO "StageTransition" ("projectId", id, "modelVersionId", "from", "to", reason, actor)
    VALUES (${project}::uuid, ${randomUUID()}::uuid, ${second}::uuid, 'None', 'Staging', 'why', '{}')`;
  await applyMigrations(test.url, MIGRATIONS_DIR);
  expect(await prisma.registeredModel.findFirstOrThrow()).toMatchObject({
    lastNumber: 4,
    updatedAt: new Date("2026-01-02"),
  });
  expect(await prisma.modelVersion.findFirstOrThrow({ where: { number: 4 } })).toMatchObject({
    source: null,
    status: "READY",
    updatedAt: new Date("2026-01-03"),
  });
  expect(await prisma.stageTransition.findMany()).toMatchObject([
    { modelId: model, number: 4, modelVersionId: second, reason: "why" },
  ]);
  const rewrite = prisma.stageTransition.updateMany({ data: { reason: "better" } });
  expect(await refusal(rewrite)).toMatch(/append-only/);
});
