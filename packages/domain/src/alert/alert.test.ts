import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createApiKey } from "../api-key/create";
import { addVersion } from "../pipeline/testing";
import { startRun } from "../run/start";
import {
  createTestExperiment,
  createTestPipelineRun,
  createTestRun,
  createTestVersion,
} from "../run/testing";
import { addTestMember, createTestProject, createTestServices, type TestServices } from "../testing";
import { listAlerts } from "./list";
import { reportTestLoad } from "../serving/testing";
import { addPipelineRun, ago, promote } from "./testing";

let services: TestServices;
beforeAll(async () => {
  services = await createTestServices();
});
afterAll(() => services.close());

describe("alerts", () => {
  it("are none where all is well", async () => {
    const ctx = await createTestProject(services);
    const experiment = await createTestExperiment(ctx);
    await createTestRun(ctx, experiment.id, { rmse: 1 });
    await addVersion(ctx);
    await createTestPipelineRun(ctx);
    await createApiKey({ ctx, input: { name: "forever", scopes: ["predict"] } });
    await createApiKey({ ctx, input: { name: "long", scopes: ["predict"], expiresInDays: 8 } });
    const version = await promote(ctx, "prices");
    await reportTestLoad(ctx, version.id, { recentRequests: 100, recentErrors: 5 });
    expect(await listAlerts({ ctx })).toEqual([]);
  });

  it("tell of a pipeline that failed since it last succeeded, once, and no more when it succeeds again", async () => {
    const ctx = await createTestProject(services);
    const { id, pipeline } = await createTestPipelineRun(ctx);
    await addPipelineRun(ctx, id, 2, "failed", { hours: 9 });
    await addPipelineRun(ctx, id, 3, "succeeded", { hours: 8 });
    await addPipelineRun(ctx, id, 4, "failed", { hours: 3 });
    const newest = await addPipelineRun(ctx, id, 5, "failed", { hours: 2 });
    await addPipelineRun(ctx, id, 6, "running");
    await addPipelineRun(ctx, id, 7, "failed", { cause: { kind: "reproduction" } });
    expect(await listAlerts({ ctx: await addTestMember(ctx, "viewer") })).toEqual([
      {
        kind: "pipeline-failed",
        id: `pipeline-failed:${newest.id}`,
        severity: "bad",
        hidden: false,
        at: newest.finishedAt,
        pipeline,
        number: 5,
        failures: 2,
        message: "The target is missing.",
      },
    ]);
    await addPipelineRun(ctx, id, 8, "succeeded");
    expect(await listAlerts({ ctx })).toEqual([]);
  });

  it("tell of data whose newest version was blocked, until a newer one passes", async () => {
    const ctx = await createTestProject(services);
    await addVersion(ctx);
    await addVersion(ctx, { blocked: true });
    expect(await listAlerts({ ctx })).toMatchObject([
      { kind: "data-blocked", dataset: "homes", number: 2, findings: 0, first: null, severity: "bad" },
    ]);
    await addVersion(ctx);
    expect(await listAlerts({ ctx })).toEqual([]);
  });

  it("tell of a run that says RUNNING and is not heard any more, not of a search whose trial is at work", async () => {
    const ctx = await createTestProject(services);
    const { prisma } = ctx.db;
    const projectId = ctx.project.id;
    const experiment = await createTestExperiment(ctx);
    const begin = async (name: string, hours: number, tags: Record<string, string> = {}) => {
      const { id } = await startRun({ ctx, input: { experimentId: experiment.id, name, tags } });
      await prisma.run.update({
        where: { projectId_id: { projectId, id } },
        data: { startTime: ago(hours) },
      });
      return id;
    };
    await begin("silent before", 6);
    const silent = await begin("silent", 5);
    const heard = ago(3);
    await prisma.runMetric.create({
      data: { projectId, runId: silent, key: "loss", value: 1, step: 0, timestamp: heard },
    });
    await begin("young", 0.5);
    const busy = await begin("busy", 5);
    await prisma.runMetric.create({
      data: { projectId, runId: busy, key: "loss", value: 1, step: 0, timestamp: ago(0.1) },
    });
    const search = await begin("search", 5);
    await begin("trial", 0.2, { "mlflow.parentRunId": search });
    expect(await listAlerts({ ctx })).toEqual([
      {
        kind: "run-silent",
        id: `run-silent:${experiment.id}:${silent}:${heard.getTime()}`,
        severity: "warn",
        hidden: false,
        at: heard,
        experiment: experiment.name,
        runId: silent,
        run: "silent",
        runs: 2,
      },
    ]);
  });

  it("tell of Production that no process serves, by heartbeats and not by the stage", async () => {
    const ctx = await createTestProject(services);
    const version = await promote(ctx, "prices");
    // A process has its time to load it, but not when loading failed.
    expect(await listAlerts({ ctx })).toEqual([]);
    await reportTestLoad(ctx, version.id, { state: "failed", error: "The bundle is damaged." });
    expect(await listAlerts({ ctx })).toMatchObject([
      {
        kind: "not-served",
        severity: "bad",
        model: "prices",
        number: 1,
        state: "failed",
        error: "The bundle is damaged.",
      },
    ]);
    await reportTestLoad(ctx, version.id);
    expect(await listAlerts({ ctx })).toEqual([]);
  });

  it("tell of Production that is not served after its time to load", async () => {
    const ctx = await createTestProject(services);
    const projectId = ctx.project.id;
    const version = await createTestVersion(ctx, "prices");
    const row = await ctx.db.prisma.modelVersion.update({
      where: { projectId_id: { projectId, id: version.id } },
      data: { stage: "Production" },
    });
    const at = ago(1);
    await ctx.db.prisma.stageTransition.create({
      data: {
        projectId,
        modelId: row.modelId,
        number: 1,
        modelVersionId: row.id,
        from: "None",
        to: "Production",
        reason: "",
        actor: { kind: "system", id: "setup", name: "PipePilot" },
        at,
      },
    });
    expect(await listAlerts({ ctx })).toMatchObject([{ kind: "not-served", state: "absent", at }]);
  });

  it("tell of answers that fail more often than one in twenty, over all processes", async () => {
    const ctx = await createTestProject(services);
    const version = await promote(ctx, "prices");
    await reportTestLoad(ctx, version.id, { recentRequests: 60, recentErrors: 2 });
    expect(await listAlerts({ ctx })).toEqual([]);
    await reportTestLoad(ctx, version.id, { recentRequests: 40, recentErrors: 4 });
    expect(await listAlerts({ ctx })).toMatchObject([
      { kind: "serving-errors", severity: "bad", model: "prices", number: 1, requests: 100, errors: 6 },
    ]);
  });

  it("tell of keys that expire within a week to those who may see keys", async () => {
    const ctx = await createTestProject(services);
    const { id } = await createApiKey({
      ctx,
      input: { name: "shop", scopes: ["predict"], expiresInDays: 6 },
    });
    expect(await listAlerts({ ctx })).toMatchObject([
      { kind: "key-expires", id: `key-expires:${id}`, severity: "warn", name: "shop" },
    ]);
    expect(await listAlerts({ ctx: await addTestMember(ctx, "contributor") })).toEqual([]);
  });

  it("stand with the worst first, then the newest", async () => {
    const ctx = await createTestProject(services);
    await createApiKey({ ctx, input: { name: "shop", scopes: ["predict"], expiresInDays: 6 } });
    const { id } = await createTestPipelineRun(ctx);
    await addPipelineRun(ctx, id, 2, "failed", { hours: 9 });
    await addVersion(ctx, { blocked: true });
    const kinds = (await listAlerts({ ctx })).map(({ kind }) => kind);
    expect(kinds).toEqual(["data-blocked", "pipeline-failed", "key-expires"]);
  });
});
