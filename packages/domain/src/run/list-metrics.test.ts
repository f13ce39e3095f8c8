import { afterAll, beforeAll, expect, it } from "vitest";
import type { ProjectContext } from "../context";
import { createTestProject, createTestServices, type TestServices } from "../testing";
import { finishRun } from "./finish";
import { listRunMetrics } from "./list-metrics";
import { logMetrics } from "./log-metrics";
import type { ListRunMetricsInput } from "./schema";
import { startRun } from "./start";
import { createTestExperiment } from "./testing";

let services: TestServices;
let ctx: ProjectContext;
let runId: string;

const point = (key: string, value: number, step = 0) => ({ key, value, step, timestamp: 1000 + step });

beforeAll(async () => {
  services = await createTestServices();
  ctx = await createTestProject(services);
  const { id: experimentId } = await createTestExperiment(ctx);
  ({ id: runId } = await startRun({ ctx, input: { experimentId, name: "net" } }));
  await logMetrics({
    ctx,
    input: {
      runId,
      points: [
        ...[0, 1, 2].flatMap((step) => [
          point("train_loss", 3 - step, step),
          point("validation_loss", 4, step),
        ]),
        point("system/cpu_utilization_percentage", 50),
        point("late", 1, 7),
        point("train_", NaN),
        point("rmse", 2),
        point("Accuracy/top 1", 0.5),
      ],
    },
  });
  await logMetrics({ ctx, input: { runId, points: [point("system/cpu_utilization_percentage", 60, 1)] } });
});
afterAll(() => services.close());

const list = async (input: Partial<ListRunMetricsInput> = {}) => {
  const { items, total } = await listRunMetrics({ ctx, input: { runId, ...input } });
  return { names: items.map(({ name }) => name), total };
};

it("puts the sides of one metric together: chosen names first, then those without a folder, then folder by folder", async () => {
  expect(await list({ first: ["rmse", "r2"] })).toEqual({
    names: ["rmse", "late", "loss", "train_", "Accuracy/top 1", "system/cpu_utilization_percentage"],
    total: 6,
  });
  const { items } = await listRunMetrics({ ctx, input: { runId, search: "loss" } });
  expect(items).toEqual([
    {
      name: "loss",
      hasHistory: true,
      latest: [
        { key: "train_loss", value: 1, step: 2, timestamp: new Date(1002) },
        { key: "validation_loss", value: 4, step: 2, timestamp: new Date(1002) },
      ],
    },
  ]);
});

it("finds those that were logged more than once, in one call or in several", async () => {
  expect(await list({ history: true })).toEqual({
    names: ["loss", "system/cpu_utilization_percentage"],
    total: 2,
  });
});

it("searches keys in any case, takes no character for a pattern, and keeps NaN", async () => {
  expect(await list({ search: "ACC" })).toEqual({ names: ["Accuracy/top 1"], total: 1 });
  expect(await list({ search: "%" })).toEqual({ names: [], total: 0 });
  const { items } = await listRunMetrics({ ctx, input: { runId, search: "train_", history: false } });
  expect(items.find(({ name }) => name === "train_")?.latest[0].value).toBeNaN();
});

it("gives a page of 12,000 metrics, and tells of the end without all of them", async () => {
  const { id: experimentId } = await createTestExperiment(ctx);
  const { id } = await startRun({ ctx, input: { experimentId, name: "wide" } });
  for (const half of [0, 1]) {
    const points = Array.from({ length: 6000 }, (_, i) =>
      point(`layer_${String(half * 6000 + i).padStart(5, "0")}/norm`, i),
    );
    await logMetrics({ ctx, input: { runId: id, points } });
  }
  const { items, total } = await listRunMetrics({ ctx, input: { runId: id, page: 240, limit: 50 } });
  expect(total).toBe(12_000);
  await finishRun({ ctx, input: { runId: id, status: "FINISHED" } });
  const event = await ctx.db.prisma.event.findFirstOrThrow({
    where: { projectId: ctx.project.id, name: "run/finished", data: { path: ["runId"], equals: id } },
  });
  expect(Object.keys((event.data as { metrics: object }).metrics)).toHaveLength(100);
  expect([items.at(0)?.name, items.at(-1)?.name]).toEqual(["layer_11950/norm", "layer_11999/norm"]);
});

it("shows a stranger nothing", async () => {
  const stranger = await createTestProject(services);
  await expect(listRunMetrics({ ctx: stranger, input: { runId } })).rejects.toMatchObject({
    code: "not_found",
  });
});
