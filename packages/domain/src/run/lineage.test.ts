import { afterAll, beforeAll, expect, it } from "vitest";
import type { ProjectContext } from "../context";
import { createLoggedModel } from "../logged-model/create";
import { registerVersion } from "../model/register-version";
import { createTestProject, createTestServices, type TestServices } from "../testing";
import { getRunLineage } from "./lineage";
import { logArtifact } from "./log-artifact";
import { logInputs } from "./log-inputs";
import { logOutputs } from "./log-outputs";
import { PARENT_TAG } from "./search-keys";
import { createTestExperiment, createTestRun, storeTestFile } from "./testing";

let services: TestServices;
let ctx: ProjectContext;
let experiment: { id: string; name: string };

beforeAll(async () => {
  services = await createTestServices();
  ctx = await createTestProject(services);
  experiment = await createTestExperiment(ctx);
});
afterAll(() => services.close());

const run = (name: string, parent?: string) =>
  createTestRun(ctx, experiment.id, {}, { name, tags: parent ? { [PARENT_TAG]: parent } : {} });

it("tells what a run read and made, who read that, its parent and its children", async () => {
  const parent = await run("search");
  const maker = await run("maker", parent);
  const reader = await run("reader");
  const child = await run("child", maker);
  const { id: modelId } = await createLoggedModel({
    ctx,
    input: { experimentId: experiment.id, name: "forest", sourceRunId: maker },
  });
  const dataset = {
    name: "blobs",
    digest: "abc",
    sourceType: "http",
    source: "{}",
    tags: [{ key: "mlflow.data.context", value: "training" }],
  };
  await logInputs({ ctx, input: { runId: maker, datasets: [dataset], modelIds: [] } });
  await logOutputs({ ctx, input: { runId: maker, models: [{ modelId, step: 3 }] } });
  await logInputs({ ctx, input: { runId: reader, datasets: [], modelIds: [modelId] } });
  for (const path of ["model/MLmodel", "deep/model/MLmodel", "MLmodels"])
    await logArtifact({ ctx, input: { runId: maker, path, blob: await storeTestFile(ctx, path) } });

  const of = (id: string, name: string) => ({ id, name, experiment: experiment.name });
  const lineage = await getRunLineage({ ctx, input: { runId: maker } });
  expect(lineage).toMatchObject({
    datasets: [{ name: "blobs", digest: "abc", tags: dataset.tags }],
    modelInputs: [],
    modelOutputs: [
      { id: modelId, name: "forest", step: 3, status: "PENDING", sourceRun: of(maker, "maker") },
    ],
    parent: of(parent, "search"),
    children: [of(child, "child")],
    childCount: 1,
    readers: [of(reader, "reader")],
    modelFolders: ["deep/model", "model"],
  });
  expect(await getRunLineage({ ctx, input: { runId: reader } })).toMatchObject({
    modelInputs: [{ id: modelId, sourceRun: of(maker, "maker") }],
    modelOutputs: [],
    parent: null,
    readers: [],
  });
});

it("names no run of another project, whatever a tag says", async () => {
  const stranger = await createTestProject(services);
  const own = await createTestExperiment(stranger);
  const elsewhere = await createTestRun(stranger, own.id);
  const here = await run("here", elsewhere);
  expect((await getRunLineage({ ctx, input: { runId: here } })).parent).toBeNull();
  await expect(getRunLineage({ ctx: stranger, input: { runId: here } })).rejects.toMatchObject({
    code: "not_found",
  });
});

it("lets a model of its artifacts be registered under a new name at once, or not at all", async () => {
  const runId = await run("registered");
  const blob = await storeTestFile(ctx, "MLmodel", "flavors: {}\n");
  await logArtifact({ ctx, input: { runId, path: "model/MLmodel", blob } });
  const register = (source: string, createModel?: boolean) =>
    registerVersion({ ctx, input: { model: "fresh", createModel, source, runId } });
  await expect(register(`runs:/${runId}/model`)).rejects.toMatchObject({ code: "not_found" });
  await expect(register(`runs:/${"0".repeat(32)}/model`, true)).rejects.toThrow();
  expect(
    await ctx.db.prisma.registeredModel.count({ where: { projectId: ctx.project.id, name: "fresh" } }),
  ).toBe(0);
  expect(await register(`runs:/${runId}/model`, true)).toMatchObject({ model: "fresh", number: 1, runId });
  expect(await register(`runs:/${runId}/model`, true)).toMatchObject({ number: 2 });
});
