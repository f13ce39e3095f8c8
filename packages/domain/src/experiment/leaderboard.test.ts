import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { ProjectContext } from "../context";
import { startRun } from "../run/start";
import { createTestRun } from "../run/testing";
import { addTestMember, createTestProject, createTestServices, type TestServices } from "../testing";
import { encodeCursor } from "../page";
import { findBestRuns } from "./best";
import { ensureExperiment } from "./ensure";
import { getLeaderboard } from "./leaderboard";
import type { LeaderboardInput } from "./leaderboard-schema";
import { trashExperiment } from "./trash";

let services: TestServices;
beforeAll(async () => {
  services = await createTestServices();
});
afterAll(() => services.close());

const HOUR = 3_600_000;

/** Finished runs of an experiment, each an hour after the one before; the last an hour ago. */
async function addRuns(
  ctx: ProjectContext,
  name: string,
  values: readonly number[],
  { metric = "rmse", direction = "minimize" as "minimize" | "maximize", until = Date.now() } = {},
) {
  const experiment = await ensureExperiment({
    ctx,
    input: { name, primaryMetric: metric, metricDirection: direction },
  });
  const runs: { id: string; at: Date }[] = [];
  for (const [index, value] of values.entries()) {
    const id = await createTestRun(ctx, experiment.id, { [metric]: value }, { name: `run_${index + 1}` });
    const at = new Date(until - (values.length - index) * HOUR);
    await ctx.db.prisma.run.update({
      where: { projectId_id: { projectId: ctx.project.id, id } },
      data: { startTime: at, endTime: new Date(at.getTime() + 1000) },
    });
    runs.push({ id, at });
  }
  return { ...experiment, runs };
}

const names = async (ctx: ProjectContext, input: LeaderboardInput) =>
  (await getLeaderboard({ ctx, input })).items.map(({ name }) => name);

