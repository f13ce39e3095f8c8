import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { ProjectContext } from "../context";
import { createExperiment } from "../experiment/create";
import { createTestProject, createTestServices, type TestServices } from "../testing";
import { createRun } from "./create";
import { logMetrics } from "./log-metrics";
import type { MetricPoint } from "./metric-points";
import { getMetricPointsOfRuns } from "./metric-points-of-runs";
import { sample, sampleMetricPoints } from "./sample-metric-points";

let services: TestServices;
let ctx: ProjectContext;
let experimentId: string;

beforeAll(async () => {
  services = await createTestServices();
  ctx = await createTestProject(services);
  experimentId = (await createExperiment({ ctx, input: { name: randomUUID() } })).id;
});
afterAll(() => services.close());

type Point = readonly [value: number, step: number, timestamp: number];

async function runWith(points: readonly Point[]): Promise<string> {
  const { id } = await createRun({ ctx, input: { experimentId } });
  const logged = points.map(([value, step, timestamp]) => ({ key: "loss", value, step, timestamp }));
  if (logged.length > 0) await logMetrics({ ctx, input: { runId: id, points: logged } });
  return id;
}

const steps = (count: number, from = 0): Point[] =>
  Array.from({ length: count }, (_, i) => [(from + i) / 7, from + i, 1000 + i]);

describe("a sample", () => {
  /** Parts filled one by one, the first ones with one more, as SQL's ntile does it. */
  function byHand(items: readonly number[], limit: number): number[] {
    if (items.length === 0) return [];
    const parts: number[][] = Array.from({ length: limit }, () => []);
    const sizes = parts.map(() => 0);
    items.forEach((_, i) => sizes[i % limit]++);
    let next = 0;
    parts.forEach((part, i) => part.push(...items.slice(next, (next += sizes[i]))));
    const firsts = parts.flatMap((part) => part.slice(0, 1));
    const last = items[items.length - 1];
    if (firsts.at(-1) === last) return firsts;
    return firsts.length < limit ? [...firsts, last] : [...firsts.slice(0, -1), last];
  }

  it("is the same as one made by hand, whatever there is and is asked for", () => {
    for (let count = 0; count <= 60; count++) {
      const items = Array.from({ length: count }, (_, i) => i);
      for (let limit = 1; limit <= 25; limit++)
        expect(sample(items, limit), `${limit} of ${count}`).toEqual(byHand(items, limit));
    }
  });

  it("has all there is where that is no more, and else as many as asked for, first and last among them", () => {
    for (const count of [1, 2, 999, 1000, 1001, 12_345]) {
      const items = Array.from({ length: count }, (_, i) => i);
      const found = sample(items, 1000);
      expect(found).toHaveLength(Math.min(count, 1000));
      expect([found[0], found.at(-1)]).toEqual([0, count - 1]);
      expect(new Set(found).size).toBe(found.length);
    }
  });
});

describe("sampled points", () => {
  it("come run by run in the order asked for, each by step, time and value", async () => {
    const one = await runWith([...steps(3, 5), [9, 5, 999], [8, 5, 999], [Number.NaN, 5, 999]]);
    const two = await runWith([[1, -3, 50], ...steps(1)]);
    const found = await sampleMetricPoints({ ctx, input: { runIds: [two, one], key: "loss" } });
    expect(found.map(({ runId, value, step, timestamp }) => [runId, value, step, timestamp])).toEqual([
      [two, 1, -3, 50],
      [two, 0, 0, 1000],
      [one, 8, 5, 999],
      [one, 9, 5, 999],
      [one, Number.NaN, 5, 999],
      [one, 5 / 7, 5, 1000],
      [one, 6 / 7, 6, 1001],
      [one, 1, 7, 1002],
    ]);
  });

  it("are those of each run's own range of steps, thinned", async () => {
    const long = await runWith(steps(100));
    const short = await runWith(steps(4, 48));
    const input = { runIds: [long, short], key: "loss", startStep: 10, endStep: 50, limit: 5 };
    const found = await sampleMetricPoints({ ctx, input });
    expect(found.filter(({ runId }) => runId === long).map(({ step }) => step)).toEqual([10, 19, 27, 35, 50]);
    expect(found.filter(({ runId }) => runId === short).map(({ step }) => step)).toEqual([48, 49, 50]);
  });

  it("are none of runs that are unknown, another project's or without the metric", async () => {
    const own = await runWith(steps(2));
    const none = await runWith([]);
    const stranger = await createTestProject(services);
    const input = { runIds: [own, none, "0".repeat(32), "nonsense"], key: "loss" };
    expect((await sampleMetricPoints({ ctx, input })).map(({ runId }) => runId)).toEqual([own, own]);
    expect(await sampleMetricPoints({ ctx: stranger, input })).toEqual([]);
    expect(await sampleMetricPoints({ ctx, input: { ...input, key: "no//key" } })).toEqual([]);
    expect(await getMetricPointsOfRuns({ ctx: stranger, input })).toEqual([]);
  });

  it.each([
    { runIds: [] },
    { runIds: Array.from({ length: 101 }, () => "a") },
    { runIds: ["a"], limit: 0 },
    { runIds: ["a"], limit: 2501 },
    { runIds: ["a"], startStep: 1 },
    { runIds: ["a"], endStep: 1 },
    { runIds: ["a"], startStep: 2, endStep: 1 },
    { runIds: ["a\0"] },
  ])("are not asked for by %j", async (wrong) => {
    const asked = sampleMetricPoints({ ctx, input: { key: "loss", ...wrong } });
    await expect(asked).rejects.toMatchObject({ code: "invalid_input" });
  });
});

