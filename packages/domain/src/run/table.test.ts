import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { ProjectContext } from "../context";
import { getExperiment } from "../experiment/get";
import type { ExperimentRef } from "../experiment/schema";
import { createTestProject, createTestServices, type TestServices } from "../testing";
import { describeRuns } from "./describe";
import { exportRuns } from "./export";
import { findRunKeys } from "./find-keys";
import { findParamValues } from "./find-values";
import { groupRuns } from "./group";
import { listRuns } from "./list";
import { matchingRunIds } from "./matching-ids";
import { outlineRuns } from "./outline";
import { createTestExperiment, createTestRun } from "./testing";

let services: TestServices;
let ctx: ProjectContext;
let experiment: ExperimentRef;

/** name: metric and params. A run that logged nothing is a run like the others. */
const RUNS: [name: string, rmse: number | undefined, params: Record<string, string>][] = [
  ["a1", 1, { depth: "2", seed: "1" }],
  ["a2", 3, { depth: "2", seed: "2" }],
  ["b1", 5, { depth: "10", seed: "1" }],
  ["b2", NaN, { depth: "10", seed: "2" }],
  ["c1", Infinity, { depth: "auto", seed: "1" }],
  ["d1", 0, { seed: "1" }],
  ["e1", undefined, {}],
];

beforeAll(async () => {
  services = await createTestServices();
  ctx = await createTestProject(services);
  experiment = await createTestExperiment(ctx);
  for (const [name, rmse, params] of RUNS)
    await createTestRun(ctx, experiment.id, rmse === undefined ? {} : { rmse }, { name, params });
});
afterAll(() => services.close());

const scope = (filter = "") => ({ experiment: experiment.name, filter });

describe("the outline of a table", () => {
  it("says how many runs there are and where every page begins", async () => {
    for (const order of [[], ["metrics.rmse DESC"], ["params.depth"], ["duration DESC"]])
      for (const filter of ["", "params.seed = '1'", "metrics.rmse < 100"]) {
        const input = { ...scope(filter), orderBy: order };
        const whole = await listRuns({ ctx, input });
        const { total, capped, cursors } = await outlineRuns({ ctx, input: { ...input, step: 2 } });
        expect([total, capped]).toEqual([whole.items.length, false]);
        const pages = [undefined, ...cursors].map((cursor) =>
          listRuns({ ctx, input: { ...input, cursor, limit: 2 } }),
        );
        const names = (await Promise.all(pages)).flatMap(({ items }) => items.map(({ name }) => name));
        expect(names, `${filter} by ${order.join()}`).toEqual(whole.items.map(({ name }) => name));
      }
  });

  it("has no page behind the last run", async () => {
    const { total, cursors } = await outlineRuns({ ctx, input: { ...scope(), step: 7 } });
    expect([total, cursors]).toEqual([7, []]);
    expect(await outlineRuns({ ctx, input: scope("run_name = 'nobody'") })).toEqual({
      total: 0,
      capped: false,
      cursors: [],
    });
  });
});

it("selects every run of a table, up to a limit that it says", async () => {
  const all = await matchingRunIds({ ctx, input: scope("params.seed = '1'") });
  expect([all.runIds.length, all.more]).toEqual([4, false]);
  const first = await matchingRunIds({ ctx, input: { ...scope("params.seed = '1'"), limit: 3 } });
  expect(first).toEqual({ runIds: all.runIds.slice(0, 3), more: true });
});

it("shows of a run only the keys asked for", async () => {
  const keys = { metrics: ["nowhere"], params: ["seed"], tags: [] };
  const { items } = await listRuns({ ctx, input: { ...scope("run_name = 'a1'"), keys } });
  expect(items.map(({ metrics, params, tags }) => [metrics, params, tags])).toEqual([
    [{}, { seed: "1" }, {}],
  ]);
});

it("says where in a filter or an order something is wrong", async () => {
  await expect(listRuns({ ctx, input: scope("metrics.rmse < x") })).rejects.toMatchObject({
    code: "invalid_input",
    facts: { position: 15, length: 1 },
  });
  await expect(outlineRuns({ ctx, input: { ...scope(), orderBy: ["colour"] } })).rejects.toMatchObject({
    code: "invalid_input",
    facts: { clause: 0, position: 0, length: 6 },
  });
});

