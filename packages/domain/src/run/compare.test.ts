import { randomUUID } from "node:crypto";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { ProjectContext } from "../context";
import { createTestProject, createTestServices, type TestServices } from "../testing";
import { compareRuns } from "./compare";
import { numbersOf, readNumbers, textsOf, writeNumbers } from "./compare-columns";
import { compareCurves } from "./compare-curves";
import { logInputs } from "./log-inputs";
import { logMetrics } from "./log-metrics";
import { setRunTags } from "./set-tags";
import { createTestDatasetVersion, createTestExperiment, createTestRun } from "./testing";

let services: TestServices;
let ctx: ProjectContext;
let experimentId: string;

beforeAll(async () => {
  services = await createTestServices();
  ctx = await createTestProject(services);
  ({ id: experimentId } = await createTestExperiment(ctx));
});
afterAll(() => services.close());

const compare = (...runIds: string[]) => compareRuns({ ctx, input: { runIds } });

describe("runs that are compared", () => {
  it("stand in the order asked for, each value of a parameter once with the runs that have it", async () => {
    const params = (depth: number | null) => ({ params: { depth, trees: 100 } });
    const a = await createTestRun(ctx, experimentId, {}, params(20));
    const b = await createTestRun(ctx, experimentId, {}, params(null));
    const c = await createTestRun(ctx, experimentId, {}, { params: { depth: 20, leaf: "" } });
    const { runs, params: columns, missing } = await compare(c, a, b, a);
    expect(runs.map(({ id }) => id)).toEqual([c, a, b]);
    expect(missing).toEqual([]);
    expect(columns).toEqual([
      { key: "depth", values: ["20", "None"], places: "0,1;2", cut: false },
      { key: "leaf", values: [""], places: "0", cut: false },
      { key: "trees", values: ["100"], places: "1,2", cut: false },
    ]);
    expect(textsOf(columns[1], 3)).toEqual(["", undefined, undefined]);
  });

  it("keep NaN, infinities, zeros and runs without the metric", async () => {
    const a = await createTestRun(ctx, experimentId, { zero: 0, nan: NaN, up: Infinity, third: 1 / 3 });
    const b = await createTestRun(ctx, experimentId, { zero: 0, down: -Infinity });
    await logMetrics({
      ctx,
      input: { runId: a, points: [{ key: "late", value: 1, step: 3, timestamp: 0 }] },
    });
    const { metrics } = await compare(b, a);
    expect(metrics).toEqual([
      { key: "down", values: "-Infinity,", hasSteps: false },
      { key: "late", values: ",1", hasSteps: true },
      { key: "nan", values: ",NaN", hasSteps: false },
      { key: "third", values: `,${1 / 3}`, hasSteps: false },
      { key: "up", values: ",Infinity", hasSteps: false },
      { key: "zero", values: "0,0", hasSteps: false },
    ]);
    expect(numbersOf(metrics[2], 2)).toEqual([undefined, NaN]);
  });

  it("may be of several experiments, each with its own best run", async () => {
    const other = await createTestExperiment(ctx, "maximize");
    const a = await createTestRun(ctx, other.id, { rmse: 9 });
    const b = await createTestRun(ctx, other.id, { rmse: 8 });
    const c = await createTestRun(ctx, experimentId, { rmse: 7 });
    const { runs, experiments } = await compare(b, c, a);
    expect(experiments.map(({ id, metricDirection }) => [id, metricDirection])).toEqual([
      [other.id, "maximize"],
      [experimentId, "minimize"],
    ]);
    expect(runs.map(({ experiment, isBest }) => [experiment, isBest])).toEqual([
      [0, false],
      [1, true],
      [0, true],
    ]);
  });

  it("have their tags, environment, and what they read, ours and what a client described", async () => {
    const data = await createTestDatasetVersion(ctx);
    const a = await createTestRun(
      ctx,
      experimentId,
      {},
      {
        environment: { node: "v24", threads: 2, packages: { tfjs: "4" }, commit: null },
        inputs: [{ datasetVersionId: data.id, context: "training" }],
      },
    );
    const b = await createTestRun(ctx, experimentId, {}, { environment: { node: "v24" } });
    await setRunTags({ ctx, input: { runId: b, tags: { team: "blue" } } });
    await logInputs({
      ctx,
      input: {
        runId: b,
        datasets: [
          {
            tags: [{ key: "mlflow.data.context", value: "eval" }],
            name: "wine",
            digest: "4f2a",
            sourceType: "http",
            source: "{}",
          },
        ],
      },
    });
    const { runs, tags, environment } = await compare(a, b);
    expect(runs[0].inputs).toMatchObject([
      {
        context: "training",
        dataset: data.dataset,
        number: 1,
        digest: expect.stringMatching(/^[0-9a-f]{8}$/),
      },
    ]);
    expect(runs[1].inputs).toEqual([{ context: "eval", dataset: "wine", number: null, digest: "4f2a" }]);
    expect(tags).toEqual([{ key: "team", values: ["blue"], places: "1", cut: false }]);
    expect(environment.map(({ key, values, places }) => [key, values, places])).toEqual([
      ["commit", ["null"], "0"],
      ["node", ["v24"], "0,1"],
      ["packages", ['{"tfjs": "4"}'], "0"],
      ["threads", ["2"], "0"],
    ]);
  });

  it("tell long texts apart by what is not shown of them", async () => {
    const long = "x".repeat(600);
    const a = await createTestRun(ctx, experimentId, {}, { params: { prompt: `${long}a` } });
    const b = await createTestRun(ctx, experimentId, {}, { params: { prompt: `${long}b` } });
    const { params } = await compare(a, b);
    expect(params[0]).toEqual({
      key: "prompt",
      values: ["x".repeat(500), "x".repeat(500)],
      places: "0;1",
      cut: true,
    });
  });

  it("are found by the beginning of their ids; what is not there is named and the rest compared", async () => {
    const a = await createTestRun(ctx, experimentId);
    const b = await createTestRun(ctx, experimentId);
    const [gone, short] = ["0".repeat(32), "0".repeat(12)];
    const { runs, missing } = await compare(gone, b.slice(0, 12), a.slice(0, 12), a, short);
    expect(runs.map(({ id }) => id)).toEqual([b, a]);
    expect(missing).toEqual([gone, short]);
    await expect(compare(gone, a)).rejects.toMatchObject({ code: "not_found" });
    for (const wrong of [[a], [a, "0'"], [a, b.toUpperCase()], Array.from({ length: 501 }, () => a)])
      await expect(compare(...wrong)).rejects.toMatchObject({ code: "invalid_input" });
  });

  it("are this project's alone", async () => {
    const [a, b] = [await createTestRun(ctx, experimentId), await createTestRun(ctx, experimentId)];
    const stranger = await createTestProject(services);
    const runIds = [a.slice(0, 12), b];
    await expect(compareRuns({ ctx: stranger, input: { runIds } })).rejects.toMatchObject({
      code: "not_found",
    });
    await expect(compareCurves({ ctx: stranger, input: { runIds, keys: ["rmse"] } })).rejects.toMatchObject({
      code: "not_found",
    });
  });
});