describe("a sample of a long history", () => {
  const points = steps(6_000);
  const by = (found: readonly MetricPoint[]) =>
    found.map(({ value, step, timestamp }) => [value, step, timestamp]);

  async function logged(parts: readonly (readonly Point[])[]): Promise<string> {
    const id = await runWith([]);
    for (const part of parts) {
      const own = part.map(([value, step, timestamp]) => ({ key: "loss", value, step, timestamp }));
      await logMetrics({ ctx, input: { runId: id, points: own } });
    }
    return id;
  }

  it("has the points at the right places, however many were logged at once", async () => {
    const sizes = [1, 2_499, 2_500, 999, 1];
    let from = 0;
    const id = await logged(sizes.map((size) => points.slice(from, (from += size))));
    for (const limit of [1, 2, 7, 2_499, 2_500]) {
      const found = await sampleMetricPoints({ ctx, input: { runIds: [id], key: "loss", limit } });
      expect(by(found), `${limit}`).toEqual(sample(points, limit));
    }
  });

  it("is the same where a client went back and logged steps again, or late", async () => {
    const again = points.slice(2_900, 3_100).map(([value, step, time]): Point => [value + 1, step, time + 1]);
    const id = await logged([points.slice(3_000), points.slice(0, 3_000), again, points.slice(10, 20)]);
    const all = [...points, ...again].sort((a, b) => a[1] - b[1] || a[2] - b[2]);
    const input = { runIds: [id], key: "loss", limit: 100 };
    expect(by(await sampleMetricPoints({ ctx, input }))).toEqual(sample(all, 100));
  });

  it("counts a point once that is said twice in one call, and holds what is no number", async () => {
    const odd: Point[] = [...points.slice(0, 5_998), [Number.NaN, 7_000, 1], [-Infinity, 7_001, 1]];
    const id = await logged([odd.flatMap((point) => [point, point]).slice(0, 10_000), odd.slice(5_000)]);
    const found = await sampleMetricPoints({ ctx, input: { runIds: [id], key: "loss", limit: 2_000 } });
    expect(by(found)).toEqual(sample(odd, 2_000));
  });
});

describe("all points of several runs", () => {
  it("are in the order of run ids, then time, step and value, up to a limit", async () => {
    const points: Point[] = [
      [3, 1, 20],
      [2, 0, 20],
      [1, 5, 10],
    ];
    const ids = (await Promise.all([runWith(points), runWith(points), runWith(points)])).sort();
    const asked = { runIds: [ids[2], ids[0], ids[1], ids[0]], key: "loss" };
    const found = await getMetricPointsOfRuns({ ctx, input: asked });
    expect(found.map(({ runId, value }) => [runId, value])).toEqual(
      ids.flatMap((id) => [1, 2, 3].map((v) => [id, v])),
    );
    expect(await getMetricPointsOfRuns({ ctx, input: { ...asked, limit: 4 } })).toEqual(found.slice(0, 4));
    expect(await getMetricPointsOfRuns({ ctx, input: { ...asked, limit: 9e9 } })).toEqual(found);
  });

  it("are read in parts where they are many, with nothing lost between", async () => {
    const { id } = await createRun({ ctx, input: { experimentId } });
    const other = await runWith(steps(3));
    // A hundred and fifty thousand points of one run twice are more than are in memory at once.
    await services.db.prisma.$executeRaw`
      INSERT INTO "MetricChunk" ("projectId", "runId", key, values, steps, timestamps)
      SELECT ${ctx.project.id}::uuid, ${id}, 'loss', array_agg(i::float8 ORDER BY i), array_agg(i::bigint ORDER BY i),
        array_agg(i::bigint ORDER BY i) FROM generate_series(0, 149999) AS i`;
    const input = { runIds: [other, id, id, other], key: "loss", limit: 2 };
    const found = await sampleMetricPoints({ ctx, input });
    expect(found.map(({ runId, step }) => [runId, step])).toEqual([
      [other, 0],
      [other, 2],
      [id, 0],
      [id, 149_999],
      [id, 0],
      [id, 149_999],
      [other, 0],
      [other, 2],
    ]);
  });
});
