import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { ProjectContext } from "../context";
import { createTestProject, createTestServices, type TestServices } from "../testing";
import { createTestExperiment, createTestPipelineRun } from "./testing";
import { createRun } from "./create";
import { finishRun } from "./finish";
import { listRunMetrics } from "./list-metrics";
import { logBatch } from "./log-batch";
import { getMetricPoints } from "./metric-points";
import { sampleMetricPoints } from "./sample-metric-points";
import { startRun } from "./start";
import { trashRuns } from "./trash";
import { purgeRuns } from "./purge";
import { updateRun } from "./update";

let services: TestServices;
let ctx: ProjectContext;
let experimentId: string;

beforeAll(async () => {
  services = await createTestServices();
  ctx = await createTestProject(services);
  experimentId = (await createTestExperiment(ctx)).id;
});
afterAll(() => services.close());

const newRun = async () => (await createRun({ ctx, input: { experimentId } })).id;

/** What a training logs after a step: a point of each of its metrics. */
const logStep = (runId: string, step: number, metrics = 20, value = step / 7) =>
  logBatch({
    ctx,
    input: {
      runId,
      points: Array.from({ length: metrics }, (_, i) => ({
        key: `layer${i}/norm`,
        value: i === 0 ? value : i,
        step,
        timestamp: 1_700_000_000_000 + step,
      })),
    },
  });

async function stored(runId: string) {
  const of = { where: { projectId: ctx.project.id, runId } };
  const { prisma } = services.db;
  return { batches: await prisma.metricBatch.count(of), chunks: await prisma.metricChunk.count(of) };
}

const history = async (runId: string, key: string) =>
  (await getMetricPoints({ ctx, input: { runId, key } })).points.map(({ step, value }) => [step, value]);

const steps = (count: number) => Array.from({ length: count }, (_, step) => step);

describe("a call with a point of each of many metrics", () => {
  it("is one row, and each metric reads as if it had been logged alone", async () => {
    const runId = await newRun();
    await logStep(runId, 0, 20, Number.NaN);
    await logStep(runId, 1, 16, Number.NEGATIVE_INFINITY);
    expect(await stored(runId)).toEqual({ batches: 2, chunks: 0 });
    expect(await history(runId, "layer0/norm")).toEqual([
      [0, Number.NaN],
      [1, Number.NEGATIVE_INFINITY],
    ]);
    expect(await history(runId, "layer19/norm")).toEqual([[0, 19]]);
    expect(await history(runId, "layer20/norm")).toEqual([]);
  });

  it("has a row for each metric where they are few, or where one has several points", async () => {
    const runId = await newRun();
    await logStep(runId, 0, 15);
    expect(await stored(runId)).toEqual({ batches: 0, chunks: 15 });
    const points = steps(20).flatMap((i) =>
      [1, 2].map((step) => ({ key: `layer${i}/norm`, value: i, step, timestamp: step })),
    );
    await logBatch({ ctx, input: { runId, points } });
    expect(await stored(runId)).toEqual({ batches: 0, chunks: 35 });
  });

  it("that is sent again is there once", async () => {
    const runId = await newRun();
    for (const step of [0, 0, 1, 1]) await logStep(runId, step);
    expect(await history(runId, "layer0/norm")).toEqual([
      [0, 0],
      [1, 1 / 7],
    ]);
  });

  it("leaves nothing where the run is not there", async () => {
    await expect(logStep("0".repeat(32), 0)).rejects.toMatchObject({ code: "not_found" });
    expect(await stored("0".repeat(32))).toEqual({ batches: 0, chunks: 0 });
  });

  it("counts to a metric's history with what was logged otherwise", async () => {
    const runId = await newRun();
    await logStep(runId, 0, 20);
    await logStep(runId, 1, 16);
    await logBatch({
      ctx,
      input: { runId, points: [{ key: "layer19/norm", value: 1, step: 1, timestamp: 1 }] },
    });
    const { items } = await listRunMetrics({ ctx, input: { runId, limit: 100 } });
    const withHistory = items.filter(({ hasHistory }) => hasHistory).map(({ name }) => name);
    expect(withHistory.sort()).toEqual([...steps(16), 19].map((i) => `layer${i}/norm`).sort());
  });
});

