import { afterAll, beforeAll, expect, it } from "vitest";
import { transitionStage } from "../model/transition-stage";
import {
  createTestExperiment,
  createTestPipelineRun,
  createTestRun,
  createTestVersion,
} from "../run/testing";
import { reportTestLoad } from "../serving/testing";
import { addTestMember, createTestProject, createTestServices, type TestServices } from "../testing";
import { getOverview } from "./overview";

let services: TestServices;
beforeAll(async () => {
  services = await createTestServices();
});
afterAll(() => services.close());

it("reads as a checklist in a new project", async () => {
  const ctx = await createTestProject(services);
  expect(await getOverview({ ctx })).toEqual({
    data: null,
    checks: null,
    pipeline: null,
    experiments: null,
    models: null,
    serving: {
      instances: 0,
      requestsPerMin: 0,
      latencyP50Ms: null,
      latencyP95Ms: null,
      requestCount: 0,
      errorCount: 0,
      recentRequests: 0,
      recentErrors: 0,
    },
    recentRuns: [],
    recentEvents: [],
    counts: { datasets: 0, pipelines: 0, experiments: 0, runs: 0, models: 0, servingInstances: 0 },
  });
});

it("tells the newest fact of each station, to a viewer too", async () => {
  const ctx = await createTestProject(services);
  const projectId = ctx.project.id;
  const { id: pipelineRunId, pipeline } = await createTestPipelineRun(ctx);
  await ctx.db.prisma.pipelineRun.update({
    where: { projectId_id: { projectId, id: pipelineRunId } },
    data: { status: "running" },
  });
  const step = (position: number, key: string, status: "succeeded" | "cached" | "running" | "pending") => ({
    projectId,
    pipelineRunId,
    key,
    step: key,
    position,
    title: `Step ${key}`,
    status,
    ...(status === "running" && { progress: { done: 60, total: 150, metrics: { rmse: 1 } } }),
  });
  await ctx.db.prisma.stepRun.createMany({
    data: [
      step(0, "ingest", "cached"),
      step(1, "prepare", "succeeded"),
      step(2, "train", "running"),
      step(3, "register", "pending"),
    ],
  });
  const experiment = await createTestExperiment(ctx);
  const best = await createTestRun(ctx, experiment.id, { rmse: 47000, r2: 0.8, "layers/norm 1": 3 });
  const worse = await createTestRun(ctx, experiment.id, { rmse: 49000 });
  await createTestVersion(ctx, "prices", { runId: worse });
  const version = await createTestVersion(ctx, "prices", { runId: best });
  await transitionStage({ ctx, input: { model: "prices", number: 2, stage: "Production" } });
  await reportTestLoad(ctx, version.id, {
    requestsPerMin: 90,
    latencyP50Ms: 0.8,
    latencyP95Ms: 2,
  });
  const overview = await getOverview({ ctx: await addTestMember(ctx, "viewer") });
  expect(overview).toMatchObject({
    data: { number: 1, rowCount: 1, fileName: "data.csv", synthetic: false },
    checks: null,
    pipeline: {
      pipeline,
      number: 1,
      status: "running",
      step: { key: "train", title: "Step train", progress: { done: 60, total: 150 } },
      stepsDone: 2,
      stepsTotal: 4,
    },
    experiments: {
      experiment: { name: experiment.name, primaryMetric: "rmse" },
      runCount: 2,
      best: { runId: best, value: 47000 },
    },
    models: {
      model: "prices",
      number: 2,
      family: "random_forest",
      metric: { key: "rmse", value: 47000 },
      serving: { state: "ready", instances: 1 },
    },
    serving: { instances: 1, requestsPerMin: 90, latencyP50Ms: 0.8, latencyP95Ms: 2 },
    counts: { datasets: 1, pipelines: 1, experiments: 1, runs: 2, models: 1, servingInstances: 1 },
  });
  expect(overview.recentRuns.at(1)?.metrics).toEqual({ rmse: 47000, r2: 0.8 });
  expect(overview.recentRuns.map(({ id, isBest }) => [id, isBest])).toEqual([
    [worse, false],
    [best, true],
  ]);
  expect(overview.recentEvents.map(({ name }) => name)).toEqual([
    "model-version/stage-changed",
    "model-version/created",
    "model-version/created",
    "model/created",
    "run/finished",
    "run/finished",
  ]);
});
