import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { ProjectContext } from "../context";
import { createTestExperiment, createTestRun, createTestVersion } from "../run/testing";
import { createTestProject, createTestServices, type TestServices } from "../testing";
import { createModel } from "./create";
import { searchModels } from "./search";
import type { SearchModelsInput, SearchVersionsInput } from "./search-schema";
import { searchVersions } from "./search-versions";
import { setModelTag } from "./set-tag";

let services: TestServices;
let ctx: ProjectContext;
let runId: string;

const NAMES = ["Beta", "alpha", "b_ta", "beta", "größe", "odd\\"];

beforeAll(async () => {
  services = await createTestServices();
  ctx = await createTestProject(services);
  runId = await createTestRun(ctx, (await createTestExperiment(ctx)).id);
  for (const name of NAMES) await createModel({ ctx, input: { name } });
  const tag = (model: string, key: string, value: string, number?: number) =>
    setModelTag({ ctx, input: { model, number, key, value } });
  await tag("alpha", "team", "red");
  await tag("beta", "team", "blue");
  await tag("beta", "size", "L");
  await createModel({
    ctx,
    input: { name: "greeting", tags: [{ key: "mlflow.prompt.is_prompt", value: "true" }] },
  });
  for (const model of ["alpha", "beta", "alpha"]) await createTestVersion(ctx, model);
  await createTestVersion(ctx, "beta", { runId });
  await createTestVersion(ctx, "greeting");
  await tag("alpha", "checked", "yes", 2);
  await tag("beta", "checked", "no", 1);
  const other = await createTestProject(services);
  await createModel({ ctx: other, input: { name: "beta" } });
  await createTestVersion(other, "beta");
});
afterAll(() => services.close());

const models = async (input: SearchModelsInput) =>
  (await searchModels({ ctx, input })).items.map(({ name }) => name);
const versions = async (input: SearchVersionsInput) =>
  (await searchVersions({ ctx, input })).items.map(({ model, number }) => `${model} ${number}`);
const invalid = { code: "invalid_input" };

describe("searching models", () => {
  it("finds all but prompts, by name in code points, each with its newest versions", async () => {
    expect(await models({})).toEqual(NAMES);
    const { items } = await searchModels({ ctx, input: { names: [{ comparator: "=", value: "alpha" }] } });
    expect(items).toMatchObject([
      { name: "alpha", tags: [{ key: "team", value: "red" }], latestVersions: [{ number: 2 }] },
    ]);
    expect(items[0].latestVersions).toHaveLength(1);
  });

  it("compares names, literally but for the wildcards", async () => {
    const named = (comparator: "=" | "!=" | "LIKE" | "ILIKE", value: string) =>
      models({ names: [{ comparator, value }] });
    expect(await named("=", "b_ta")).toEqual(["b_ta"]);
    expect(await named("LIKE", "b_ta")).toEqual(["b_ta", "beta"]);
    expect(await named("ILIKE", "B%")).toEqual(["Beta", "b_ta", "beta"]);
    expect(await named("!=", "alpha")).not.toContain("alpha");
    expect(await named("LIKE", "%\\")).toEqual(["odd\\"]);
    expect(await named("LIKE", '\'; DROP TABLE "Run" --')).toEqual([]);
    expect(await models({ names: [{ comparator: "IN", values: ["beta", "alpha"] }] })).toEqual([
      "alpha",
      "beta",
    ]);
    expect(await models({ names: [{ comparator: "IN", values: [] }] })).toEqual([]);
    expect(
      await models({
        names: [
          { comparator: "NOT IN", values: ["beta"] },
          { comparator: "LIKE", value: "be%" },
        ],
      }),
    ).toEqual([]);
  });

  it("compares tags of models that have them, all together", async () => {
    const red = { key: "team", comparator: "!=", value: "red" } as const;
    expect(await models({ tags: [red] })).toEqual(["beta"]);
    expect(await models({ tags: [red, { key: "size", comparator: "ILIKE", value: "l" }] })).toEqual(["beta"]);
    expect(await models({ tags: [red, { key: "none", comparator: "LIKE", value: "%" }] })).toEqual([]);
    const prompts = (comparator: "=" | "!=", value: string) =>
      models({ tags: [{ key: "mlflow.prompt.is_prompt", comparator, value }] });
    expect(await prompts("=", "true")).toEqual(["greeting"]);
    expect(await prompts("!=", "true")).toEqual(NAMES);
    expect(await prompts("=", "false")).toEqual(NAMES);
  });

  it("goes through every order page by page without losing or repeating one", async () => {
    for (const key of ["name", "createdAt", "updatedAt"] as const) {
      for (const direction of ["asc", "desc"] as const) {
        const orderBy = [{ key, direction }];
        const whole = await models({ orderBy });
        const paged: string[] = [];
        let cursor: string | undefined;
        do {
          const page = await searchModels({ ctx, input: { orderBy, limit: 2, cursor } });
          paged.push(...page.items.map(({ name }) => name));
          cursor = page.nextCursor ?? undefined;
        } while (cursor);
        expect(paged).toEqual(whole);
        expect(new Set(paged).size).toBe(NAMES.length);
      }
    }
    expect(await models({ orderBy: [{ key: "name", direction: "desc" }] })).toEqual([...NAMES].reverse());
  });

  it("refuses cursors of other lists, orders named twice and pages of 0", async () => {
    const { nextCursor } = await searchModels({ ctx, input: { limit: 1 } });
    const byTime: SearchModelsInput = { orderBy: [{ key: "updatedAt" }], cursor: nextCursor ?? "" };
    await expect(models(byTime)).rejects.toMatchObject(invalid);
    await expect(models({ cursor: btoa('["a","b"]') })).rejects.toMatchObject(invalid);
    await expect(models({ cursor: "x" })).rejects.toMatchObject(invalid);
    await expect(models({ orderBy: [{ key: "name" }, { key: "name" }] })).rejects.toMatchObject(invalid);
    await expect(models({ limit: 0 })).rejects.toMatchObject(invalid);
    await expect(models({ limit: 1001 })).rejects.toMatchObject(invalid);
  });
});

