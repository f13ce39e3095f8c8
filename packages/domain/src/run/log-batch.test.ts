import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { ProjectContext } from "../context";
import { createExperiment } from "../experiment/create";
import { CHANNELS } from "../event/channels";
import { createTestProject, createTestServices, type TestServices } from "../testing";
import { createRun } from "./create";
import { logBatch } from "./log-batch";
import { getMetricPoints } from "./metric-points";
import { getTrackedRun } from "./tracked";
import { trashRun } from "./trash";
import { updateRun } from "./update";

let services: TestServices;
let ctx: ProjectContext;
let experimentId: string;
beforeAll(async () => {
  services = await createTestServices();
  ctx = await createTestProject(services);
  ({ id: experimentId } = await createExperiment({ ctx, input: { name: "prices" } }));
});
afterAll(() => services.close());

const newRun = async (own: object = {}) => (await createRun({ ctx, input: { experimentId, ...own } })).id;
const read = (runId: string) => getTrackedRun({ ctx, input: { runId } });
const point = (key: string, value: number, step = 0, timestamp = 1000) => ({ key, value, step, timestamp });

const endsOf = async (runId: string) =>
  (
    await ctx.db.prisma.event.findMany({
      where: { projectId: ctx.project.id, name: { in: ["run/finished", "run/failed"] } },
      select: { name: true, data: true },
    })
  ).filter(({ data }) => (data as { runId: string }).runId === runId);