describe("the curves of runs that are compared", () => {
  it("come thinned, first and last kept, with time since their begin, and only where there are some", async () => {
    const points = (values: number[], begin: number) =>
      values.map((value, step) => ({ key: "loss", value, step, timestamp: begin + step * 10 }));
    const [a, b, c] = [
      await createTestRun(ctx, experimentId),
      await createTestRun(ctx, experimentId),
      await createTestRun(ctx, experimentId),
    ];
    await logMetrics({ ctx, input: { runId: a, points: points([4, NaN, 2, 1, 0], 1000) } });
    await logMetrics({ ctx, input: { runId: c, points: points([Infinity], 7) } });
    const curves = await compareCurves({
      ctx,
      input: { runIds: [c, b, a.slice(0, 12)], keys: ["loss", randomUUID()], maxPoints: 3 },
    });
    expect(curves).toEqual([
      { run: 0, key: "loss", total: 1, origin: "0", steps: "0", values: "Infinity", begin: 7, times: "0" },
      {
        run: 2,
        key: "loss",
        total: 5,
        origin: "0",
        steps: "0,2,4",
        values: "4,2,0",
        begin: 1000,
        times: "0,20,40",
      },
    ]);
  });

  it("come with more of their points where only some steps are asked for, timed from the same begin", async () => {
    const [a, b] = [await createTestRun(ctx, experimentId), await createTestRun(ctx, experimentId)];
    const far = 2n ** 62n;
    const points = Array.from({ length: 100 }, (_, step) => ({
      key: "loss",
      value: step / 4,
      step,
      timestamp: 500 + step,
    }));
    await logMetrics({ ctx, input: { runId: a, points } });
    const one = { key: "loss", value: 1, step: far + 1n, timestamp: 3 };
    await logMetrics({ ctx, input: { runId: b, points: [one, { ...one, value: 2, step: far + 2n }] } });
    const curvesOf = (from: number | bigint, to: number | bigint) =>
      compareCurves({
        ctx,
        input: {
          runIds: [a, b],
          keys: ["loss"],
          maxPoints: 3,
          steps: { from: String(from), to: String(to) },
        },
      });
    expect(await curvesOf(10, 12)).toEqual([
      {
        run: 0,
        key: "loss",
        total: 3,
        origin: "0",
        steps: "10,11,12",
        values: "2.5,2.75,3",
        begin: 500,
        times: "10,11,12",
      },
    ]);
    expect(await curvesOf(99, far + 1n)).toMatchObject([
      { run: 0, total: 1, steps: "99" },
      { run: 1, total: 1, origin: String(far + 1n), steps: "0", values: "1" },
    ]);
    expect(await curvesOf(100, 200)).toEqual([]);
    await expect(curvesOf(12, 10)).rejects.toMatchObject({ code: "invalid_input" });
    await expect(curvesOf(12, NaN)).rejects.toMatchObject({ message: "steps.to: A step is a whole number." });
    await expect(curvesOf(0, 2n ** 63n)).rejects.toMatchObject({ code: "invalid_input" });
  });
});

it("writes numbers as text and reads the same numbers again", () => {
  const numbers = fc.array(fc.option(fc.double(), { nil: undefined }), { minLength: 1 });
  fc.assert(
    fc.property(numbers, (values) => {
      expect(readNumbers(writeNumbers(values))).toEqual(values);
    }),
  );
});
