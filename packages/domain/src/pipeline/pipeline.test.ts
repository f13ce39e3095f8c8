import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { ProjectContext } from "../context";
import { addTestMember, createTestProject, createTestServices, type TestServices } from "../testing";
import { appendStepLog } from "./append-step-log";
import { cancelPipelineRun } from "./cancel-run";
import { createPipeline } from "./create";
import { openExecution } from "./execution";
import { failStep } from "./fail-step";
import { findCachedStep } from "./find-cached-step";
import { finishPipelineRun } from "./finish-run";
import { finishStep } from "./finish-step";
import { getPipeline } from "./get";
import { getPipelineConfig } from "./get-config";
import { getPipelineRun } from "./get-run";
import { listPipelines } from "./list";
import { listPipelineRuns } from "./list-runs";
import { planSteps } from "./plan-steps";
import { reportStepProgress } from "./report-step-progress";
import { savePipelineConfig } from "./save-config";
import type { PromotionDecision } from "./schema";
import { startListeningPipelines } from "./start-listening";
import { startPipelineRun } from "./start-run";
import { startStep } from "./start-step";
import { getStepLog } from "./step-log";

let services: TestServices;
beforeAll(async () => {
  services = await createTestServices();
});
afterAll(() => services.close());

const config = { dataset: "homes", target: "price", seed: 42 };
const yaml = "dataset: homes\ntarget: price\n";

/** A dataset version as its row says it, without a file behind it. */
async function addVersion(ctx: ProjectContext, options: { blocked?: boolean; distinct?: number } = {}) {
  const projectId = ctx.project.id;
  const { prisma } = ctx.db;
  const dataset = await prisma.dataset.upsert({
    where: { projectId_name: { projectId, name: "homes" } },
    create: { projectId, name: "homes" },
    update: {},
  });
  const { hash } = await ctx.store.put(new TextEncoder().encode("rows"));
  await prisma.blob.upsert({ where: { hash }, create: { hash, key: hash, size: 4 }, update: {} });
  const number = 1 + (await prisma.datasetVersion.count({ where: { projectId, datasetId: dataset.id } }));
  const version = await prisma.datasetVersion.create({
    data: {
      projectId,
      datasetId: dataset.id,
      number,
      contentHash: hash,
      fileName: "homes.csv",
      sizeBytes: 4,
      sourceHash: hash,
      parquetHash: hash,
      rowCount: 30,
      columns: [
        { name: "size", type: "integer", nullable: false },
        { name: "price", type: "float", nullable: false },
      ],
      profile: [{ name: "price", missing: 0, distinct: options.distinct ?? 30 }],
      parseReport: {},
      provenance: { kind: "upload" },
      createdBy: {},
    },
  });
  if (options.blocked) {
    const contract = await prisma.schemaContract.create({
      data: { projectId, datasetId: dataset.id, number, columns: [], createdBy: {} },
    });
    await prisma.schemaCheck.create({
      data: {
        projectId,
        datasetVersionId: version.id,
        contractId: contract.id,
        verdict: "blocked",
        findings: [],
        passedRules: 0,
      },
    });
  }
  return version;
}

async function createHomes(): Promise<ProjectContext> {
  const ctx = await createTestProject(services);
  await addVersion(ctx);
  await createPipeline({ ctx, input: { name: "homes-training", dataset: "homes", yaml, config } });
  return ctx;
}

const pipeline = "homes-training";

/** A run that was started and planned, seen by the worker that executes it. */
async function createExecution() {
  const ctx = await createHomes();
  const { id, number } = await startPipelineRun({ ctx, input: { pipeline } });
  const worker = await openExecution(ctx, { projectId: ctx.project.id, pipelineRunId: id });
  const steps = [
    { key: "prepare", step: "prepare", title: "Prepare", dependsOn: [] },
    { key: "train:0", step: "train", title: "Train", dependsOn: ["prepare"] },
  ];
  await planSteps({ ctx: worker, input: { steps } });
  return { ctx, worker, id, number, steps };
}

