import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createExperiment } from "../experiment/create";
import { trashExperiment } from "../experiment/trash";
import type { ProjectContext } from "../context";
import { logBatch } from "../run/log-batch";
import { logInputs } from "../run/log-inputs";
import { logOutputs } from "../run/log-outputs";
import { createTestExperiment, createTestRun } from "../run/testing";
import { getTrackedRun } from "../run/tracked";
import { trashRun } from "../run/trash";
import { addTestMember, createTestProject, createTestServices, type TestServices } from "../testing";
import { createLoggedModel } from "./create";
import { deleteLoggedModelTag } from "./delete-tag";
import { finalizeLoggedModel } from "./finalize";
import { getLoggedModel } from "./get";
import { logLoggedModelParams } from "./log-params";
import type { CreateLoggedModelInput } from "./schema";
import { searchLoggedModels } from "./search";
import { setLoggedModelTags } from "./set-tags";
import { restoreLoggedModel, trashLoggedModel } from "./trash";

let services: TestServices;
let ctx: ProjectContext;
let experimentId: string;
let runId: string;

beforeAll(async () => {
  services = await createTestServices();
  ctx = await createTestProject(services);
  experimentId = (await createTestExperiment(ctx)).id;
  runId = await createTestRun(ctx, experimentId);
});
afterAll(() => services.close());

const create = async (input: Partial<CreateLoggedModelInput> = {}) =>
  (await createLoggedModel({ ctx, input: { experimentId, name: "forest", ...input } })).id;
const get = (modelId: string, trashed = false) => getLoggedModel({ ctx, input: { modelId, trashed } });
const unknown = `m-${"0".repeat(32)}`;
const missing = { code: "not_found" };

describe("a logged model", () => {
  it("that comes from another server keeps its id, once", async () => {
    const id = `m-${"a".repeat(32)}`;
    expect(await create({ id })).toBe(id);
    await expect(create({ id })).rejects.toMatchObject({ code: "already_exists" });
    await expect(create({ id: "m-1" })).rejects.toMatchObject({ code: "invalid_input" });
  });

  it("is pending with what was said of it, until it is finalized", async () => {
    const modelId = await create({
      sourceRunId: runId,
      modelType: "classifier",
      params: [
        { key: "n_estimators", value: "100" },
        { key: "depth", value: "3" },
      ],
      tags: [
        { key: "stage", value: "first" },
        { key: "stage", value: "second" },
      ],
    });
    expect(modelId).toMatch(/^m-[0-9a-f]{32}$/);
    const model = await get(modelId);
    expect(model).toEqual({
      id: modelId,
      experimentId,
      artifactLocation: null,
      sourceRunId: runId,
      name: "forest",
      modelType: "classifier",
      status: "PENDING",
      createdAt: expect.any(Date),
      updatedAt: model.createdAt,
      deletedAt: null,
      params: [
        { key: "depth", value: "3" },
        { key: "n_estimators", value: "100" },
      ],
      tags: [{ key: "stage", value: "second" }],
      metrics: [],
    });
    await finalizeLoggedModel({ ctx, input: { modelId, status: "READY" } });
    const ready = await get(modelId);
    expect(ready).toMatchObject({ status: "READY", createdAt: model.createdAt });
    expect(ready.updatedAt.getTime()).toBeGreaterThanOrEqual(model.updatedAt.getTime());
  });

  it("has a name made up where none is given, and none that would break an address", async () => {
    expect((await get(await create({ name: undefined }))).name).toMatch(/^[a-z]+-[a-z]+-\d+$/);
    for (const name of ["a/b", "a:b", "a.b", "100%", `"a"`, "a'b", "", "a\0b", "x".repeat(501)])
      await expect(create({ name })).rejects.toMatchObject({ code: "invalid_input" });
  });

  it("takes more parameters, and each only once", async () => {
    const modelId = await create({ params: [{ key: "a", value: "1" }] });
    const log = (...params: { key: string; value: string }[]) =>
      logLoggedModelParams({ ctx, input: { modelId, params } });
    await log({ key: "a", value: "1" }, { key: "b", value: "2" }, { key: "b", value: "2" });
    const changed = { code: "param_changed" };
    await expect(log({ key: "c", value: "3" }, { key: "b", value: "4" })).rejects.toMatchObject(changed);
    await expect(log({ key: "d", value: "3" }, { key: "d", value: "4" })).rejects.toMatchObject(changed);
    expect((await get(modelId)).params).toEqual([
      { key: "a", value: "1" },
      { key: "b", value: "2" },
    ]);
  });

  it("takes tags, changes them and loses them", async () => {
    const modelId = await create({ tags: [{ key: "a", value: "1" }] });
    const tags = [
      { key: "a", value: "2" },
      { key: "b", value: "" },
      { key: "a", value: "3" },
    ];
    await setLoggedModelTags({ ctx, input: { modelId, tags } });
    expect((await get(modelId)).tags).toEqual([
      { key: "a", value: "3" },
      { key: "b", value: "" },
    ]);
    const removal = { ctx, input: { modelId, key: "a" } };
    await deleteLoggedModelTag(removal);
    await expect(deleteLoggedModelTag(removal)).rejects.toMatchObject(missing);
    expect((await get(modelId)).tags).toEqual([{ key: "b", value: "" }]);
  });

  it("goes to the trash, where only who asks for it there finds it, and comes back", async () => {
    const modelId = await create({ tags: [{ key: "a", value: "1" }] });
    await trashLoggedModel({ ctx, input: { modelId } });
    await expect(get(modelId)).rejects.toMatchObject(missing);
    const { deletedAt } = await get(modelId, true);
    await trashLoggedModel({ ctx, input: { modelId } });
    expect(await get(modelId, true)).toMatchObject({ deletedAt, tags: [{ key: "a", value: "1" }] });
    await restoreLoggedModel({ ctx, input: { modelId } });
    expect((await get(modelId)).deletedAt).toBeNull();
  });

  it("is made in an experiment that is there, of a run that is there", async () => {
    await expect(create({ sourceRunId: "0".repeat(32) })).rejects.toMatchObject(missing);
    await expect(create({ experimentId: crypto.randomUUID() })).rejects.toMatchObject(missing);
    const { id } = await createExperiment({ ctx, input: { name: "in the trash" } });
    await trashExperiment({ ctx, input: { id } });
    await expect(create({ experimentId: id })).rejects.toMatchObject({ code: "in_trash" });
  });

  it("is one project's, whose viewers only read", async () => {
    const modelId = await create();
    const stranger = await createTestProject(services);
    const viewer = await addTestMember(ctx, "viewer");
    expect((await getLoggedModel({ ctx: viewer, input: { modelId } })).id).toBe(modelId);
    const writes = (own: ProjectContext) => [
      () => finalizeLoggedModel({ ctx: own, input: { modelId, status: "READY" } }),
      () => trashLoggedModel({ ctx: own, input: { modelId } }),
      () => restoreLoggedModel({ ctx: own, input: { modelId } }),
      () => setLoggedModelTags({ ctx: own, input: { modelId, tags: [] } }),
      () => deleteLoggedModelTag({ ctx: own, input: { modelId, key: "a" } }),
      () => logLoggedModelParams({ ctx: own, input: { modelId, params: [] } }),
    ];
    for (const write of writes(viewer))
      await expect(write()).rejects.toMatchObject({ code: "permission_denied" });
    for (const write of writes(stranger)) await expect(write()).rejects.toMatchObject(missing);
    await expect(getLoggedModel({ ctx: stranger, input: { modelId } })).rejects.toMatchObject(missing);
    const found = await searchLoggedModels({ ctx: stranger, input: { experimentIds: [experimentId] } });
    expect(found.items).toEqual([]);
    await expect(
      createLoggedModel({ ctx: viewer, input: { experimentId, name: "x" } }),
    ).rejects.toMatchObject({ code: "permission_denied" });
  });
});

