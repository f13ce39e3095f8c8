import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { objectKey } from "@pipepilot/storage";
import { findArtifact } from "../artifact/find";
import { listArtifacts } from "../artifact/list";
import { recordBlob } from "../blob/record";
import type { ProjectContext } from "../context";
import { logArtifact } from "../run/log-artifact";
import { createTestExperiment, createTestRun, createTestVersion, storeTestFile } from "../run/testing";
import { findServedVersion } from "../serving/find-version";
import { listServedVersions } from "../serving/production";
import { addTestMember, createTestProject, createTestServices, type TestServices } from "../testing";
import { bundleHash } from "./bundle-hash";
import { createModel } from "./create";
import { getDownloadUri } from "./download-uri";
import { getModelVersion } from "./get-version";
import { registerVersion } from "./register-version";
import type { RegisterVersionInput } from "./registry-schema";
import { setAlias } from "./set-alias";
import { transitionStage } from "./transition-stage";

let services: TestServices;
let ctx: ProjectContext;
let experimentId: string;
let runId: string;

const MLMODEL = `flavors: {python_function: {}, sklearn: {}}
signature: {inputs: '[{"type":"double","name":"rooms"}]', outputs: '[{"type":"double"}]'}`;

beforeAll(async () => {
  services = await createTestServices();
  ctx = await createTestProject(services);
  experimentId = (await createTestExperiment(ctx)).id;
  runId = await createTestRun(ctx, experimentId);
  await log("model/MLmodel", MLMODEL);
  await log("model/data/model.pkl", "pickle");
  await log("model_other/MLmodel", "flavors: {xgboost: {}}");
  await log("modelx", "not inside");
  for (const name of ["sk", "copies", "elsewhere"]) await createModel({ ctx, input: { name } });
});
afterAll(() => services.close());

async function log(path: string, text: string) {
  const { hash, size } = await storeTestFile(ctx, path, text);
  await logArtifact({ ctx, input: { runId, path, blob: { hash, size } } });
  return { path, hash, size };
}
const register = (input: Omit<RegisterVersionInput, "model"> & { model?: string }, as = ctx) =>
  registerVersion({ ctx: as, input: { model: "sk", ...input } });
const detail = (model: string, number: number) => getModelVersion({ ctx, input: { model, number } });
const uri = (path: string) => `mlflow-artifacts:/${experimentId}/${runId}/artifacts/${path}`;
const invalid = { code: "invalid_input" };
const missing = { code: "not_found" };

