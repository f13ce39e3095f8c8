import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { ProjectContext } from "../context";
import { ensureExperiment } from "../experiment/ensure";
import { getExperiment } from "../experiment/get";
import { listExperiments } from "../experiment/list";
import type { ExperimentRef } from "../experiment/schema";
import { createTestProject, createTestServices, type TestServices } from "../testing";
import { describeRuns } from "./describe";
import { listRuns } from "./list";
import { logMetrics } from "./log-metrics";
import { startRun } from "./start";
import type { ListRunsInput } from "./table-schema";
import { createTestExperiment, createTestRun, createTestVersion } from "./testing";

let services: TestServices;
let ctx: ProjectContext;
let experiment: ExperimentRef;

/** name: metrics and params. The names tell nothing about the order. */
const RUNS: Record<string, { rmse?: number; depth?: string | number }> = {
  golf: { rmse: 3, depth: 9 },
  alpha: { rmse: NaN, depth: "None" },
  echo: { rmse: 1, depth: 20 },
  bravo: { depth: 100 },
  foxtrot: { rmse: -Infinity, depth: "auto" },
  charlie: { rmse: 2 },
  hotel: { rmse: 2, depth: 1e1 },
  delta: { rmse: Infinity },
};

beforeAll(async () => {
  services = await createTestServices();
  ctx = await createTestProject(services);
  experiment = await createTestExperiment(ctx);
  for (const [name, { rmse, depth }] of Object.entries(RUNS)) {
    const metrics: Record<string, number> = rmse === undefined ? {} : { rmse };
    const params: Record<string, string | number> = depth === undefined ? {} : { max_depth: depth };
    await createTestRun(ctx, experiment.id, metrics, { name, params });
  }
});
afterAll(() => services.close());

/** Every page's run names, read with pages of `limit`. */
async function namesBy(order: string, limit: number): Promise<string[]> {
  const found: string[] = [];
  let cursor: string | undefined;
  do {
    const page = await listRuns({
      ctx,
      input: { experiment: experiment.name, orderBy: [order], limit, cursor },
    });
    found.push(...page.items.map(({ name }) => name));
    cursor = page.nextCursor ?? undefined;
  } while (cursor !== undefined);
  return found;
}

describe("listing runs", () => {
  it("sorts by a metric in both directions: infinities by size, then NaN, then runs without it", async () => {
    const up = await namesBy("metrics.rmse asc", 50);
    expect(up).toEqual(["foxtrot", "echo", "hotel", "charlie", "golf", "delta", "alpha", "bravo"]);
    const down = await namesBy("metrics.rmse desc", 50);
    expect(down).toEqual(["delta", "golf", "hotel", "charlie", "echo", "foxtrot", "alpha", "bravo"]);
  });

  it("sorts parameters that read as numbers by size, then texts, then runs without it", async () => {
    expect(await namesBy("params.max_depth asc", 50)).toEqual([
      "golf",
      "hotel",
      "echo",
      "bravo",
      "alpha",
      "foxtrot",
      "delta",
      "charlie",
    ]);
    expect(await namesBy("params.max_depth desc", 50)).toEqual([
      "bravo",
      "echo",
      "hotel",
      "golf",
      "foxtrot",
      "alpha",
      "delta",
      "charlie",
    ]);
  });

  it("sorts by name and by start", async () => {
    const sorted = Object.keys(RUNS).sort();
    expect(await namesBy("run_name asc", 50)).toEqual(sorted);
    expect(await namesBy("run_name desc", 50)).toEqual(sorted.reverse());
    expect(await namesBy("start_time asc", 50)).toEqual(Object.keys(RUNS));
  });

  it("gives the same order in pages of any size", async () => {
    const fields = [
      "metrics.rmse",
      "metrics.nowhere",
      "params.max_depth",
      "run_name",
      "status",
      "start_time",
      "end_time",
      "duration",
    ];
    const sorts = fields.flatMap((field) => [`${field} ASC`, `${field} DESC`]);
    for (const sort of sorts) {
      const whole = await namesBy(sort, 50);
      expect([...whole].sort()).toEqual(Object.keys(RUNS).sort());
      expect(await namesBy(sort, sort.endsWith("ASC") ? 1 : 3), sort).toEqual(whole);
    }
  });

  it("takes no foreign cursor", async () => {
    for (const cursor of ["nonsense", "e30="])
      await expect(listRuns({ ctx, input: { experiment: experiment.name, cursor } })).rejects.toMatchObject({
        code: "invalid_input",
      });
  });

  it("leaves child runs and what only they logged out when asked to, in pages too", async () => {
    const own = await createTestExperiment(ctx);
    const parent = await createTestRun(ctx, own.id, { rmse: 1 }, { name: "search" });
    for (const name of ["trial_0", "trial_1"])
      await createTestRun(ctx, own.id, { cv_rmse: 2 }, { name, tags: { "mlflow.parentRunId": parent } });
    await createTestRun(ctx, own.id, { rmse: 3 }, { name: "tuned", tags: { "mlflow.note.content": "x" } });
    const list = (input: Partial<ListRunsInput>) =>
      listRuns({ ctx, input: { experiment: own.name, orderBy: ["run_name"], ...input } });
    const describe = (children: boolean) => describeRuns({ ctx, input: { experiment: own.name, children } });
    const alone = await list({ children: false });
    expect(alone.items.map(({ name }) => name)).toEqual(["search", "tuned"]);
    expect(alone.nextCursor).toBeNull();
    expect(await describe(false)).toMatchObject({ metricKeys: ["rmse"], hasChildren: true });
    const first = await list({ children: false, limit: 1 });
    const rest = await list({ children: false, limit: 1, cursor: first.nextCursor ?? "" });
    expect([...first.items, ...rest.items].map(({ name }) => name)).toEqual(["search", "tuned"]);
    const all = await list({});
    expect(all.items.map(({ name }) => name)).toEqual(["search", "trial_0", "trial_1", "tuned"]);
    expect((await describe(true)).metricKeys).toEqual(["cv_rmse", "rmse"]);
  });

  it("takes texts that look like SQL for what they are", async () => {
    const injected = { orderBy: ["metrics.a' OR 1=1"], filter: "run_name = '' OR 1=1; --" };
    const input = { experiment: experiment.name };
    await expect(listRuns({ ctx, input: { ...input, orderBy: injected.orderBy } })).rejects.toMatchObject({
      code: "invalid_input",
    });
    await expect(listRuns({ ctx, input: { ...input, filter: injected.filter } })).rejects.toMatchObject({
      code: "invalid_input",
    });
    await expect(listRuns({ ctx, input: { experiment: 'x\'; DROP TABLE "Run"; --' } })).rejects.toMatchObject(
      {
        code: "not_found",
      },
    );
  });

  it("finds no experiment of another project", async () => {
    const stranger = await createTestProject(services);
    const missing = { code: "not_found" };
    await expect(listRuns({ ctx: stranger, input: { experiment: experiment.name } })).rejects.toMatchObject(
      missing,
    );
    await expect(getExperiment({ ctx: stranger, input: { name: experiment.name } })).rejects.toMatchObject(
      missing,
    );
    expect((await listExperiments({ ctx: stranger, input: {} })).items).toEqual([]);
  });
});