const DECISION: PromotionDecision = {
  outcome: "not_requested",
  summary: "Nothing was asked for.",
  reasons: [],
  model: null,
  stage: "None",
  metric: "rmse",
  direction: "minimize",
  margin: 0,
  testRows: 6,
  challenger: null,
  champion: null,
};

describe("a pipeline", () => {
  it("keeps every config under its number, and the same text again makes none", async () => {
    const ctx = await createHomes();
    expect(await savePipelineConfig({ ctx, input: { pipeline, yaml, config } })).toMatchObject({ number: 1 });
    const changed = { ...config, seed: 7 };
    const saved = await Promise.all(
      ["seed: 7\n", "seed: 7 # again\n"].map((more) =>
        savePipelineConfig({ ctx, input: { pipeline, yaml: yaml + more, config: changed } }),
      ),
    );
    expect(saved.map(({ number }) => number).sort()).toEqual([2, 3]);
    expect(saved[0].hash).toBe(saved[1].hash);
    const detail = await getPipeline({ ctx, input: { pipeline } });
    expect(detail.configs.map(({ number }) => number)).toEqual([3, 2, 1]);
    expect(detail).toMatchObject({ configNumber: 3, target: "price", latestRun: null });
    expect((await listPipelines({ ctx })).map(({ name }) => name)).toEqual([pipeline]);
  });

  it("gives back the text of any of its configs, and only its own", async () => {
    const ctx = await createHomes();
    await savePipelineConfig({
      ctx,
      input: { pipeline, yaml: `${yaml}seed: 7\n`, config: { ...config, seed: 7 } },
    });
    expect(await getPipelineConfig({ ctx, input: { pipeline, number: 1 } })).toMatchObject({
      number: 1,
      yaml,
    });
    const missing = getPipelineConfig({ ctx, input: { pipeline, number: 3 } });
    await expect(missing).rejects.toMatchObject({ code: "not_found" });
    const stranger = await createTestProject(services);
    await expect(getPipelineConfig({ ctx: stranger, input: { pipeline, number: 1 } })).rejects.toMatchObject({
      code: "not_found",
    });
  });

  it("cannot be named like the page that makes new ones", async () => {
    const ctx = await createHomes();
    const create = createPipeline({ ctx, input: { name: "new", dataset: "homes", yaml, config } });
    await expect(create).rejects.toMatchObject({ code: "invalid_input" });
  });

  it("refuses a taken name, another dataset and an unknown one, and leaves nothing", async () => {
    const ctx = await createHomes();
    const input = { name: pipeline, dataset: "homes", yaml, config };
    await expect(createPipeline({ ctx, input })).rejects.toMatchObject({ code: "already_exists" });
    const other = { ...input, name: "other", config: { ...config, dataset: "cars" } };
    await expect(createPipeline({ ctx, input: other })).rejects.toMatchObject({ code: "config_invalid" });
    await expect(createPipeline({ ctx, input: { ...other, dataset: "cars" } })).rejects.toMatchObject({
      code: "not_found",
    });
    expect(await ctx.db.prisma.pipeline.count({ where: { projectId: ctx.project.id } })).toBe(1);
  });
});

