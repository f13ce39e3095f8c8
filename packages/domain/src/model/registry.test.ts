import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { ProjectContext } from "../context";
import { createTestExperiment, createTestRun, createTestVersion, storeTestFile } from "../run/testing";
import { createTestProject, createTestServices, type TestServices } from "../testing";
import { createModel } from "./create";
import { deleteModel } from "./delete";
import { deleteVersion } from "./delete-version";
import { getModel } from "./get";
import { getModelRecord } from "./get-record";
import { getVersionByAlias } from "./get-version-by-alias";
import { getVersionRecord } from "./get-version-record";
import { getLatestVersions } from "./latest-versions";
import { registerVersion } from "./register-version";
import { renameModel } from "./rename";
import { setAlias } from "./set-alias";
import { setModelTag } from "./set-tag";
import type { StageName } from "./schema";
import { transitionStage } from "./transition-stage";
import { updateModel } from "./update";
import { updateVersionDescription } from "./update-description";

let services: TestServices;
let ctx: ProjectContext;

beforeAll(async () => {
  services = await createTestServices();
  ctx = await createTestProject(services);
});
afterAll(() => services.close());

const missing = { code: "not_found" };
const invalid = { code: "invalid_input" };
const read = (model: string) => getModelRecord({ ctx, input: { model } });
const readVersion = (model: string, number: number) => getVersionRecord({ ctx, input: { model, number } });
const move = (model: string, number: number, stage: StageName, archiveExisting?: boolean) =>
  transitionStage({ ctx, input: { model, number, stage, archiveExisting } });
const remove = (model: string, number: number) => deleteVersion({ ctx, input: { model, number } });
const point = (model: string, alias: string, number: number | null) =>
  setAlias({ ctx, input: { model, alias, number } });

async function createVersions(model: string, count: number) {
  for (let index = 0; index < count; index++) await createTestVersion(ctx, model);
}

describe("a model", () => {
  it("is created with its description and tags, a key given twice having its last value", async () => {
    const tags = [
      { key: "team", value: "a" },
      { key: "a/b c:d", value: "" },
      { key: "team", value: "b" },
    ];
    const created = await createModel({ ctx, input: { name: "described", description: "prices", tags } });
    expect(created).toEqual({
      id: expect.any(String),
      name: "described",
      description: "prices",
      createdAt: expect.any(Date),
      updatedAt: created.createdAt,
      tags: [
        { key: "a/b c:d", value: "" },
        { key: "team", value: "b" },
      ],
      aliases: [],
      latestVersions: [],
    });
    expect(await read("described")).toEqual(created);
    await expect(createModel({ ctx, input: { name: "described" } })).rejects.toMatchObject({
      code: "already_exists",
      message: "Registered Model (name=described) already exists.",
    });
    await expect(read("nobody")).rejects.toMatchObject(missing);
  });

  it.each(["a/b", "a:b", "..", ".", "", "  ", "a\0b", "x".repeat(257)])("is not called %j", async (name) => {
    await expect(createModel({ ctx, input: { name } })).rejects.toMatchObject(invalid);
  });

  it.each(["_x", " a ", "a\nb", '\'; DROP TABLE "Run" --', "größe (v2) + 1%", "...", "-", "x".repeat(256)])(
    "may be called %j",
    async (name) => {
      expect((await createModel({ ctx, input: { name } })).name).toBe(name);
    },
  );

  it("has a new description, and a later time of change", async () => {
    const { updatedAt } = await createModel({ ctx, input: { name: "redescribed" } });
    const updated = await updateModel({ ctx, input: { model: "redescribed", description: "new" } });
    expect(updated.description).toBe("new");
    expect(updated.updatedAt.getTime()).toBeGreaterThanOrEqual(updatedAt.getTime());
    await expect(updateModel({ ctx, input: { model: "nobody", description: "" } })).rejects.toMatchObject(
      missing,
    );
  });

  it("keeps versions, tags, aliases and history under another name, and frees the old one", async () => {
    await createVersions("before", 2);
    await move("before", 1, "Production");
    await point("before", "champion", 1);
    await setModelTag({ ctx, input: { model: "before", key: "team", value: "a" } });
    await setModelTag({ ctx, input: { model: "before", number: 2, key: "checked", value: "yes" } });
    const { id } = await read("before");
    const renamed = await renameModel({ ctx, input: { model: "before", name: "after" } });
    expect(renamed).toMatchObject({
      id,
      name: "after",
      tags: [{ key: "team", value: "a" }],
      aliases: [{ alias: "champion", number: 1 }],
      latestVersions: [
        { model: "after", number: 2, stage: "None", tags: [{ key: "checked", value: "yes" }] },
        { model: "after", number: 1, stage: "Production", aliases: ["champion"] },
      ],
    });
    expect((await getModel({ ctx, input: { name: "after" } })).history).toHaveLength(1);
    await expect(read("before")).rejects.toMatchObject(missing);
    await createModel({ ctx, input: { name: "before" } });
    const clash = { code: "already_exists", message: "Registered Model (name=before) already exists." };
    await expect(renameModel({ ctx, input: { model: "after", name: "before" } })).rejects.toMatchObject(
      clash,
    );
    expect((await renameModel({ ctx, input: { model: "after", name: "after" } })).id).toBe(id);
    await expect(renameModel({ ctx, input: { model: "after", name: "a/b" } })).rejects.toMatchObject(invalid);
  });

  it("goes with everything it has, Production too, and lets its files go", async () => {
    const file = await storeTestFile(ctx, "MLmodel");
    await createTestVersion(ctx, "doomed", { files: [file] });
    await move("doomed", 1, "Production");
    await point("doomed", "champion", 1);
    await setModelTag({ ctx, input: { model: "doomed", number: 1, key: "a", value: "b" } });
    const { id: modelId } = await read("doomed");
    await deleteModel({ ctx, input: { model: "doomed" } });
    await expect(read("doomed")).rejects.toMatchObject(missing);
    await expect(deleteModel({ ctx, input: { model: "doomed" } })).rejects.toMatchObject(missing);
    const where = { projectId: ctx.project.id, modelId };
    expect(await ctx.db.prisma.stageTransition.count({ where })).toBe(0);
    expect(await ctx.db.prisma.modelAlias.count({ where })).toBe(0);
    expect(await ctx.db.prisma.blob.findUniqueOrThrow({ where: { hash: file.hash } })).toMatchObject({
      refCount: 0,
    });
    const { number } = await createTestVersion(ctx, "doomed");
    expect(number).toBe(1);
  });
});