describe("the best run", () => {
  async function bestOf(direction: "minimize" | "maximize", rmses: number[]) {
    const own = await createTestExperiment(ctx, direction);
    for (const rmse of rmses) await createTestRun(ctx, own.id, { rmse }, { name: `rmse ${rmse}` });
    const { id: running } = await startRun({ ctx, input: { experimentId: own.id, name: "running" } });
    const value = direction === "minimize" ? -1000 : 1000;
    await logMetrics({ ctx, input: { runId: running, points: [{ key: "rmse", value, timestamp: 0 }] } });
    const { items } = await listRuns({ ctx, input: { experiment: own.name } });
    const { best } = await getExperiment({ ctx, input: { name: own.name } });
    expect(items.filter(({ isBest }) => isBest).map(({ id }) => id)).toEqual(best ? [best.runId] : []);
    return best?.name ?? null;
  }

  it("has the smallest or the largest primary metric among the finished ones, never NaN", async () => {
    expect(await bestOf("minimize", [3, NaN, 2, 5])).toBe("rmse 2");
    expect(await bestOf("maximize", [3, NaN, 2, 5])).toBe("rmse 5");
    expect(await bestOf("minimize", [NaN])).toBeNull();
    expect(await bestOf("maximize", [])).toBeNull();
  });

  it("is the earliest of equals", async () => {
    const own = await createTestExperiment(ctx);
    const first = await createTestRun(ctx, own.id, { rmse: 1 });
    await createTestRun(ctx, own.id, { rmse: 1 });
    expect((await getExperiment({ ctx, input: { name: own.name } })).best?.runId).toBe(first);
  });
});

it("shows with a run the versions made from it", async () => {
  const own = await createTestExperiment(ctx);
  const runId = await createTestRun(ctx, own.id);
  const version = await createTestVersion(ctx, "listed", { runId });
  const { items } = await listRuns({ ctx, input: { experiment: own.name } });
  expect(items[0].versions).toEqual([{ id: version.id, model: "listed", number: 1, stage: "None" }]);
});

it("gives everyone who asks at the same time one experiment, judged as the newest caller judges", async () => {
  const ask = (primaryMetric: string) =>
    ensureExperiment({ ctx, input: { name: "shared", primaryMetric, metricDirection: "maximize" } });
  const asked = await Promise.all(Array.from({ length: 6 }, () => ask("r2")));
  expect(new Set(asked.map(({ id }) => id)).size).toBe(1);
  expect(await ask("f1")).toMatchObject({ id: asked[0].id, primaryMetric: "f1" });
});

it("lists experiments newest first in pages", async () => {
  const other = await createTestProject(services);
  const made: string[] = [];
  for (let index = 0; index < 3; index++) made.unshift((await createTestExperiment(other)).name);
  const first = await listExperiments({ ctx: other, input: { limit: 2 } });
  const rest = await listExperiments({ ctx: other, input: { limit: 2, cursor: first.nextCursor ?? "" } });
  expect([...first.items, ...rest.items].map(({ name }) => name)).toEqual(made);
  expect(rest.nextCursor).toBeNull();
  expect(first.items[0]).toMatchObject({ runCount: 0, lastRunAt: null, best: null });
});
