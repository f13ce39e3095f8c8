import { createHash } from "node:crypto";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { ProjectContext } from "../context";
import {
  createTestDatasetVersion,
  createTestExperiment,
  createTestRun,
  createTestVersion,
  storeTestFile,
} from "../run/testing";
import { addTestMember, createTestProject, createTestServices, type TestServices } from "../testing";
import { ensureModel } from "./ensure";
import { getModel } from "./get";
import { getModelVersion } from "./get-version";
import { listModels } from "./list";
import { resolveVersion } from "./resolve";
import { setAlias } from "./set-alias";
import { transitionStage } from "./transition-stage";
import { updateVersionDescription } from "./update-description";

let services: TestServices;
let ctx: ProjectContext;
let experimentId: string;

beforeAll(async () => {
  services = await createTestServices();
  ctx = await createTestProject(services);
  experimentId = (await createTestExperiment(ctx)).id;
});
afterAll(() => services.close());

describe("creating versions", () => {
  it("keeps the bundle, its hash, its run, its data and its metrics", async () => {
    const data = await createTestDatasetVersion(ctx);
    const runId = await createTestRun(
      ctx,
      experimentId,
      { rmse: 48000, r2: NaN },
      { params: { n_estimators: 150 } },
    );
    const files = [
      await storeTestFile(ctx, "model/model.bin", "bin"),
      await storeTestFile(ctx, "MLmodel", "ml"),
    ];
    await createTestVersion(ctx, "prices", { runId, datasetVersionId: data.id, files, description: "first" });
    const sorted = [files[1], files[0]];
    const digest = createHash("sha256").update(sorted.map(({ path, hash }) => `${path}\0${hash}\n`).join(""));
    const version = await getModelVersion({ ctx, input: { model: "prices", number: 1 } });
    expect(version).toMatchObject({
      number: 1,
      stage: "None",
      description: "first",
      files: sorted,
      bundleHash: digest.digest("hex"),
      sizeBytes: 5,
      run: { id: runId, name: "random_forest_100" },
      dataset: { name: data.dataset, number: 1 },
      metrics: { rmse: 48000, r2: NaN },
      params: { n_estimators: "150" },
      signature: { inputs: [{ name: "rooms", type: "double", required: true }] },
      serving: null,
      history: [],
    });
    const blob = await ctx.db.prisma.blob.findUniqueOrThrow({ where: { hash: files[0].hash } });
    expect(blob.refCount).toBe(1);
  });

  it("answers a second call for the same run with the same version, and refuses another bundle", async () => {
    const runId = await createTestRun(ctx, experimentId);
    const files = [await storeTestFile(ctx, "MLmodel")];
    const first = await createTestVersion(ctx, "idempotent", { runId, files });
    const again = await Promise.all(
      [1, 2, 3].map(() => createTestVersion(ctx, "idempotent", { runId, files })),
    );
    expect(new Set([first, ...again].map(({ id }) => id)).size).toBe(1);
    await expect(createTestVersion(ctx, "idempotent", { runId })).rejects.toMatchObject({
      code: "conflict",
      kind: "conflict",
    });
    expect((await getModel({ ctx, input: { name: "idempotent" } })).versionCount).toBe(1);
  });

  it("numbers versions made at the same time one after the other", async () => {
    const made = await Promise.all(Array.from({ length: 6 }, () => createTestVersion(ctx, "numbered")));
    expect(made.map(({ number }) => number).sort()).toEqual([1, 2, 3, 4, 5, 6]);
  });

  it("makes nothing of a bundle whose file is not in the store, is twice in it or has another size", async () => {
    const file = await storeTestFile(ctx, "MLmodel");
    const invalid = { code: "bundle_invalid" };
    const attempt = (files: (typeof file)[]) => createTestVersion(ctx, "broken", { files });
    await expect(attempt([file, { path: "x", hash: "0".repeat(64), size: 1 }])).rejects.toMatchObject(
      invalid,
    );
    await expect(attempt([file, file])).rejects.toMatchObject(invalid);
    await expect(attempt([{ ...file, size: 1 }])).rejects.toMatchObject(invalid);
    await expect(attempt([{ ...file, path: "../MLmodel" }])).rejects.toMatchObject({ code: "invalid_input" });
    await expect(getModel({ ctx, input: { name: "broken" } })).rejects.toMatchObject({ code: "not_found" });
    expect(await ctx.db.prisma.blob.findUnique({ where: { hash: "0".repeat(64) } })).toBeNull();
  });

  it("cannot be changed behind the verbs' back", async () => {
    const { id } = await createTestVersion(ctx, "immutable");
    const change = ctx.db.prisma.modelVersion.update({
      where: { projectId_id: { projectId: ctx.project.id, id } },
      data: { bundleHash: "f".repeat(64) },
    });
    await expect(change).rejects.toThrow(/immutable/);
  });
});

it("changes a description and nothing else", async () => {
  await createTestVersion(ctx, "described");
  await updateVersionDescription({ ctx, input: { model: "described", number: 1, description: "better" } });
  expect((await getModelVersion({ ctx, input: { model: "described", number: 1 } })).description).toBe(
    "better",
  );
});