describe("a batch", () => {
  it("brings metrics, parameters and tags, with the latest of each metric beside the run", async () => {
    const runId = await newRun({ name: "first", tags: [{ key: "team", value: "a" }] });
    const points = [
      point("loss", 3, 1),
      point("loss", 2, 2, 5),
      point("loss", 1, 2, 4),
      point("acc", Number.NaN),
      point("up", Infinity),
    ];
    const tags = [
      { key: "team", value: "b" },
      { key: "team", value: "c" },
    ];
    await logBatch({ ctx, input: { runId, points, tags, params: [{ key: "n", value: "1" }] } });
    const run = await read(runId);
    expect(run.metrics.map(({ key, value, step }) => [key, value, step])).toEqual([
      ["acc", Number.NaN, 0],
      ["loss", 2, 2],
      ["up", Infinity, 0],
    ]);
    expect(run.params).toEqual([{ key: "n", value: "1" }]);
    expect(run.tags).toEqual([
      { key: "team", value: "c" },
      { key: "mlflow.runName", value: "first" },
    ]);
  });

  it("that is sent again changes nothing", async () => {
    const runId = await newRun();
    const points = [point("loss", 2, 0), point("loss", 1, 1), point("loss", Number.NaN, 2)];
    const input = { runId, points, params: [{ key: "n", value: "1" }] };
    await logBatch({ ctx, input });
    const before = await read(runId);
    await logBatch({ ctx, input });
    expect(await read(runId)).toEqual(before);
    expect((await getMetricPoints({ ctx, input: { runId, key: "loss" } })).points).toEqual(
      points.map(({ key: _, ...rest }) => rest),
    );
  });

  it("that would change a parameter is refused as a whole", async () => {
    const runId = await newRun();
    await logBatch({ ctx, input: { runId, params: [{ key: "n", value: "1" }] } });
    const input = {
      runId,
      points: [point("loss", 1)],
      tags: [{ key: "t", value: "v" }],
      params: [
        { key: "m", value: "2" },
        { key: "n", value: "2" },
      ],
    };
    await expect(logBatch({ ctx, input })).rejects.toMatchObject({
      code: "param_changed",
      message: `Changing param values is not allowed. Run ${runId} has n: logged as "1", now "2".`,
      facts: { runId, changed: [{ key: "n", value: "1", now: "2" }] },
    });
    const { metrics, params, tags } = await read(runId);
    expect([metrics, params, tags.length]).toEqual([[], [{ key: "n", value: "1" }], 1]);
  });

  it("wins alone when two say different things of a parameter at the same moment", async () => {
    const runId = await newRun();
    const said = await Promise.allSettled(
      Array.from({ length: 12 }, (_, i) =>
        logBatch({ ctx, input: { runId, params: [{ key: "seed", value: String(i) }] } }),
      ),
    );
    expect(said.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
    const [{ value }] = (await read(runId)).params;
    expect(said[Number(value)].status).toBe("fulfilled");
  });

  it("of many writers is kept whole, whatever the order of its keys", async () => {
    const runId = await newRun();
    const keys = Array.from({ length: 20 }, (_, i) => `k${i}`);
    await Promise.all(
      Array.from({ length: 10 }, (_, writer) => {
        const own = writer % 2 ? keys : keys.toReversed();
        return logBatch({
          ctx,
          input: {
            runId,
            points: own.map((key) => point(key, writer, writer)),
            tags: own.map((key) => ({ key, value: String(writer) })),
          },
        });
      }),
    );
    const { metrics, tags } = await read(runId);
    expect(metrics.map(({ value }) => value)).toEqual(keys.map(() => 9));
    expect(tags).toHaveLength(21);
    const { points } = await getMetricPoints({ ctx, input: { runId, key: "k3" } });
    expect(points.map(({ step }) => step)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
  });

  it("names a parameter only once", async () => {
    const runId = await newRun();
    const twice = ["a", "b", "a"].map((key) => ({ key, value: "1" }));
    await expect(logBatch({ ctx, input: { runId, params: twice } })).rejects.toMatchObject({
      code: "invalid_input",
      message: "Duplicate parameter keys: a. Send each once.",
    });
  });

  it("with the tag mlflow.runName gives the run that name", async () => {
    const runId = await newRun({ name: "before" });
    await logBatch({ ctx, input: { runId, tags: [{ key: "mlflow.runName", value: "after" }] } });
    expect(await read(runId)).toMatchObject({
      name: "after",
      tags: [{ key: "mlflow.runName", value: "after" }],
    });
  });

  it("cuts what is too long for MLflow, and refuses names that are no paths", async () => {
    const runId = await newRun();
    const long = "x".repeat(9000);
    await logBatch({
      ctx,
      input: { runId, params: [{ key: "p", value: long }], tags: [{ key: "t", value: long }] },
    });
    const { params, tags } = await read(runId);
    expect([params[0].value.length, tags[0].value.length]).toEqual([6000, 8000]);
    for (const key of ["a//b", "../a", "/a", "a/", "a/./b", "", "a?b", "k".repeat(251)]) {
      await expect(logBatch({ ctx, input: { runId, points: [point(key, 1)] } })).rejects.toMatchObject({
        code: "invalid_input",
      });
    }
  });

  it("is refused for a run that is not there, another project's or in the trash", async () => {
    const input = { runId: await newRun(), points: [point("loss", 1)] };
    const other = await createTestProject(services);
    await expect(logBatch({ ctx: other, input })).rejects.toMatchObject({ code: "not_found" });
    await trashRun({ ctx, input: { runId: input.runId } });
    await expect(logBatch({ ctx, input })).rejects.toMatchObject({ code: "in_trash" });
    await expect(updateRun({ ctx, input: { runId: input.runId, name: "x" } })).rejects.toMatchObject({
      code: "in_trash",
    });
  });

  it("is told to live pages at once, and later of what follows without pause", async () => {
    const runId = await newRun();
    const heard: { id: string }[] = [];
    const subscription = services.db.listener.subscribe(CHANNELS.live, (payload) =>
      heard.push(JSON.parse(payload) as { id: string }),
    );
    await services.db.listener.ready();
    for (let step = 0; step < 10; step++)
      await logBatch({ ctx, input: { runId, points: [point("loss", 1, step)] } });
    const change = { projectId: ctx.project.id, noun: "run", id: runId };
    const ofRun = () => heard.filter(({ id }) => id === runId);
    await expect.poll(() => ofRun().length).toBeGreaterThan(1);
    for (const each of ofRun()) expect(each).toEqual(change);
    subscription.unsubscribe();
  });
});

describe("a run of a client", () => {
  it("has the name given, else that of its tag, else one made up", async () => {
    const tags = [{ key: "mlflow.runName", value: "tagged" }];
    expect((await read(await newRun({ tags }))).name).toBe("tagged");
    expect((await read(await newRun({ name: "tagged", tags }))).name).toBe("tagged");
    expect((await read(await newRun())).name).toMatch(/^[a-z]+-[a-z]+-\d{1,3}$/);
    await expect(newRun({ name: "other", tags })).rejects.toMatchObject({ code: "invalid_input" });
  });

  it("starts and ends when the client says, may be taken up again, and its first end is an event", async () => {
    const runId = await newRun({ name: "timed", startTime: 1_000 });
    await updateRun({ ctx, input: { runId, status: "FINISHED", endTime: 5_000 } });
    await updateRun({ ctx, input: { runId, status: "RUNNING" } });
    expect(await read(runId)).toMatchObject({
      status: "RUNNING",
      startTime: new Date(1_000),
      endTime: new Date(5_000),
    });
    expect(await endsOf(runId)).toHaveLength(1);
  });

  it("tells of its end with the metrics it has, of which NaN is no number in JSON", async () => {
    const runId = await newRun({ name: "ended", tags: [{ key: "mlflow.user", value: "ada" }] });
    const points = [point("r2", 0.5), point("loss", Number.NaN), point("up", -Infinity)];
    await logBatch({ ctx, input: { runId, points } });
    expect(
      await updateRun({ ctx, input: { runId, status: "FINISHED", endTime: 9_000, name: "later" } }),
    ).toMatchObject({
      id: runId,
      experimentId,
      name: "later",
      status: "FINISHED",
      endTime: new Date(9_000),
      deletedAt: null,
      user: "ada",
    });
    expect(await endsOf(runId)).toEqual([
      {
        name: "run/finished",
        data: { runId, experiment: "prices", run: "later", metrics: { r2: 0.5, loss: null, up: null } },
      },
    ]);
  });

  it.each([
    ["FAILED", "The run failed."],
    ["KILLED", "The run was stopped."],
  ] as const)("that ended %s is told of once", async (status, message) => {
    const runId = await newRun({ name: "broken" });
    await updateRun({ ctx, input: { runId, status } });
    await updateRun({ ctx, input: { runId, status: "FINISHED" } });
    expect(await endsOf(runId)).toEqual([
      { name: "run/failed", data: { runId, experiment: "prices", run: "broken", message } },
    ]);
  });

  it("that comes from another server keeps its id, once in a project", async () => {
    const id = "c".repeat(32);
    expect(await newRun({ id })).toBe(id);
    await expect(newRun({ id })).rejects.toMatchObject({ code: "already_exists" });
    await expect(newRun({ id: "short" })).rejects.toMatchObject({ code: "invalid_input" });
    const other = await createTestProject(services);
    const own = await createExperiment({ ctx: other, input: { name: "theirs" } });
    expect((await createRun({ ctx: other, input: { experimentId: own.id, id } })).id).toBe(id);
  });

  it("is not started in an experiment that is not there", async () => {
    const other = await createTestProject(services);
    await expect(createRun({ ctx: other, input: { experimentId } })).rejects.toMatchObject({
      code: "not_found",
    });
  });
});