describe("registering what a run logged", () => {
  it("makes a version of the files under the path, described by their MLmodel", async () => {
    const source = uri("model");
    const tags = [{ key: "by", value: "hand" }];
    const record = await register({ source, runId, description: "first", runLink: "https://x/1", tags });
    expect(record).toEqual({
      id: expect.any(String),
      modelId: expect.any(String),
      model: "sk",
      number: 1,
      stage: "None",
      description: "first",
      createdAt: expect.any(Date),
      updatedAt: record.createdAt,
      createdBy: expect.objectContaining({ kind: "user", name: "Ada" }),
      source,
      runId,
      runLink: "https://x/1",
      status: "READY",
      statusMessage: null,
      tags,
      aliases: [],
    });
    const version = await detail("sk", 1);
    const paths = version.files.map(({ path, size }) => [path, size]);
    expect(paths).toEqual([
      ["MLmodel", MLMODEL.length],
      ["data/model.pkl", 6],
    ]);
    expect(version).toMatchObject({
      family: "sklearn",
      task: "unknown",
      source,
      tags,
      bundleHash: bundleHash(version.files),
      sizeBytes: MLMODEL.length + 6,
      run: { id: runId },
      signature: {
        inputs: [{ name: "rooms", type: "double", required: true }],
        outputs: [{ type: "double", required: true }],
      },
    });
  });

  it("takes the run from the source, and no other", async () => {
    expect(await register({ source: `runs:/${runId}/model` })).toMatchObject({ runId });
    const other = await createTestRun(ctx, experimentId);
    const elsewhere = await createTestProject(services);
    await createModel({ ctx: elsewhere, input: { name: "sk" } });
    await expect(register({ source: `runs:/${runId}/model`, runId: other })).rejects.toMatchObject(invalid);
    await expect(register({ source: uri("model").replace(experimentId, other) })).rejects.toMatchObject(
      invalid,
    );
    await expect(register({ source: `runs:/${"0".repeat(32)}/model` })).rejects.toMatchObject(invalid);
    await expect(register({ source: uri("model"), runId }, elsewhere)).rejects.toMatchObject(invalid);
    await expect(register({ source: uri("model"), model: "nobody" })).rejects.toMatchObject(missing);
  });

  it("is not changed by what is uploaded afterwards", async () => {
    const { id, number } = await register({ source: uri("model") });
    const before = await detail("sk", number);
    await log("model/data/model.pkl", "replaced");
    await log("model/extra.txt", "late");
    const after = await detail("sk", number);
    expect([after.files, after.bundleHash]).toEqual([before.files, before.bundleHash]);
    const root = { modelVersionId: id };
    const found = await findArtifact({ ctx, input: { root, path: "data/model.pkl" } });
    const bytes = (await (await found.open()).toArray()) as Uint8Array[];
    expect(Buffer.concat(bytes).toString()).toBe("pickle");
    await expect(findArtifact({ ctx, input: { root, path: "extra.txt" } })).rejects.toMatchObject(missing);
    await expect(findArtifact({ ctx, input: { root, path: "data" } })).rejects.toMatchObject(invalid);
    expect((await listArtifacts({ ctx, input: { root } })).items).toEqual([
      { path: "MLmodel", isFolder: false, size: MLMODEL.length },
      { path: "data", isFolder: true, size: null },
    ]);
    expect(await getDownloadUri({ ctx, input: { model: "sk", number } })).toBe(
      `mlflow-artifacts:/model-versions/${id}`,
    );
    const stranger = await createTestProject(services);
    await expect(listArtifacts({ ctx: stranger, input: { root } })).rejects.toMatchObject(missing);
    const newer = await register({ source: uri("model") });
    const files = (await detail("sk", newer.number)).files;
    expect(files.map(({ path }) => path)).toEqual(["MLmodel", "data/model.pkl", "extra.txt"]);
  });

  it("takes a single file, all of a run, or nothing at all", async () => {
    const pathsOf = async (source: string) => {
      const { number } = await register({ source });
      return (await detail("sk", number)).files.map(({ path }) => path);
    };
    expect(await pathsOf(uri("model/data/model.pkl"))).toEqual(["model.pkl"]);
    expect(await pathsOf(`runs:/${runId}/`)).toContain("model_other/MLmodel");
    const { number } = await register({ source: uri("nothing") });
    expect(await detail("sk", number)).toMatchObject({ files: [], family: "unknown", sizeBytes: 0 });
    expect(await getDownloadUri({ ctx, input: { model: "sk", number } })).toBe(uri("nothing"));
  });

  it("ends in a version even where the MLmodel is none", async () => {
    await log("broken/MLmodel", "]");
    const { number } = await register({ source: uri("broken") });
    expect(await detail("sk", number)).toMatchObject({ family: "unknown", task: "unknown" });
  });

  it("numbers registrations at the same time one after the other", async () => {
    await createModel({ ctx, input: { name: "crowded" } });
    const made = await Promise.all(
      Array.from({ length: 6 }, () => register({ model: "crowded", source: uri("model") })),
    );
    expect(made.map(({ number }) => number).sort()).toEqual([1, 2, 3, 4, 5, 6]);
  });
});

describe("registering a logged model", () => {
  const id = `m-${"a1".repeat(16)}`;
  const key = () => ({ projectId: ctx.project.id, modelId: id });

  beforeAll(async () => {
    const { projectId } = key();
    const data = { projectId, id, experimentId, sourceRunId: runId, name: "model", createdBy: {} };
    await ctx.db.prisma.loggedModel.create({ data });
    for (const [path, text] of [
      ["MLmodel", MLMODEL],
      ["model.pkl", "logged"],
    ]) {
      const { hash, size } = await storeTestFile(ctx, path, text);
      await ctx.db.prisma.$transaction(async (tx) => {
        await recordBlob(tx, { hash, size, key: objectKey(hash) });
        await tx.loggedModelArtifact.create({ data: { ...key(), path, blobHash: hash, size } });
      });
    }
  });

  it("makes a version of its files and its run, and notes it on the model", async () => {
    const source = `models:/${id}`;
    const first = await register({ source, loggedModelId: id });
    expect(first).toMatchObject({ source, runId, status: "READY" });
    const version = await detail("sk", first.number);
    expect(version).toMatchObject({ family: "sklearn", run: { id: runId } });
    expect(version.files.map(({ path }) => path)).toEqual(["MLmodel", "model.pkl"]);
    const second = await register({ source: `mlflow-artifacts:/${experimentId}/models/${id}/artifacts` });
    expect((await detail("sk", second.number)).files).toEqual(version.files);
    const tags = await ctx.db.prisma.loggedModelTag.findMany({ where: key() });
    expect(tags.map(({ key, value }) => [key, JSON.parse(value)])).toEqual([
      [
        "mlflow.modelVersions",
        [first, second].map(({ number }) => ({ name: "sk", version: String(number) })),
      ],
    ]);
  });

  it("is refused where the model is another one, deleted or not there", async () => {
    const source = `models:/${id}`;
    await expect(register({ source, loggedModelId: "m-1" })).rejects.toMatchObject(invalid);
    await expect(register({ source, runId: "0".repeat(32) })).rejects.toMatchObject(missing);
    await expect(register({ source: "models:/m-1" })).rejects.toMatchObject(missing);
    const stranger = await createTestProject(services);
    await createModel({ ctx: stranger, input: { name: "sk" } });
    await expect(register({ source }, stranger)).rejects.toMatchObject(missing);
    await ctx.db.prisma.loggedModel.updateMany({ where: { id }, data: { deletedAt: new Date() } });
    await expect(register({ source })).rejects.toMatchObject(missing);
  });
});