it("resolves a number, latest, a stage and an alias; nothing said means Production", async () => {
  const model = "resolved";
  for (let index = 0; index < 3; index++) await createTestVersion(ctx, model);
  const numberOf = async (selector: object) =>
    (await resolveVersion({ ctx, input: { model, ...selector } })).number;
  await expect(numberOf({})).rejects.toMatchObject({ code: "nothing_in_production" });
  await transitionStage({ ctx, input: { model, number: 1, stage: "Staging" } });
  await transitionStage({ ctx, input: { model, number: 2, stage: "Staging" } });
  await transitionStage({ ctx, input: { model, number: 1, stage: "Production" } });
  await setAlias({ ctx, input: { model, alias: "champion", number: 2 } });
  await setAlias({ ctx, input: { model, alias: "champion", number: 3 } });
  expect(await numberOf({})).toBe(1);
  expect(await numberOf({ version: 2 })).toBe(2);
  expect(await numberOf({ version: "latest" })).toBe(3);
  expect(await numberOf({ stage: "Staging" })).toBe(2);
  expect(await numberOf({ alias: "champion" })).toBe(3);
  expect((await getModel({ ctx, input: { name: model } })).aliases).toEqual([
    { alias: "champion", number: 3 },
  ]);
  await setAlias({ ctx, input: { model, alias: "champion", number: null } });
  for (const selector of [{ alias: "champion" }, { version: 9 }, { stage: "Archived" }])
    await expect(numberOf(selector)).rejects.toMatchObject({ code: "not_found" });
  await expect(numberOf({ version: 1, stage: "Staging" })).rejects.toMatchObject({ code: "invalid_input" });
  await expect(setAlias({ ctx, input: { model, alias: "v3", number: 1 } })).rejects.toMatchObject({
    code: "invalid_input",
  });
});

it("lists models with their newest and Production versions, and versions in pages", async () => {
  const other = await createTestProject(services);
  await ensureModel({ ctx: other, input: { name: "empty", description: "nothing yet" } });
  await ensureModel({ ctx: other, input: { name: "empty", description: "ignored" } });
  for (let index = 0; index < 3; index++) await createTestVersion(other, "full");
  await transitionStage({ ctx: other, input: { model: "full", number: 2, stage: "Production" } });
  expect((await listModels({ ctx: other, input: {} })).items).toMatchObject([
    { name: "full", versionCount: 3, latest: { number: 3, stage: "None" }, production: { number: 2 } },
    { name: "empty", description: "nothing yet", versionCount: 0, latest: null, production: null },
  ]);
  const first = await getModel({ ctx: other, input: { name: "full", limit: 2 } });
  const rest = await getModel({
    ctx: other,
    input: { name: "full", limit: 2, cursor: first.nextCursor ?? "" },
  });
  expect([...first.versions, ...rest.versions].map(({ number }) => number)).toEqual([3, 2, 1]);
  expect(rest.nextCursor).toBeNull();
});

describe("who may", () => {
  it("lets a viewer read and not write, and a contributor register and not transition", async () => {
    await createTestVersion(ctx, "guarded");
    const viewer = await addTestMember(ctx, "viewer");
    const contributor = await addTestMember(ctx, "contributor");
    const input = { model: "guarded", number: 1, stage: "Production" } as const;
    const denied = { code: "permission_denied" };
    expect((await getModel({ ctx: viewer, input: { name: "guarded" } })).versionCount).toBe(1);
    await expect(createTestVersion(viewer, "guarded")).rejects.toMatchObject(denied);
    await expect(transitionStage({ ctx: viewer, input })).rejects.toMatchObject(denied);
    expect((await createTestVersion(contributor, "guarded")).number).toBe(2);
    await expect(transitionStage({ ctx: contributor, input })).rejects.toMatchObject(denied);
    const alias = { model: "guarded", alias: "champion", number: 1 };
    await expect(setAlias({ ctx: contributor, input: alias })).rejects.toMatchObject(denied);
    expect((await getModelVersion({ ctx, input: { model: "guarded", number: 1 } })).stage).toBe("None");
  });

  it("finds nothing of another project, and no run or data of it", async () => {
    const runId = await createTestRun(ctx, experimentId);
    const data = await createTestDatasetVersion(ctx);
    await createTestVersion(ctx, "secret", { runId });
    const stranger = await createTestProject(services);
    const missing = { code: "not_found" };
    const input = { model: "secret", number: 1 };
    const as = { ctx: stranger };
    await expect(getModel({ ...as, input: { name: "secret" } })).rejects.toMatchObject(missing);
    await expect(getModelVersion({ ...as, input })).rejects.toMatchObject(missing);
    await expect(transitionStage({ ...as, input: { ...input, stage: "Production" } })).rejects.toMatchObject(
      missing,
    );
    await expect(resolveVersion({ ...as, input: { model: "secret" } })).rejects.toMatchObject(missing);
    await expect(
      updateVersionDescription({ ...as, input: { ...input, description: "" } }),
    ).rejects.toMatchObject(missing);
    await expect(createTestVersion(stranger, "taken", { runId })).rejects.toMatchObject(missing);
    await expect(createTestVersion(stranger, "taken", { datasetVersionId: data.id })).rejects.toMatchObject(
      missing,
    );
    expect((await listModels({ ...as, input: {} })).items).toEqual([]);
  });
});
