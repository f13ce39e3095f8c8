import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Prisma } from "./generated/prisma/client";
import { actor, createRows, newHash, refusal } from "./test-rows";
import { createTestDatabase, type TestDatabase } from "./testing";

let test: TestDatabase;
let rows: ReturnType<typeof createRows>;
beforeAll(async () => {
  test = await createTestDatabase();
  rows = createRows(test.database);
});
afterAll(() => test.drop());

const prisma = () => test.database.prisma;

describe("one Production per model", () => {
  it("is kept by the database, whoever writes, and per model", async () => {
    const project = await rows.newProject();
    await rows.modelVersion(project, 1, { stage: "Production" });
    const second = await rows.modelVersion(project, 2, { stage: "Staging" });
    await rows.modelVersion(project, 3, { stage: "Staging" });
    await expect(rows.modelVersion(project, 4, { stage: "Production" })).rejects.toMatchObject({
      code: "P2002",
    });
    await expect(
      refusal(
        prisma().$executeRaw`UPDATE "ModelVersion" SET stage = 'Production' WHERE id = ${second.id}::uuid`,
      ),
    ).resolves.toMatch(/ModelVersion_one_production|23505/);
    const other = await prisma().registeredModel.create({
      data: { projectId: project.projectId, name: "other" },
    });
    await expect(
      rows.modelVersion({ ...project, modelId: other.id }, 1, { stage: "Production" }),
    ).resolves.toBeDefined();
  });
});

describe("history", () => {
  it("of stages is neither changed nor deleted, outlives its version and goes with its model", async () => {
    const project = await rows.newProject();
    const { projectId, modelId } = project;
    const { id } = await rows.modelVersion(project, 1);
    const transition = await prisma().stageTransition.create({
      data: {
        projectId,
        modelId,
        number: 1,
        modelVersionId: id,
        from: "None",
        to: "Staging",
        reason: "",
        actor,
      },
    });
    const where = { projectId_id: { projectId: project.projectId, id: transition.id } };
    await expect(
      refusal(prisma().stageTransition.update({ where, data: { reason: "better" } })),
    ).resolves.toMatch(/append-only/);
    await expect(refusal(prisma().stageTransition.delete({ where }))).resolves.toMatch(/append-only/);
    await prisma().modelVersion.delete({ where: { projectId_id: { projectId, id } } });
    expect(await prisma().stageTransition.count({ where: { projectId } })).toBe(1);
    await prisma().registeredModel.delete({ where: { projectId_id: { projectId, id: modelId } } });
    expect(await prisma().stageTransition.count({ where: { projectId } })).toBe(0);
  });

  it("of metrics, predictions, dataset versions, contracts and configs is not rewritten", async () => {
    const project = await rows.newProject();
    const { projectId, runId, datasetId } = project;
    const version = await rows.datasetVersion(project, 1, await rows.newBlob(), await rows.newBlob());
    const { id: modelVersionId } = await rows.modelVersion(project, 1);
    await prisma().metricChunk.create({
      data: { projectId, runId, key: "rmse", values: [1], steps: [0n], timestamps: [0n] },
    });
    await prisma().metricBatch.create({
      data: { projectId, runId, keys: ["rmse"], values: [1], steps: [0n], timestamps: [0n] },
    });
    await prisma().prediction.create({
      data: {
        projectId,
        id: randomUUID(),
        modelVersionId,
        at: new Date(),
        latencyMs: 1,
        rowCount: 1,
        outputs: [],
      },
    });
    await prisma().schemaContract.create({
      data: { projectId, datasetId, number: 1, columns: [], createdBy: actor },
    });
    const pipeline = await prisma().pipeline.create({ data: { projectId, name: "p", datasetId } });
    await prisma().pipelineConfig.create({
      data: {
        projectId,
        pipelineId: pipeline.id,
        number: 1,
        yaml: "",
        parsed: {},
        hash: "",
        createdBy: actor,
      },
    });
    const where = { projectId };
    const changes = [
      prisma().metricChunk.updateMany({ where, data: { values: [2] } }),
      prisma().metricBatch.updateMany({ where, data: { values: [2] } }),
      prisma().prediction.updateMany({ where, data: { latencyMs: 2 } }),
      prisma().datasetVersion.updateMany({ where, data: { rowCount: 11 } }),
      prisma().schemaContract.updateMany({ where, data: { columns: [1] } }),
      prisma().pipelineConfig.updateMany({ where, data: { yaml: "x" } }),
    ];
    for (const result of await Promise.all(changes.map(refusal))) expect(result).toMatch(/append-only/);
    expect(await prisma().datasetVersion.findFirst({ where: { id: version.id } })).toMatchObject({
      rowCount: 10,
    });
  });
});