describe("folding", () => {
  it("gives each metric its own after 64 calls, the same points as before", async () => {
    const runId = await newRun();
    for (const step of steps(63).reverse()) await logStep(runId, step);
    expect(await stored(runId)).toEqual({ batches: 63, chunks: 0 });
    const before = await history(runId, "layer0/norm");
    await logStep(runId, 63);
    expect(await stored(runId)).toEqual({ batches: 0, chunks: 20 });
    expect(await history(runId, "layer0/norm")).toEqual([...before, [63, 9]]);
    expect(before).toEqual(steps(63).map((step) => [step, step / 7]));
  });

  it("comes with the end of a run, whoever ends it", async () => {
    for (const end of [finishRun, updateRun]) {
      const runId = await newRun();
      for (const step of steps(3)) await logStep(runId, step);
      await end({ ctx, input: { runId, status: "FINISHED" } });
      expect(await stored(runId)).toEqual({ batches: 0, chunks: 20 });
      expect(await history(runId, "layer0/norm")).toEqual(steps(3).map((step) => [step, step / 7]));
    }
  });

  it("loses and doubles nothing while many write to the run and one reads it", async () => {
    const runId = await newRun();
    const [writers, calls] = [8, 40];
    let isOver = false;
    const seen: number[] = [];
    const reader = (async () => {
      while (!isOver) seen.push((await history(runId, "layer0/norm")).length);
    })();
    await Promise.all(
      steps(writers).map(async (writer) => {
        for (const call of steps(calls)) await logStep(runId, writer * calls + call);
      }),
    );
    isOver = true;
    await reader;
    expect(seen).toEqual([...seen].sort((a, b) => a - b));
    expect((await stored(runId)).chunks).toBeGreaterThan(0);
    const all = steps(writers * calls);
    expect(await history(runId, "layer0/norm")).toEqual(all.map((step) => [step, step / 7]));
    expect(await history(runId, "layer19/norm")).toEqual(all.map((step) => [step, 19]));
  });

  it("is nothing to a sample of a long history, whose latest points are in no chunk yet", async () => {
    const runId = await newRun();
    const points = steps(6000).map((step) => ({
      key: "layer0/norm",
      value: step / 7,
      step,
      timestamp: step,
    }));
    await logBatch({ ctx, input: { runId, points } });
    for (const step of [6000, 6001, 6002]) await logStep(runId, step);
    const sampled = async () =>
      (await sampleMetricPoints({ ctx, input: { runIds: [runId], key: "layer0/norm", limit: 2000 } })).map(
        ({ step, value }) => [step, value],
      );
    const found = await sampled();
    expect(found).toHaveLength(2000);
    expect(found.slice(-3)).toEqual([5994, 5997, 6002].map((step) => [step, step / 7]));
    const last = await sampleMetricPoints({ ctx, input: { runIds: [runId], key: "layer0/norm", limit: 1 } });
    expect(last.map(({ step }) => step)).toEqual([6002]);
    await updateRun({ ctx, input: { runId, status: "FINISHED" } });
    expect(await stored(runId)).toEqual({ batches: 0, chunks: 21 });
    expect(await sampled()).toEqual(found);
  });

  it("is not needed where a step begins its run anew, or the run is deleted", async () => {
    const { id: pipelineRunId } = await createTestPipelineRun(ctx);
    const step = { experimentId, pipelineRunId, stepKey: "train:0", name: "one", environment: {} };
    const { id: runId } = await startRun({ ctx, input: step });
    await logStep(runId, 0);
    expect((await startRun({ ctx, input: step })).id).toBe(runId);
    expect(await stored(runId)).toEqual({ batches: 0, chunks: 0 });
    await logStep(runId, 0);
    await trashRuns({ ctx, input: { runIds: [runId] } });
    await purgeRuns({ ctx, input: { runIds: [runId] } });
    expect(await stored(runId)).toEqual({ batches: 0, chunks: 0 });
  });
});
