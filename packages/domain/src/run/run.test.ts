import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { findArtifact } from "../artifact/find";
import type { ProjectContext } from "../context";
import { createTestProject, createTestServices, type TestServices } from "../testing";
import { deleteRunTag } from "./delete-tag";
import { finishRun } from "./finish";
import { getRun } from "./get";
import { logArtifact } from "./log-artifact";
import { logMetrics } from "./log-metrics";
import { getMetricPoints } from "./metric-points";
import { metricValues } from "./read-metrics";
import { setRunTags } from "./set-tags";
import { startRun } from "./start";
import {
  createTestDatasetVersion,
  createTestExperiment,
  createTestPipelineRun,
  createTestRun,
  createTestVersion,
  storeTestFile,
} from "./testing";
import { getTrackedRun } from "./tracked";

let services: TestServices;
let ctx: ProjectContext;
let experimentId: string;

beforeAll(async () => {
  services = await createTestServices();
  ctx = await createTestProject(services);
  experimentId = (await createTestExperiment(ctx)).id;
});
afterAll(() => services.close());

const start = (input = {}) => startRun({ ctx, input: { experimentId, name: "forest", ...input } });
const point = (key: string, value: number, step = 0, timestamp = 1000) => ({ key, value, step, timestamp });
const history = async (runId: string, key: string) =>
  (await getMetricPoints({ ctx, input: { runId, key } })).points;

describe("starting a run", () => {
  it("keeps params as text, tags, environment and the data it reads", async () => {
    const data = await createTestDatasetVersion(ctx);
    const { id } = await start({
      params: { n_estimators: 100, max_depth: null, bootstrap: true, criterion: "squared_error" },
      tags: { owner: "ada" },
      inputs: [{ datasetVersionId: data.id, context: "training" }],
      environment: { node: "20.20.0", threads: 2 },
    });
    expect(id).toMatch(/^[0-9a-f]{32}$/);
    expect(await getRun({ ctx, input: { runId: id } })).toMatchObject({
      status: "RUNNING",
      endTime: null,
      durationMs: null,
      params: { n_estimators: "100", max_depth: "None", bootstrap: "true", criterion: "squared_error" },
      tags: { owner: "ada" },
      environment: { node: "20.20.0", threads: 2 },
      inputs: [{ dataset: data.dataset, number: 1, rowCount: 1, context: "training" }],
      createdBy: { kind: "user", name: "Ada" },
    });
  });

  it("empties and continues the run of an earlier try of the same step", async () => {
    const pipelineRun = await createTestPipelineRun(ctx);
    const step = { pipelineRunId: pipelineRun.id, stepKey: "train:0" };
    const first = await start({ ...step, params: { n_estimators: 100 }, tags: { try: "1" } });
    await logMetrics({ ctx, input: { runId: first.id, points: [point("rmse", 1)] } });
    await logArtifact({
      ctx,
      input: { runId: first.id, path: "a.txt", blob: await storeTestFile(ctx, "a.txt") },
    });
    await finishRun({
      ctx,
      input: { runId: first.id, status: "FAILED", error: { code: "x", message: "y" } },
    });
    const second = await start({ ...step, name: "again", params: { max_depth: 5 } });
    expect(second.id).toBe(first.id);
    const run = await getRun({ ctx, input: { runId: first.id } });
    expect(run).toMatchObject({
      name: "again",
      status: "RUNNING",
      error: null,
      endTime: null,
      params: { max_depth: "5" },
      tags: {},
      metricCount: 0,
      reports: [],
      stepKey: "train:0",
      pipelineRun: { id: pipelineRun.id, pipeline: pipelineRun.pipeline, number: 1 },
    });
    expect(await ctx.db.prisma.metricChunk.count({ where: { runId: first.id } })).toBe(0);
  });

  it("gives two tries at the same time one run", async () => {
    const { id: pipelineRunId } = await createTestPipelineRun(ctx);
    const tries = await Promise.all([1, 2, 3, 4].map(() => start({ pipelineRunId, stepKey: "train:0" })));
    expect(new Set(tries.map(({ id }) => id)).size).toBe(1);
  });

  it("refuses to start a run again that a model version was made from", async () => {
    const { id: pipelineRunId } = await createTestPipelineRun(ctx);
    const { id } = await start({ pipelineRunId, stepKey: "train:0", params: { n_estimators: 100 } });
    await createTestVersion(ctx, "kept", { runId: id });
    await expect(start({ pipelineRunId, stepKey: "train:0" })).rejects.toMatchObject({
      code: "run_finished",
    });
    expect(await getRun({ ctx, input: { runId: id } })).toMatchObject({ params: { n_estimators: "100" } });
  });

  it("makes nothing when the data is another project's", async () => {
    const stranger = await createTestProject(services);
    const data = await createTestDatasetVersion(stranger);
    const before = await ctx.db.prisma.run.count();
    const inputs = [{ datasetVersionId: data.id, context: "training" as const }];
    await expect(start({ inputs })).rejects.toMatchObject({ code: "not_found" });
    expect(await ctx.db.prisma.run.count()).toBe(before);
  });
});