describe("tags", () => {
  it("are set, replaced and removed, of a model and of a version each for itself", async () => {
    await createVersions("tagged", 1);
    const set = (key: string, value: string | null, number?: number) =>
      setModelTag({ ctx, input: { model: "tagged", number, key, value } });
    await set("k", "1");
    await set("k", "2");
    await set("k", "3", 1);
    await set("large", "ü".repeat(100_000), 1);
    expect((await read("tagged")).tags).toEqual([{ key: "k", value: "2" }]);
    const summary = await getModel({ ctx, input: { name: "tagged" } });
    expect(summary.tags).toEqual([{ key: "k", value: "2" }]);
    expect(summary.versions[0].tags.map(({ key }) => key)).toEqual(["k", "large"]);
    await set("k", null);
    await set("k", null);
    await set("never there", null, 1);
    expect((await read("tagged")).tags).toEqual([]);
    expect((await readVersion("tagged", 1)).tags[0]).toEqual({ key: "k", value: "3" });
  });

  it("have MLflow's limits", async () => {
    const set = (key: string, value: string) => setModelTag({ ctx, input: { model: "tagged", key, value } });
    for (const key of ["", "x".repeat(251), "a,b", "/a", "a//b", "a/../b", "./a", "a/"])
      await expect(set(key, "")).rejects.toMatchObject(invalid);
    await expect(set("k", "x".repeat(100_001))).rejects.toMatchObject(invalid);
    await expect(set("k", "\0")).rejects.toMatchObject(invalid);
    await expect(setModelTag({ ctx, input: { model: "nobody", key: "k", value: "" } })).rejects.toMatchObject(
      missing,
    );
    const version = { model: "tagged", number: 9, key: "k", value: "" };
    await expect(setModelTag({ ctx, input: version })).rejects.toMatchObject(missing);
  });
});

describe("aliases", () => {
  it("are found, moved and freed with the version they point at", async () => {
    await createVersions("aliased", 3);
    const find = (alias: string) => getVersionByAlias({ ctx, input: { model: "aliased", alias } });
    await point("aliased", "champion", 1);
    await point("aliased", "champion", 2);
    await point("aliased", "größe_1", 2);
    expect(await find("champion")).toMatchObject({ number: 2, aliases: ["champion", "größe_1"] });
    await remove("aliased", 2);
    expect((await read("aliased")).aliases).toEqual([]);
    await expect(find("champion")).rejects.toMatchObject({
      code: "invalid_input",
      message: "Registered model alias champion not found.",
    });
    await expect(getVersionByAlias({ ctx, input: { model: "nobody", alias: "a" } })).rejects.toMatchObject(
      missing,
    );
  });

  it("do not look like versions; latest always means the newest", async () => {
    for (const alias of ["latest", "LATEST", "v1", "V12", "", "a b", "a.b", "x".repeat(256)])
      await expect(point("aliased", alias, 1)).rejects.toMatchObject(invalid);
    await point("aliased", "v1x", 1);
    await point("aliased", "x".repeat(255), 1);
    await point("aliased", "latest", null);
    const latest = (alias: string) => getVersionByAlias({ ctx, input: { model: "aliased", alias } });
    expect((await latest("Latest")).number).toBe(3);
    await createModel({ ctx, input: { name: "unversioned" } });
    await expect(
      getVersionByAlias({ ctx, input: { model: "unversioned", alias: "latest" } }),
    ).rejects.toMatchObject(missing);
    await expect(point("aliased", "champion", 2)).rejects.toMatchObject(missing);
  });
});