describe("the leaderboard", () => {
  it("has nothing in a new project", async () => {
    const ctx = await createTestProject(services);
    expect(await getLeaderboard({ ctx, input: {} })).toEqual({ items: [], nextCursor: null, total: 0 });
  });

  it("tells a viewer of each experiment its best run, how it got there and what happens in it", async () => {
    const ctx = await createTestProject(services);
    // NaN never counts, of equals the earliest is the best.
    const { runs, ...experiment } = await addRuns(ctx, "homes", [5, NaN, 7, 3, 3, 4]);
    await startRun({ ctx, input: { experimentId: experiment.id, name: "under way" } });
    const { items, total } = await getLeaderboard({ ctx: await addTestMember(ctx, "viewer"), input: {} });
    expect(total).toBe(1);
    expect(items).toMatchObject([
      {
        id: experiment.id,
        name: "homes",
        primaryMetric: "rmse",
        metricDirection: "minimize",
        runCount: 7,
        recentRuns: 7,
        best: { runId: runs[3].id, name: "run_4", value: 3 },
        trend: {
          records: [
            { at: runs[0].at, value: 5 },
            { at: runs[3].at, value: 3 },
          ],
          cut: false,
        },
      },
    ]);
    expect(items[0].lastActivityAt?.getTime()).toBeGreaterThan(runs[5].at.getTime());
  });

  it("follows the metric's direction, counts the last 24 hours alone and leaves the trash out", async () => {
    const ctx = await createTestProject(services);
    const until = Date.now() - 23.5 * HOUR;
    const { runs } = await addRuns(ctx, "scores", [1, Infinity, 2], { direction: "maximize", until });
    const gone = await addRuns(ctx, "gone", [1]);
    await trashExperiment({ ctx, input: { id: gone.id } });
    const { items, total } = await getLeaderboard({ ctx, input: {} });
    expect(total).toBe(1);
    expect(items[0]).toMatchObject({
      runCount: 3,
      recentRuns: 0,
      best: { runId: runs[1].id, value: Infinity },
      trend: { records: [{ value: 1 }, { value: Infinity }] },
    });
  });

  it("names the same best run as everywhere else, whatever the values are", async () => {
    const ctx = await createTestProject(services);
    const values = [NaN, Infinity, -Infinity, 0, -0, 1, 1, 2.5];
    let seed = 7;
    const next = () => values[(seed = (seed * 1103515245 + 12345) % 2 ** 31) % values.length];
    for (const direction of ["minimize", "maximize"] as const)
      for (let length = 1; length < 6; length++)
        await addRuns(ctx, `${direction} ${length}`, Array.from({ length }, next), { direction });
    const { items } = await getLeaderboard({ ctx, input: {} });
    const best = await findBestRuns(
      ctx.db.prisma,
      ctx.project.id,
      items.map(({ id }) => id),
    );
    expect(items.map((row) => row.best)).toEqual(items.map(({ id }) => best.get(id) ?? null));
  });

  it("says of an experiment without a judged run that there is none", async () => {
    const ctx = await createTestProject(services);
    await addRuns(ctx, "empty", []);
    await addRuns(ctx, "diverged", [NaN]);
    const { items } = await getLeaderboard({ ctx, input: { order: "name", descending: false } });
    expect(items).toMatchObject([
      { name: "diverged", runCount: 1, best: null, trend: null },
      { name: "empty", runCount: 0, recentRuns: 0, lastActivityAt: null, best: null, trend: null },
    ]);
  });

  it("stands in every order both ways, what has nothing to be ordered by last", async () => {
    const ctx = await createTestProject(services);
    await addRuns(ctx, "Beta", [5, 4], { until: Date.now() - 30 * HOUR });
    await addRuns(ctx, "alpha", [9, 1, 2]);
    await addRuns(ctx, "gamma", [0.5], { metric: "r2", direction: "maximize", until: Date.now() - HOUR });
    await addRuns(ctx, "delta", []);
    const of = (order: LeaderboardInput["order"], descending: boolean) => names(ctx, { order, descending });
    expect(await of("name", false)).toEqual(["alpha", "Beta", "delta", "gamma"]);
    expect(await of("name", true)).toEqual(["gamma", "delta", "Beta", "alpha"]);
    expect(await of("runs", true)).toEqual(["alpha", "Beta", "gamma", "delta"]);
    expect(await of("recent", true)).toEqual(["alpha", "gamma", "delta", "Beta"]);
    expect(await of("activity", true)).toEqual(["alpha", "gamma", "Beta", "delta"]);
    expect(await of("activity", false)).toEqual(["Beta", "gamma", "alpha", "delta"]);
    // Of one metric together, the best of them first.
    expect(await of("best", true)).toEqual(["gamma", "alpha", "Beta", "delta"]);
    expect(await of("best", false)).toEqual(["gamma", "Beta", "alpha", "delta"]);
  });

  it.each(["activity", "name", "best", "runs", "recent"] as const)(
    "comes whole in pages by %s, each experiment once",
    async (order) => {
      const ctx = await createTestProject(services);
      for (let number = 0; number < 7; number++)
        await addRuns(ctx, `experiment ${number}`, number % 3 === 0 ? [] : [number % 3, Infinity]);
      const whole = await names(ctx, { order });
      expect(whole).toHaveLength(7);
      const seen: string[] = [];
      let cursor: string | undefined;
      do {
        const page = await getLeaderboard({ ctx, input: { order, cursor, limit: 2 } });
        expect(page.total).toBe(7);
        seen.push(...page.items.map(({ name }) => name));
        cursor = page.nextCursor ?? undefined;
      } while (cursor);
      expect(seen).toEqual(whole);
    },
  );

  it("refuses a cursor of another list", async () => {
    const ctx = await createTestProject(services);
    for (const position of [["0"], {}, [true, "", "0", "no id"], 7])
      await expect(getLeaderboard({ ctx, input: { cursor: encodeCursor(position) } })).rejects.toMatchObject({
        code: "invalid_input",
      });
  });
});