describe("logging metrics", () => {
  it("keeps the point with the highest step, then timestamp, then value, as the latest", async () => {
    const { id: runId } = await start();
    await logMetrics({
      ctx,
      input: {
        runId,
        points: [point("loss", 3, 2), point("loss", 9, 1), point("loss", 4, 2), point("r2", 0.5)],
      },
    });
    await logMetrics({
      ctx,
      input: { runId, points: [point("loss", 100, 0, 9999), point("r2", 0.7, 0, 2000)] },
    });
    expect((await getTrackedRun({ ctx, input: { runId } })).metrics).toEqual([
      { key: "loss", value: 4, step: 2, timestamp: new Date(1000) },
      { key: "r2", value: 0.7, step: 0, timestamp: new Date(2000) },
    ]);
    // By time, then step, then value.
    expect((await history(runId, "loss")).map(({ step, value }) => [step, value])).toEqual([
      [1, 9],
      [2, 3],
      [2, 4],
      [0, 100],
    ]);
  });

  it("keeps NaN, both infinities, the smallest and the most precise numbers", async () => {
    const { id: runId } = await start();
    const values = {
      nan: NaN,
      up: Infinity,
      down: -Infinity,
      tiny: 5e-324,
      third: 1 / 3,
      huge: 1.7976931348623157e308,
    };
    const points = Object.entries(values).map(([key, value]) => point(key, value));
    await logMetrics({ ctx, input: { runId, points } });
    expect(metricValues((await getTrackedRun({ ctx, input: { runId } })).metrics)).toEqual(values);
    for (const [key, value] of Object.entries(values))
      expect(await history(runId, key)).toEqual([{ value, step: 0, timestamp: 1000 }]);
  });

  it("takes 10,000 points in one call and no more; what is said again is there once", async () => {
    const { id: runId } = await start();
    const points = Array.from({ length: 10_000 }, (_, step) => point("loss", 1 / (step + 1), step));
    await logMetrics({ ctx, input: { runId, points: points.slice(0, 10) } });
    await logMetrics({ ctx, input: { runId, points } });
    expect((await history(runId, "loss")).map(({ step }) => step)).toEqual(points.map(({ step }) => step));
    await expect(
      logMetrics({ ctx, input: { runId, points: [...points, point("loss", 1)] } }),
    ).rejects.toMatchObject({ code: "invalid_input" });
  });

  it("loses nothing when many write the same run at once", async () => {
    const { id: runId } = await start();
    await Promise.all(
      Array.from({ length: 12 }, (_, step) =>
        logMetrics({ ctx, input: { runId, points: [point("b", step, step), point("a", step, step)] } }),
      ),
    );
    for (const key of ["a", "b"]) expect(await history(runId, key)).toHaveLength(12);
    expect(metricValues((await getTrackedRun({ ctx, input: { runId } })).metrics)).toEqual({ a: 11, b: 11 });
  });
});