describe("starting a run", () => {
  it("numbers runs without a gap, also when several start at once", async () => {
    const ctx = await createHomes();
    const started = await Promise.all(
      Array.from({ length: 5 }, () => startPipelineRun({ ctx, input: { pipeline } })),
    );
    expect(started.map(({ number }) => number).sort()).toEqual([1, 2, 3, 4, 5]);
    const page = await listPipelineRuns({ ctx, input: { pipeline, limit: 2 } });
    expect(page.runs.map(({ number, status }) => `${number} ${status}`)).toEqual(["5 queued", "4 queued"]);
    const next = await listPipelineRuns({ ctx, input: { pipeline, cursor: page.nextCursor ?? 0, limit: 3 } });
    expect(next.runs.map(({ number }) => number)).toEqual([3, 2, 1]);
    expect(next.nextCursor).toBeNull();
  });

  it("with one idempotency key is one run, also at once", async () => {
    const ctx = await createHomes();
    const input = { pipeline, idempotencyKey: "once" };
    const started = await Promise.all(Array.from({ length: 4 }, () => startPipelineRun({ ctx, input })));
    expect(new Set(started.map(({ id }) => id)).size).toBe(1);
    expect(await ctx.db.prisma.pipelineRun.count({ where: { projectId: ctx.project.id } })).toBe(1);
  });

  it("takes the latest version that was not blocked, and refuses a blocked one by number", async () => {
    const ctx = await createHomes();
    await addVersion(ctx, { blocked: true });
    const { number } = await startPipelineRun({ ctx, input: { pipeline } });
    const run = await getPipelineRun({ ctx, input: { pipeline, number } });
    expect(run.datasetVersion.number).toBe(1);
    await expect(
      startPipelineRun({ ctx, input: { pipeline, datasetVersionNumber: 2 } }),
    ).rejects.toMatchObject({ code: "schema_blocked" });
  });

  it("refuses a target that is not there or constant, but lets new data's run tell it", async () => {
    const ctx = await createHomes();
    const version = await addVersion(ctx, { distinct: 1 });
    await expect(startPipelineRun({ ctx, input: { pipeline } })).rejects.toMatchObject({
      code: "target_unusable",
    });
    const started = await startListeningPipelines({ ctx, input: { datasetVersionId: version.id } });
    expect(started).toEqual([expect.objectContaining({ pipeline, number: 1 })]);
    expect(await startListeningPipelines({ ctx, input: { datasetVersionId: version.id } })).toEqual(started);
    await savePipelineConfig({ ctx, input: { pipeline, yaml, config: { ...config, target: "rent" } } });
    await expect(startPipelineRun({ ctx, input: { pipeline } })).rejects.toMatchObject({
      message: 'The target "rent" is not a column of version 2 of homes. Columns: size, price.',
    });
  });

  it("is not for viewers, and nothing of it is there for another project", async () => {
    const ctx = await createHomes();
    const viewer = await addTestMember(ctx, "viewer");
    const start = startPipelineRun({ ctx: viewer, input: { pipeline } });
    await expect(start).rejects.toMatchObject({ code: "permission_denied" });
    const stranger = await createTestProject(services);
    await expect(getPipeline({ ctx: stranger, input: { pipeline } })).rejects.toMatchObject({
      code: "not_found",
    });
  });
});

