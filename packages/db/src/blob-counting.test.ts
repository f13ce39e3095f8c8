import { afterAll, beforeAll, describe, expect, it } from "vitest";
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

describe("blobs are counted by the rows that name them", () => {
  it("dataset versions, also twice the same blob", async () => {
    const project = await rows.newProject();
    const [source, parquet] = [await rows.newBlob(), await rows.newBlob()];
    await rows.datasetVersion(project, 1, source, parquet);
    const second = await rows.datasetVersion(project, 2, source, source);
    expect([await rows.countOf(source), await rows.countOf(parquet)]).toEqual([3, 1]);
    await prisma().datasetVersion.delete({
      where: { projectId_id: { projectId: project.projectId, id: second.id } },
    });
    expect(await rows.countOf(source)).toBe(1);
    await prisma().project.delete({ where: { id: project.projectId } });
    expect([await rows.countOf(source), await rows.countOf(parquet)]).toEqual([0, 0]);
  });

  it("artifacts, also when one is replaced", async () => {
    const { projectId, runId } = await rows.newProject();
    const [first, second] = [await rows.newBlob(), await rows.newBlob()];
    const where = { projectId_runId_path: { projectId, runId, path: "plot.png" } };
    await prisma().artifact.create({
      data: { projectId, runId, path: "plot.png", blobHash: first, size: 1n },
    });
    await prisma().artifact.update({ where, data: { blobHash: second } });
    expect([await rows.countOf(first), await rows.countOf(second)]).toEqual([0, 1]);
    await prisma().artifact.delete({ where });
    expect(await rows.countOf(second)).toBe(0);
  });

  it("artifacts of logged models, until the experiment goes", async () => {
    const { projectId, runId } = await rows.newProject();
    const { experimentId } = await prisma().run.findUniqueOrThrow({
      where: { projectId_id: { projectId, id: runId } },
    });
    const modelId = `m-${runId}`;
    await prisma().loggedModel.create({
      data: { projectId, id: modelId, experimentId, sourceRunId: runId, name: "forest", createdBy: actor },
    });
    const [first, second] = [await rows.newBlob(), await rows.newBlob()];
    const where = { projectId_modelId_path: { projectId, modelId, path: "MLmodel" } };
    await prisma().loggedModelArtifact.create({
      data: { projectId, modelId, path: "MLmodel", blobHash: first, size: 1n },
    });
    await prisma().loggedModelArtifact.update({ where, data: { blobHash: second } });
    expect([await rows.countOf(first), await rows.countOf(second)]).toEqual([0, 1]);
    await prisma().experiment.delete({ where: { projectId_id: { projectId, id: experimentId } } });
    expect(await rows.countOf(second)).toBe(0);
  });

  it("the files of model versions, until the project goes", async () => {
    const project = await rows.newProject();
    const [a, b] = [await rows.newBlob(), await rows.newBlob()];
    const files = [
      { path: "MLmodel", hash: a },
      { path: "model/trees.bin", hash: b },
      { path: "model/copy.bin", hash: b },
    ];
    await rows.modelVersion(project, 1, { files });
    expect([await rows.countOf(a), await rows.countOf(b)]).toEqual([1, 2]);
    await prisma().project.delete({ where: { id: project.projectId } });
    expect([await rows.countOf(a), await rows.countOf(b)]).toEqual([0, 0]);
  });

  it("the outputs of step runs, also when they change", async () => {
    const project = await rows.newProject();
    const { projectId, datasetId } = project;
    const version = await rows.datasetVersion(project, 1, await rows.newBlob(), await rows.newBlob());
    const pipeline = await prisma().pipeline.create({ data: { projectId, name: "p", datasetId } });
    const config = await prisma().pipelineConfig.create({
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
    const run = await prisma().pipelineRun.create({
      data: {
        projectId,
        pipelineId: pipeline.id,
        number: 1,
        configId: config.id,
        datasetVersionId: version.id,
        cause: { kind: "manual" },
        createdBy: actor,
      },
    });
    const [a, b] = [await rows.newBlob(), await rows.newBlob()];
    const step = await prisma().stepRun.create({
      data: {
        projectId,
        pipelineRunId: run.id,
        key: "prepare",
        step: "prepare",
        position: 0,
        title: "Prepare",
      },
    });
    const where = { projectId_id: { projectId, id: step.id } };
    await prisma().stepRun.update({ where, data: { outputs: { blobs: [{ hash: a }, { hash: b }] } } });
    await prisma().stepRun.update({ where, data: { attempt: 2 } });
    expect([await rows.countOf(a), await rows.countOf(b)]).toEqual([1, 1]);
    await prisma().stepRun.update({ where, data: { outputs: { blobs: [{ hash: b }] } } });
    expect([await rows.countOf(a), await rows.countOf(b)]).toEqual([0, 1]);
    await prisma().stepRun.delete({ where });
    expect(await rows.countOf(b)).toBe(0);
  });

  it("and a row that names an unknown blob is refused, with nothing of it kept", async () => {
    const project = await rows.newProject();
    const known = await rows.newBlob();
    await expect(refusal(rows.datasetVersion(project, 1, known, newHash()))).resolves.toMatch(/no blob/);
    await expect(
      refusal(rows.modelVersion(project, 1, { files: [{ path: "a", hash: newHash() }] })),
    ).resolves.toMatch(/no blob/);
    expect(await rows.countOf(known)).toBe(0);
    expect(await prisma().datasetVersion.count({ where: { projectId: project.projectId } })).toBe(0);
  });
});