describe("finishing a run", () => {
  it("ends it once, records what happened and takes the same again", async () => {
    const { id: runId } = await start();
    await logMetrics({ ctx, input: { runId, points: [point("rmse", 2.5), point("mape", NaN)] } });
    await finishRun({ ctx, input: { runId, status: "FINISHED" } });
    await finishRun({ ctx, input: { runId, status: "FINISHED" } });
    const run = await getRun({ ctx, input: { runId } });
    expect(run.status).toBe("FINISHED");
    expect(run.durationMs).toBeGreaterThanOrEqual(0);
    const events = await ctx.db.prisma.event.findMany({
      where: { projectId: ctx.project.id, name: "run/finished", data: { path: ["runId"], equals: runId } },
    });
    expect(events.map(({ data }) => data)).toMatchObject([
      { run: "forest", metrics: { rmse: 2.5, mape: null } },
    ]);
  });

  it("does not turn a finished run into a failed one", async () => {
    const runId = await createTestRun(ctx, experimentId);
    await expect(finishRun({ ctx, input: { runId, status: "FAILED" } })).rejects.toMatchObject({
      code: "run_finished",
    });
  });
});

it("sets and removes tags and leaves the others", async () => {
  const { id: runId } = await start({ tags: { keep: "1", change: "2", drop: "3" } });
  await setRunTags({ ctx, input: { runId, tags: { change: "two", drop: null, add: "4" } } });
  expect((await getRun({ ctx, input: { runId } })).tags).toEqual({ keep: "1", change: "two", add: "4" });
});

describe("the tag that is a run's name", () => {
  const tagsOf = async (runId: string) => (await getTrackedRun({ ctx, input: { runId } })).tags;

  it("renames the run and is there once", async () => {
    const { id: runId } = await start({ tags: { keep: "1" } });
    await setRunTags({ ctx, input: { runId, tags: { "mlflow.runName": "quiet owl", add: "2" } } });
    const run = await getRun({ ctx, input: { runId } });
    expect([run.name, run.tags]).toEqual(["quiet owl", { keep: "1", add: "2" }]);
    const named = (await tagsOf(runId)).filter(({ key }) => key === "mlflow.runName");
    expect(named).toEqual([{ key: "mlflow.runName", value: "quiet owl" }]);
  });

  it.each([null, "", "x".repeat(251)])("cannot be %j", async (value) => {
    const { id: runId, name } = await start();
    const set = setRunTags({ ctx, input: { runId, tags: { "mlflow.runName": value } } });
    await expect(set).rejects.toMatchObject({ code: "invalid_input" });
    expect((await getRun({ ctx, input: { runId } })).name).toBe(name);
  });

  it("is not deleted", async () => {
    const { id: runId, name } = await start();
    const deleted = deleteRunTag({ ctx, input: { runId, key: "mlflow.runName" } });
    await expect(deleted).rejects.toMatchObject({ code: "invalid_input" });
    expect(await tagsOf(runId)).toContainEqual({ key: "mlflow.runName", value: name });
  });
});

it("counts an artifact's object and lets go of the one it replaces", async () => {
  const { id: runId } = await start();
  const [first, second] = [await storeTestFile(ctx, "report.html"), await storeTestFile(ctx, "report.html")];
  const countOf = async (hash: string) =>
    (await ctx.db.prisma.blob.findUnique({ where: { hash } }))?.refCount;
  await logArtifact({ ctx, input: { runId, path: "report.html", blob: first } });
  await logArtifact({ ctx, input: { runId, path: "report.html", blob: second } });
  expect([await countOf(first.hash), await countOf(second.hash)]).toEqual([0, 1]);
  const missing = { hash: "0".repeat(64), size: 3 };
  await expect(logArtifact({ ctx, input: { runId, path: "x", blob: missing } })).rejects.toMatchObject({
    code: "bundle_invalid",
  });
  await expect(logArtifact({ ctx, input: { runId, path: "../x", blob: first } })).rejects.toMatchObject({
    code: "invalid_input",
  });
  const artifact = await findArtifact({ ctx, input: { root: { runId }, path: "report.html" } });
  expect(artifact).toMatchObject({ hash: second.hash, size: 36 });
});