describe("a point of a run's metric", () => {
  const point = (value: number, step = 0) => ({ key: "rmse", value, step, timestamp: 1000 });

  it("is the model's too where it names one, once however often it is sent", async () => {
    const modelId = await create();
    const dataset = { name: "train", digest: "abc" };
    const points = [
      { ...point(1), modelId },
      { ...point(2), modelId, dataset },
      { ...point(NaN, 1), modelId, dataset },
      { ...point(7, 2) },
    ];
    await logBatch({ ctx, input: { runId, points } });
    await logBatch({ ctx, input: { runId, points } });
    const timestamp = new Date(1000);
    expect((await get(modelId)).metrics).toEqual([
      { key: "rmse", value: 1, step: 0, timestamp, runId, dataset: null },
      { key: "rmse", value: 2, step: 0, timestamp, runId, dataset },
      { key: "rmse", value: NaN, step: 1, timestamp, runId, dataset },
    ]);
    const run = await getTrackedRun({ ctx, input: { runId } });
    expect(run.metrics).toEqual([{ key: "rmse", value: 7, step: 2, timestamp }]);
  });

  it("is refused with all that came with it where the model is not there", async () => {
    const own = await createTestRun(ctx, experimentId);
    const other = await createTestProject(services);
    const { id: theirs } = await createLoggedModel({
      ctx: other,
      input: { experimentId: (await createTestExperiment(other)).id },
    });
    for (const modelId of [unknown, theirs]) {
      const input = { runId: own, points: [{ ...point(1), modelId }], params: [{ key: "a", value: "1" }] };
      await expect(logBatch({ ctx, input })).rejects.toMatchObject({
        ...missing,
        facts: { noun: "logged model", name: modelId },
      });
    }
    expect(await getTrackedRun({ ctx, input: { runId: own } })).toMatchObject({ metrics: [], params: [] });
  });
});

describe("a run", () => {
  it("reads and makes models", async () => {
    const own = await createTestRun(ctx, experimentId);
    const [first, second] = [await create(), await create()];
    const outputs = (...models: { modelId: string; step?: number }[]) =>
      logOutputs({ ctx, input: { runId: own, models } });
    await outputs({ modelId: second, step: 5 }, { modelId: first, step: 5 }, { modelId: second });
    await outputs({ modelId: second });
    await logInputs({ ctx, input: { runId: own, modelIds: [first, first] } });
    expect(await getTrackedRun({ ctx, input: { runId: own } })).toMatchObject({
      modelInputs: [first],
      modelOutputs: [
        { modelId: second, step: 0 },
        { modelId: first, step: 5 },
        { modelId: second, step: 5 },
      ],
    });
    await expect(outputs({ modelId: unknown })).rejects.toMatchObject(missing);
    await expect(logInputs({ ctx, input: { runId: own, modelIds: [unknown] } })).rejects.toMatchObject(
      missing,
    );
    await trashRun({ ctx, input: { runId: own } });
    await expect(outputs({ modelId: first })).rejects.toMatchObject({ code: "in_trash" });
  });
});