describe("executing a run", () => {
  it("is only for the worker that acts as the run", async () => {
    const { ctx, steps } = await createExecution();
    await expect(planSteps({ ctx, input: { steps } })).rejects.toMatchObject({ code: "permission_denied" });
  });

  it("follows a step from its start over progress and log to its references, and finds them again by key", async () => {
    const { ctx, worker, number, steps } = await createExecution();
    await planSteps({ ctx: worker, input: { steps } });
    const first = { key: "prepare", inputHash: "h1", inputParts: { seed: "42" } };
    expect(await startStep({ ctx: worker, input: first })).toMatchObject({ attempt: 1, previous: null });
    expect(await startStep({ ctx: worker, input: first })).toMatchObject({ attempt: 2 });
    const progress = { done: 3, total: 10, metrics: { rmse: 2.5 } };
    expect(await reportStepProgress({ ctx: worker, input: { key: "prepare", progress } })).toBe(true);
    const lines = [
      { level: "info" as const, message: "one" },
      { level: "warn" as const, message: "two" },
    ];
    await appendStepLog({ ctx: worker, input: { key: "prepare", lines } });
    const running = await getPipelineRun({ ctx, input: { pipeline, number } });
    expect(running).toMatchObject({ status: "running", stepsDone: 0, stepsTotal: 2 });
    expect(running.runningStep).toEqual({ key: "prepare", title: "Prepare", progress });
    const log = await getStepLog({ ctx, input: { pipeline, number, step: "prepare", limit: 1 } });
    expect(log.lines.map(({ message }) => message)).toEqual(["one"]);
    const more = { pipeline, number, step: "prepare", cursor: log.cursor ?? undefined };
    expect((await getStepLog({ ctx, input: more })).lines.map(({ message }) => message)).toEqual(["two"]);

    const { hash, key, size } = await ctx.store.put(new TextEncoder().encode("prepared"));
    const outputs = { blobs: [{ name: "prepared", hash, key, size }], facts: { rows: 24 } };
    await finishStep({
      ctx: worker,
      input: { key: "prepare", status: "succeeded", reason: "Runs for the first time.", outputs },
    });
    expect(await findCachedStep({ ctx: worker, input: { step: "prepare", inputHash: "h1" } })).toEqual({
      outputs,
      pipeline,
      runNumber: number,
    });
    expect(await findCachedStep({ ctx: worker, input: { step: "prepare", inputHash: "h2" } })).toBeNull();
    expect((await ctx.db.prisma.blob.findUniqueOrThrow({ where: { hash } })).refCount).toBe(1);

    const again = await startPipelineRun({ ctx, input: { pipeline } });
    const next = await openExecution(ctx, { projectId: ctx.project.id, pipelineRunId: again.id });
    await planSteps({ ctx: next, input: { steps } });
    const started = await startStep({ ctx: next, input: { ...first, inputHash: "h2" } });
    expect(started.previous).toEqual({ runNumber: number, parts: { seed: "42" } });
  });

  it("ends with its decision, once", async () => {
    const { ctx, worker, id, number } = await createExecution();
    await finishPipelineRun({ ctx: worker, input: { status: "succeeded", decision: DECISION } });
    await finishPipelineRun({ ctx: worker, input: { status: "failed" } });
    const run = await getPipelineRun({ ctx, input: { pipeline, number } });
    expect(run).toMatchObject({ status: "succeeded", decision: DECISION, error: null });
    const events = await ctx.db.prisma.event.findMany({
      where: { projectId: ctx.project.id, data: { path: ["pipelineRunId"], equals: id } },
      orderBy: { id: "asc" },
    });
    expect(events.map(({ name }) => name)).toEqual(["pipeline-run/requested", "pipeline-run/succeeded"]);
  });

  it("fails with the error of the step that failed, and what was not reached is skipped", async () => {
    const { ctx, worker, number } = await createExecution();
    await startStep({ ctx: worker, input: { key: "prepare", inputHash: "h", inputParts: {} } });
    const error = { code: "no_features", message: "No column is left to learn from." };
    await failStep({ ctx: worker, input: { key: "prepare", error } });
    await finishPipelineRun({ ctx: worker, input: { status: "failed" } });
    const run = await getPipelineRun({ ctx, input: { pipeline, number } });
    expect(run).toMatchObject({ status: "failed", error: { ...error, step: "prepare" } });
    expect(run.steps.map(({ status }) => status)).toEqual(["failed", "skipped"]);
  });

  it("stays as it was cancelled: no step is started or finished any more", async () => {
    const { ctx, worker, number } = await createExecution();
    await startStep({ ctx: worker, input: { key: "prepare", inputHash: "h", inputParts: {} } });
    await cancelPipelineRun({ ctx, input: { pipeline, number } });
    const outputs = { blobs: [], facts: {} };
    const finished = finishStep({
      ctx: worker,
      input: { key: "prepare", status: "succeeded", reason: "", outputs },
    });
    await expect(finished).rejects.toMatchObject({ code: "run_finished" });
    const progress = { done: 1, total: 2 };
    expect(await reportStepProgress({ ctx: worker, input: { key: "prepare", progress } })).toBe(false);
    await expect(cancelPipelineRun({ ctx, input: { pipeline, number } })).rejects.toMatchObject({
      code: "run_finished",
    });
    const run = await getPipelineRun({ ctx, input: { pipeline, number } });
    expect(run.status).toBe("cancelled");
    expect(run.steps.map(({ status }) => status)).toEqual(["cancelled", "cancelled"]);
  });
});