describe("registering another version", () => {
  it("copies its files and what is known of it, and says of which version", async () => {
    await createTestVersion(ctx, "ours", { runId, description: "original" });
    await setAlias({ ctx, input: { model: "ours", alias: "champion", number: 1 } });
    const original = await detail("ours", 1);
    for (const source of [
      "models:/ours/1",
      "models:/ours@champion",
      "models:/ours/latest",
      "models:/ours/None",
    ])
      expect(await register({ model: "copies", source })).toMatchObject({ source: "models:/ours/1", runId });
    const download = await getDownloadUri({ ctx, input: { model: "ours", number: 1 } });
    expect(await register({ model: "copies", source: download })).toMatchObject({ source: "models:/ours/1" });
    const { files, family, task, signature, bundleHash } = original;
    expect(await detail("copies", 5)).toMatchObject({ files, family, task, signature, bundleHash });
    const blob = { where: { hash: files[0].hash } };
    expect((await ctx.db.prisma.blob.findUniqueOrThrow(blob)).refCount).toBe(6);
  });

  it("finds none that is not there, or another project's", async () => {
    for (const source of ["models:/ours/9", "models:/nobody/1", "models:/ours/Production", "models:/ours@x"])
      await expect(register({ source })).rejects.toMatchObject(missing);
    const other = await createTestRun(ctx, experimentId);
    await expect(register({ source: "models:/ours/1", runId: other })).rejects.toMatchObject(invalid);
    const stranger = await createTestProject(services);
    await createModel({ ctx: stranger, input: { name: "sk" } });
    await expect(register({ source: "models:/ours/1" }, stranger)).rejects.toMatchObject(missing);
    const { id } = await detail("ours", 1);
    await expect(
      register({ source: `mlflow-artifacts:/model-versions/${id}` }, stranger),
    ).rejects.toMatchObject(missing);
  });
});

describe("registering what is elsewhere", () => {
  it("keeps the URI and has no files", async () => {
    const source = "s3://bucket/a model";
    const { number } = await register({ model: "elsewhere", source, runId });
    expect(await detail("elsewhere", number)).toMatchObject({ source, files: [], family: "unknown" });
    expect(await getDownloadUri({ ctx, input: { model: "elsewhere", number } })).toBe(source);
    await expect(register({ source, runId: "0".repeat(32) })).rejects.toMatchObject(missing);
    await expect(register({ source: "/home/me/model" })).rejects.toMatchObject(invalid);
  });

  it("keeps prompts under MLflow's words for their source, and only under them", async () => {
    const tags = [
      { key: "mlflow.prompt.is_prompt", value: "true" },
      { key: "mlflow.prompt.text", value: "Say {{ word }}." },
    ];
    expect(await register({ model: "elsewhere", source: "dummy-source", tags })).toMatchObject({ tags });
    await expect(register({ source: "s3://bucket/x", tags })).rejects.toMatchObject(invalid);
    await expect(register({ source: "dummy-source" })).rejects.toMatchObject(invalid);
  });
});

it("may be Production although no process of ours loads it", async () => {
  await createModel({ ctx, input: { name: "live" } });
  await register({ model: "live", source: uri("model") });
  await transitionStage({ ctx, input: { model: "live", number: 1, stage: "Production" } });
  expect(await findServedVersion({ ctx, input: { model: "live" } })).toMatchObject({ family: "sklearn" });
  const served = await listServedVersions({ services });
  expect(served.filter(({ model }) => model === "live")).toMatchObject([{ number: 1, task: "unknown" }]);
});

it("needs the right to write models", async () => {
  const viewer = await addTestMember(ctx, "viewer");
  await expect(register({ source: uri("model") }, viewer)).rejects.toMatchObject({
    code: "permission_denied",
  });
});