describe("groups of runs", () => {
  const group = (param: string, filter = "") =>
    groupRuns({ ctx, input: { ...scope(filter), param, metrics: ["rmse", "nowhere"] } });

  it("have mean and deviation of what is finite, and lose no run", async () => {
    const { groups, total } = await group("depth");
    const nothing = { count: 0, mean: null, deviation: null, min: null, max: null };
    expect(total).toBe(4);
    expect(groups).toEqual([
      {
        value: "2",
        runs: 2,
        metrics: {
          rmse: { count: 2, mean: 2, deviation: expect.closeTo(Math.SQRT2, 12) as number, min: 1, max: 3 },
          nowhere: nothing,
        },
      },
      {
        value: "10",
        runs: 2,
        metrics: { rmse: { count: 1, mean: 5, deviation: null, min: 5, max: 5 }, nowhere: nothing },
      },
      { value: "auto", runs: 1, metrics: { rmse: nothing, nowhere: nothing } },
      {
        value: null,
        runs: 2,
        metrics: { rmse: { count: 1, mean: 0, deviation: null, min: 0, max: 0 }, nowhere: nothing },
      },
    ]);
  });

  it("are of the runs that the filter leaves", async () => {
    const { groups } = await group("depth", "params.seed = '1'");
    expect(groups.map(({ value, runs }) => [value, runs])).toEqual([
      ["2", 1],
      ["10", 1],
      ["auto", 1],
      [null, 1],
    ]);
    expect(await group("depth", "run_name = 'nobody'")).toEqual({ groups: [], total: 0 });
  });

  it("can be of one group, of no metric, and of values near the limits of numbers", async () => {
    const own = await createTestExperiment(ctx);
    await createTestRun(ctx, own.id, { rmse: 1.7e308 });
    await createTestRun(ctx, own.id, { rmse: -1.7e308 });
    const found = await groupRuns({
      ctx,
      input: { experiment: own.name, param: "depth", metrics: ["rmse"] },
    });
    expect(found.groups[0]).toMatchObject({
      value: null,
      runs: 2,
      metrics: { rmse: { count: 2, mean: null, deviation: null, min: -1.7e308 } },
    });
    const none = await groupRuns({ ctx, input: { experiment: own.name, param: "depth", metrics: [] } });
    expect(none.groups).toEqual([{ value: null, runs: 2, metrics: {} }]);
  });
});

describe("the keys of runs", () => {
  it("are described by the newest runs: which there are and which parameters differ", async () => {
    const own = await createTestExperiment(ctx);
    await createTestRun(ctx, own.id, { rmse: 1 }, { params: { depth: "1", seed: "1", rate: "1" } });
    await createTestRun(ctx, own.id, { mae: 1 }, { params: { depth: "2", seed: "1" }, tags: { team: "x" } });
    expect(await describeRuns({ ctx, input: { experiment: own.name } })).toEqual({
      metricKeys: ["mae", "rmse"],
      commonMetrics: ["mae", "rmse"],
      params: [
        { key: "depth", differs: true },
        { key: "rate", differs: true },
        { key: "seed", differs: false },
      ],
      tagKeys: ["team"],
      hasChildren: false,
    });
  });

  it("are found by a part of their name among thousands, those that begin with it first", async () => {
    const other = await createTestProject(services);
    const own = await createTestExperiment(other);
    const metrics = Object.fromEntries(Array.from({ length: 3000 }, (_, index) => [`layer/${index}`, index]));
    await createTestRun(other, own.id, { ...metrics, "17th": 1, LAYER: 1 });
    const find = (text: string, limit = 50) =>
      findRunKeys({ ctx: other, input: { kind: "metric", text, limit } });
    expect(await find("17", 2)).toEqual({ keys: ["17th", "layer/1017"], more: true });
    expect((await find("layer", 1)).keys).toEqual(["LAYER"]);
    expect(await find("%")).toEqual({ keys: [], more: false });
    expect(await findRunKeys({ ctx: other, input: { kind: "param" } })).toEqual({ keys: [], more: false });
    expect((await findRunKeys({ ctx, input: { kind: "metric", text: "layer" } })).keys).toEqual([]);
  });
});