describe("a deleted version", () => {
  it("leaves its history and never gives its number away", async () => {
    await createVersions("numbers", 2);
    await move("numbers", 2, "Production");
    await remove("numbers", 2);
    await expect(readVersion("numbers", 2)).rejects.toMatchObject(missing);
    await expect(remove("numbers", 2)).rejects.toMatchObject(missing);
    expect((await createTestVersion(ctx, "numbers")).number).toBe(3);
    const { history, versions, production } = await getModel({ ctx, input: { name: "numbers" } });
    expect(versions.map(({ number }) => number)).toEqual([3, 1]);
    expect(production).toBeNull();
    expect(history.map(({ number, to }) => [number, to])).toEqual([[2, "Production"]]);
  });

  it("is gone whole when somebody moves it in the same moment", async () => {
    await createVersions("contested", 5);
    for (const number of [1, 2, 3, 4, 5]) {
      const [moved, removed] = await Promise.allSettled([
        move("contested", number, "Production"),
        remove("contested", number),
      ]);
      expect(removed.status).toBe("fulfilled");
      if (moved.status === "rejected") expect(moved.reason).toMatchObject(missing);
      await expect(readVersion("contested", number)).rejects.toMatchObject(missing);
    }
    expect((await read("contested")).latestVersions).toEqual([]);
  });

  it("lets a deletion of the whole model and new versions at the same time end in either order", async () => {
    for (let round = 0; round < 5; round++) {
      await createVersions("both", 1);
      const [, created] = await Promise.all([
        deleteModel({ ctx, input: { model: "both" } }),
        createTestVersion(ctx, "both"),
      ]);
      const left = await getModelRecord({ ctx, input: { model: "both" } }).catch(() => null);
      if (created.number === 1) expect(left?.latestVersions).toMatchObject([{ number: 1, id: created.id }]);
      else expect(left).toBeNull();
      if (left) await deleteModel({ ctx, input: { model: "both" } });
    }
  });
});

describe("stages", () => {
  it("give the newest version of each that is asked for", async () => {
    await createVersions("staged", 5);
    await move("staged", 1, "Staging");
    await move("staged", 2, "Staging");
    await move("staged", 3, "Production");
    const latest = async (stages?: StageName[]) =>
      (await getLatestVersions({ ctx, input: { model: "staged", stages } })).map(({ number }) => number);
    expect(await latest()).toEqual([5, 2, 3]);
    expect(await latest(["Staging", "Archived"])).toEqual([2]);
    await expect(getLatestVersions({ ctx, input: { model: "nobody" } })).rejects.toMatchObject(missing);
  });

  it("archive the others for a version that stands there already", async () => {
    expect(await move("staged", 2, "Staging", true)).toMatchObject({ archived: [1], changed: true });
    expect(await move("staged", 2, "Staging", true)).toMatchObject({ archived: [], changed: false });
    expect((await readVersion("staged", 1)).stage).toBe("Archived");
    const { history } = await getModel({ ctx, input: { name: "staged" } });
    expect(history[0]).toMatchObject({ number: 1, from: "Staging", to: "Archived" });
    expect(history).toHaveLength(4);
  });

  it("and descriptions show in the time of change", async () => {
    const before = (await readVersion("staged", 4)).updatedAt.getTime();
    await updateVersionDescription({ ctx, input: { model: "staged", number: 4, description: "x" } });
    const described = await readVersion("staged", 4);
    expect(described).toMatchObject({ description: "x" });
    expect(described.updatedAt.getTime()).toBeGreaterThanOrEqual(before);
  });
});

it("a pipeline's version of a run is not mistaken for one that a client registered of it", async () => {
  const runId = await createTestRun(ctx, (await createTestExperiment(ctx)).id);
  await createModel({ ctx, input: { name: "shared" } });
  await registerVersion({ ctx, input: { model: "shared", source: `runs:/${runId}/model` } });
  const files = [await storeTestFile(ctx, "MLmodel")];
  expect((await createTestVersion(ctx, "shared", { runId, files })).number).toBe(2);
  expect((await createTestVersion(ctx, "shared", { runId, files })).number).toBe(2);
});
