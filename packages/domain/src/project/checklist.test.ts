import { afterAll, beforeAll, expect, it } from "vitest";
import { createApiKey } from "../api-key/create";
import { authenticateKey } from "../api-key/authenticate";
import { transitionStage } from "../model/transition-stage";
import { createPipeline } from "../pipeline/create";
import { savePipelineConfig } from "../pipeline/save-config";
import { addVersion, config, yaml } from "../pipeline/testing";
import { createTestExperiment, createTestRun, createTestVersion } from "../run/testing";
import { reportTestLoad } from "../serving/testing";
import { addTestMember, createTestProject, createTestServices, type TestServices } from "../testing";
import { getChecklist } from "./checklist";
import { openProjectAs } from "./open";
import { listProduction } from "./production";
import { showChecklist } from "./show-checklist";

let services: TestServices;
beforeAll(async () => {
  services = await createTestServices();
});
afterAll(() => services.close());

it("ticks itself as each fact becomes true, and not before", async () => {
  const ctx = await createTestProject(services);
  const facts = async () => (await getChecklist({ ctx })).facts;
  const ticked = async () =>
    Object.entries(await facts()).flatMap(([name, fact]) => (fact === null ? [] : [name]));

  expect(await ticked()).toEqual(["installed", "reachable"]);
  expect(await facts()).toMatchObject({
    installed: { postgres: expect.stringMatching(/^\d+/) as string },
    reachable: { name: "Ada" },
  });

  // A config that the product made by itself is nobody's.
  await addVersion(ctx);
  const setup = await openProjectAs(services, { kind: "system", name: "setup" }, ctx.project.id);
  await createPipeline({ ctx: setup, input: { name: "homes-training", dataset: "homes", yaml, config } });
  expect(await ticked()).toEqual(["installed", "reachable"]);
  const changed = { ...config, seed: 43 };
  await savePipelineConfig({
    ctx: setup,
    input: { pipeline: "homes-training", yaml: `${yaml}seed: 43\n`, config: changed },
  });
  expect((await facts()).config).toMatchObject({ pipeline: "homes-training", number: 2, by: "PipePilot" });

  const experiment = await createTestExperiment(ctx);
  const runId = await createTestRun(ctx, experiment.id, { rmse: 3 });
  expect((await facts()).tracking).toMatchObject({ experiment: experiment.name, runId });

  // What a person registers by hand is not registered by itself.
  await createTestVersion(ctx, "by hand", { runId });
  expect(await ticked()).toEqual(["installed", "reachable", "tracking", "config"]);
  const { key } = await createApiKey({ ctx, input: { name: "python", scopes: ["track"] } });
  const client = await authenticateKey({ services, key });
  const version = await createTestVersion(client.ctx, "prices", { runId });
  expect((await facts()).registered).toMatchObject({ model: "prices", number: 1 });

  await transitionStage({ ctx, input: { model: "prices", number: 1, stage: "Production" } });
  expect((await facts()).serving).toBeNull();
  await reportTestLoad(ctx, version.id, {
    requestsPerMin: 12,
    recentRequests: 50,
    recentErrors: 1,
    latencyP95Ms: 2,
  });
  expect((await facts()).serving).toEqual({ model: "prices", number: 1, instances: 1 });
  expect(await ticked()).toHaveLength(6);

  expect(await listProduction({ ctx: await addTestMember(ctx, "viewer") })).toEqual([
    {
      model: "prices",
      number: 1,
      modelVersionId: version.id,
      family: "random_forest",
      metric: { key: "rmse", value: 3 },
      since: expect.any(Date) as Date,
      by: { kind: "user", id: expect.any(String) as string, name: "Ada" },
      serving: { state: "ready", instances: 1, error: null },
      figures: {
        instances: 1,
        requestsPerMin: 12,
        latencyP50Ms: null,
        latencyP95Ms: 2,
        requestCount: 0,
        errorCount: 0,
        recentRequests: 50,
        recentErrors: 1,
      },
    },
  ]);
});

it("counts what is of its own project alone", async () => {
  const ctx = await createTestProject(services);
  const { facts, next, shown } = await getChecklist({ ctx });
  expect(facts).toMatchObject({ tracking: null, config: null, registered: null, serving: null });
  expect(next).toEqual({ dataset: null, pipeline: null, version: null, experiment: null });
  expect(shown).toBeNull();
  expect(await listProduction({ ctx })).toEqual([]);
});

it("is put away and brought back for everyone by those who may write", async () => {
  const ctx = await createTestProject(services);
  const viewer = await addTestMember(ctx, "viewer");
  await showChecklist({ ctx, input: { shown: false } });
  expect((await getChecklist({ ctx: viewer })).shown).toBe(false);
  await showChecklist({ ctx, input: { shown: true } });
  expect((await getChecklist({ ctx: viewer })).shown).toBe(true);
  await expect(showChecklist({ ctx: viewer, input: { shown: false } })).rejects.toMatchObject({
    code: "permission_denied",
  });
});