describe("a model version", () => {
  it("changes its stage and description only", async () => {
    const project = await rows.newProject();
    const { id } = await rows.modelVersion(project, 1);
    const where = { projectId_id: { projectId: project.projectId, id } };
    await prisma().modelVersion.update({ where, data: { stage: "Staging", description: "first" } });
    const changes: Prisma.ModelVersionUncheckedUpdateInput[] = [
      { bundleHash: newHash() },
      { files: [{ path: "MLmodel", hash: newHash() }] },
      { number: 2 },
      { signature: { inputs: "" } },
      { runId: project.runId },
      { createdAt: new Date(0) },
    ];
    for (const data of changes)
      await expect(refusal(prisma().modelVersion.update({ where, data }))).resolves.toMatch(/immutable/);
    expect(await prisma().modelVersion.findUnique({ where })).toMatchObject({
      number: 1,
      description: "first",
    });
  });
});

describe("tenants are kept apart by the database", () => {
  it("a row cannot name another project's row", async () => {
    const [mine, theirs] = [await rows.newProject(), await rows.newProject()];
    const foreign = { code: "P2003" };
    await expect(rows.modelVersion({ ...mine, modelId: theirs.modelId }, 1)).rejects.toMatchObject(foreign);
    await expect(rows.modelVersion(mine, 1, { runId: theirs.runId })).rejects.toMatchObject(foreign);
    const [source, parquet] = [await rows.newBlob(), await rows.newBlob()];
    await expect(
      rows.datasetVersion({ ...mine, datasetId: theirs.datasetId }, 1, source, parquet),
    ).rejects.toMatchObject(foreign);
    await expect(
      prisma().pipeline.create({
        data: { projectId: mine.projectId, name: "p", datasetId: theirs.datasetId },
      }),
    ).rejects.toMatchObject(foreign);
    await expect(
      prisma().runTag.create({
        data: { projectId: mine.projectId, runId: theirs.runId, key: "a", value: "b" },
      }),
    ).rejects.toMatchObject(foreign);
  });

  it("every reference between two tenant tables carries the project", async () => {
    const loose = await prisma().$queryRaw<{ name: string }[]>`
      SELECT c.conname AS name FROM pg_constraint c
      JOIN pg_attribute here ON here.attrelid = c.conrelid AND here.attname = 'projectId'
      JOIN pg_attribute there ON there.attrelid = c.confrelid AND there.attname = 'projectId'
      WHERE c.contype = 'f' AND NOT (here.attnum = ANY (c.conkey) AND there.attnum = ANY (c.confkey))`;
    expect(loose).toEqual([]);
  });

  it("every tenant table is read by its project first", async () => {
    const tables = await prisma().$queryRaw<{ name: string }[]>`
      SELECT t.relname AS name FROM pg_class t
      JOIN pg_attribute a ON a.attrelid = t.oid AND a.attname = 'projectId'
      WHERE t.relkind = 'r' AND t.relnamespace = 'public'::regnamespace
        AND NOT EXISTS (SELECT 1 FROM pg_index i WHERE i.indrelid = t.oid AND i.indkey[0] = a.attnum)`;
    // What an instance has loaded is found by the instance or by the model version, whose index carries the project.
    expect(tables.filter(({ name }) => name !== "ServingLoad")).toEqual([]);
  });
});

describe("words keep their form", () => {
  it.each([
    [
      "an e-mail address in capitals",
      () => prisma().user.create({ data: { email: "A@b.c", name: "a", passwordHash: "" } }),
    ],
    ["a slug with a slash", () => prisma().project.create({ data: { slug: "a/b", name: "a" } })],
    ["a hash of another length", () => prisma().blob.create({ data: { hash: "ab", key: "k", size: 1n } })],
  ])("%s is refused", async (_, create) => {
    await expect(refusal(create())).resolves.toMatch(/violates check constraint/);
  });
});