it("finds the values of a parameter by a part of them, each once, in its own project", async () => {
  const find = (text: string, param = "depth") => findParamValues({ ctx, input: { param, text } });
  expect(await find("")).toEqual({ values: ["1", "2", "10", "auto"] });
  expect([await find("0"), await find("AUT"), await find("%")]).toEqual([
    { values: ["10"] },
    { values: ["auto"] },
    { values: [] },
  ]);
  expect(await find("", "nowhere")).toEqual({ values: [] });
  const stranger = await createTestProject(services);
  expect(await findParamValues({ ctx: stranger, input: { param: "depth" } })).toEqual({ values: [] });
});

describe("runs as CSV", () => {
  async function lines(
    input: Partial<Parameters<typeof exportRuns>[0]["input"]>,
    of = ctx,
    name = experiment.name,
  ) {
    const parts: string[] = [];
    for await (const part of await exportRuns({ ctx: of, input: { experiment: name, ...input } }))
      parts.push(part);
    const [head, ...rows] = parts.join("").trimEnd().split("\r\n");
    // Ids and times differ from test to test.
    return [
      head.split(",").slice(7).join(),
      ...rows.map((row) => row.split(",").toSpliced(2, 5).slice(1).join()),
    ];
  }

  it("have every run of the table in its order, with what is missing empty", async () => {
    expect(await lines({ orderBy: ["metrics.rmse"] })).toEqual([
      "metrics.rmse,params.depth,params.seed",
      "d1,0,,1",
      "a1,1,2,1",
      "a2,3,2,2",
      "b1,5,10,1",
      "c1,Infinity,auto,1",
      "b2,NaN,10,2",
      "e1,,,",
    ]);
    const keys = { metrics: ["nowhere"], params: ["seed"] };
    expect(await lines({ filter: "params.depth = '2'", orderBy: ["run_name"], keys })).toEqual([
      "metrics.nowhere,params.seed",
      "a1,,1",
      "a2,,2",
    ]);
  });

  it("have the selected runs, whatever the filter leaves", async () => {
    const { runIds } = await matchingRunIds({ ctx, input: scope("params.seed = '2'") });
    const found = await lines({ filter: "run_name = 'nobody'", orderBy: ["run_name"], runIds });
    expect(found.slice(1)).toEqual(["a2,3,2,2", "b2,NaN,10,2"]);
    expect((await lines({ runIds: [] })).slice(1)).toEqual([]);
  });

  it("hold thousands of runs and no formula", async () => {
    const other = await createTestProject(services);
    const own = await createTestExperiment(other);
    const params = { a: '=HYPERLINK("x")', b: "-0.5", c: "one, two\nthree" };
    await createTestRun(other, own.id, {}, { name: "-name", params });
    const parts: string[] = [];
    for await (const part of await exportRuns({ ctx: other, input: { experiment: own.name } }))
      parts.push(part);
    expect(parts.join("")).toContain(`,"'=HYPERLINK(""x"")",-0.5,"one, two\nthree"\r\n`);
    expect(parts.join("")).toContain(",'-name,");
    await other.db.prisma.run.createMany({
      data: Array.from({ length: 1200 }, (_, index) => ({
        projectId: other.project.id,
        id: index.toString(16).padStart(32, "0"),
        experimentId: own.id,
        name: `run_${index}`,
        environment: {},
        createdBy: { name: "Ada" },
      })),
    });
    expect(new Set(await lines({}, other, own.name)).size).toBeGreaterThan(1200);
  });
});

it("finds the best of thousands of runs as of a few", async () => {
  const own = await createTestExperiment(ctx, "maximize");
  await createTestRun(ctx, own.id, { rmse: NaN });
  const best = await createTestRun(ctx, own.id, { rmse: 7 });
  await createTestRun(ctx, own.id, { rmse: 7 });
  const running = await ctx.db.prisma.run.createManyAndReturn({
    data: Array.from({ length: 1200 }, (_, index) => ({
      projectId: ctx.project.id,
      id: `b${index}`.padStart(32, "0"),
      experimentId: own.id,
      name: `run_${index}`,
      environment: {},
      createdBy: {},
    })),
  });
  await ctx.db.prisma.runMetric.createMany({
    data: running.map(({ id: runId }, index) => ({
      ...{ projectId: ctx.project.id, runId, key: "rmse", value: index, step: 0, timestamp: new Date() },
    })),
  });
  const found = await getExperiment({ ctx, input: { name: own.name } });
  expect(found.best).toEqual({ runId: best, name: "random_forest_100", value: 7 });
});