describe("searching versions", () => {
  it("finds those of all models but prompts, last changed first", async () => {
    const found = await searchVersions({ ctx, input: {} });
    expect(found.items.map(({ model }) => model).sort()).toEqual(["alpha", "alpha", "beta", "beta"]);
    const times = found.items.map(({ updatedAt }) => updatedAt.getTime());
    expect(times).toEqual([...times].sort((a, b) => b - a));
    expect(found.nextCursor).toBeNull();
  });

  it("compares name, number, run, source and tags", async () => {
    const byName = { orderBy: [{ key: "name" }] } satisfies SearchVersionsInput;
    expect(await versions({ ...byName, names: [{ comparator: "=", value: "alpha" }] })).toEqual([
      "alpha 2",
      "alpha 1",
    ]);
    expect(await versions({ ...byName, numbers: [{ comparator: ">=", value: 2 }] })).toEqual([
      "alpha 2",
      "beta 2",
    ]);
    expect(await versions({ runIds: [{ comparator: "IN", values: [runId, "x"] }] })).toEqual(["beta 2"]);
    expect(await versions({ sources: [{ comparator: "LIKE", value: "%" }] })).toEqual([]);
    expect(await versions({ tags: [{ key: "checked", comparator: "=", value: "yes" }] })).toEqual([
      "alpha 2",
    ]);
    const prompts = { key: "mlflow.prompt.is_prompt", comparator: "=", value: "true" } as const;
    expect(await versions({ tags: [prompts] })).toEqual([]);
    await setModelTag({ ctx, input: { model: "greeting", number: 1, key: prompts.key, value: "true" } });
    expect(await versions({ tags: [prompts] })).toEqual(["greeting 1"]);
  });

  it("goes through several orders page by page", async () => {
    const orderBy = [
      { key: "number", direction: "desc" },
      { key: "name", direction: "desc" },
    ] as const;
    const paged: string[] = [];
    let cursor: string | undefined;
    do {
      const page = await searchVersions({ ctx, input: { orderBy: [...orderBy], limit: 1, cursor } });
      paged.push(...page.items.map(({ model, number }) => `${model} ${number}`));
      cursor = page.nextCursor ?? undefined;
    } while (cursor);
    expect(paged).toEqual(["beta 2", "alpha 2", "beta 1", "alpha 1"]);
    expect(await versions({ limit: 200_000 })).toHaveLength(4);
    await expect(versions({ limit: 200_001 })).rejects.toMatchObject(invalid);
  });
});
