import { afterAll, beforeAll, expect, it } from "vitest";
import type { ProjectContext } from "../context";
import { CHANNELS } from "../event/channels";
import { createTestVersion } from "../run/testing";
import { createTestProject, createTestServices, type TestServices } from "../testing";
import { getModel } from "./get";
import type { StageName, TransitionStageInput } from "./schema";
import { transitionStage } from "./transition-stage";

let services: TestServices;
let ctx: ProjectContext;

beforeAll(async () => {
  services = await createTestServices();
  ctx = await createTestProject(services);
});
afterAll(() => services.close());

async function createVersions(model: string, count: number) {
  for (let index = 0; index < count; index++) await createTestVersion(ctx, model);
  const move = (number: number, stage: StageName, rest: Partial<TransitionStageInput> = {}) =>
    transitionStage({ ctx, input: { model, number, stage, ...rest } });
  const read = () => getModel({ ctx, input: { name: model } });
  const stages = async () =>
    Object.fromEntries((await read()).versions.map(({ number, stage }) => [number, stage]));
  return { move, read, stages };
}

it("swaps Production in one step and writes who, from, to and why for both versions", async () => {
  const { move, read, stages } = await createVersions("swap", 2);
  expect(await move(1, "Production", { reason: "First." })).toMatchObject({ archived: [], changed: true });
  const swap = await move(2, "Production", { reason: "RMSE 3,112 lower." });
  expect(swap).toMatchObject({ version: { number: 2, stage: "Production" }, archived: [1], changed: true });
  expect(await stages()).toEqual({ 1: "Archived", 2: "Production" });
  const { history } = await read();
  expect(
    history.map(({ number, from, to, reason, actor }) => [number, from, to, reason, actor.name]),
  ).toEqual([
    [2, "None", "Production", "RMSE 3,112 lower.", "Ada"],
    [1, "Production", "Archived", "Replaced by v2.", "Ada"],
    [1, "None", "Production", "First.", "Ada"],
  ]);
  const events = await ctx.db.prisma.event.findMany({
    where: {
      projectId: ctx.project.id,
      name: "model-version/stage-changed",
      data: { path: ["model"], equals: "swap" },
    },
  });
  expect(events).toHaveLength(3);
});

it("lets two promotions at the same time leave exactly one Production and a history that adds up", async () => {
  const { move, read, stages } = await createVersions("race", 6);
  await move(1, "Production");
  for (let round = 0; round < 5; round++) {
    const results = await Promise.allSettled([2, 3, 4, 5, 6].map((number) => move(number, "Production")));
    expect(results.filter(({ status }) => status === "rejected")).toEqual([]);
    expect(Object.values(await stages()).filter((stage) => stage === "Production")).toHaveLength(1);
  }
  const { history, versions } = await read();
  // Replayed from None, each line starts where the one before it ended, with never two Productions.
  const replayed = new Map<number, StageName>(versions.map(({ number }) => [number, "None"]));
  for (const { number, from, to } of [...history].reverse()) {
    expect(replayed.get(number)).toBe(from);
    replayed.set(number, to);
    expect([...replayed.values()].filter((stage) => stage === "Production").length).toBeLessThanOrEqual(1);
  }
  expect(Object.fromEntries(replayed)).toEqual(await stages());
});

it("does nothing when the version stands there already", async () => {
  const { move, read } = await createVersions("same", 1);
  await move(1, "Staging");
  expect(await move(1, "Staging")).toMatchObject({ changed: false });
  expect((await read()).history).toHaveLength(1);
});

it("keeps several versions in Staging unless told to archive them", async () => {
  const { move, stages } = await createVersions("staging", 3);
  await move(1, "Staging");
  await move(2, "Staging");
  expect(await stages()).toMatchObject({ 1: "Staging", 2: "Staging" });
  expect((await move(3, "Staging", { archiveExisting: true })).archived).toEqual([1, 2]);
  expect(await stages()).toEqual({ 1: "Archived", 2: "Archived", 3: "Staging" });
});

it("refuses a second Production that may not archive the first, and changes nothing", async () => {
  const { move, stages, read } = await createVersions("refused", 2);
  await move(1, "Production");
  await expect(move(2, "Production", { archiveExisting: false })).rejects.toMatchObject({
    code: "in_production",
    facts: { number: 1 },
  });
  await expect(move(9, "Production")).rejects.toMatchObject({ code: "not_found" });
  expect(await stages()).toEqual({ 1: "Production", 2: "None" });
  expect((await read()).history).toHaveLength(1);
});

it("rolls back to an archived version", async () => {
  const { move, stages } = await createVersions("rollback", 2);
  await move(1, "Production");
  await move(2, "Production");
  await move(1, "Production", { reason: "v2 is worse on Mondays." });
  expect(await stages()).toEqual({ 1: "Production", 2: "Archived" });
});

it("tells inference processes when Production changes and only then", async () => {
  const { move, read } = await createVersions("told", 1);
  const heard: unknown[] = [];
  const subscription = services.db.listener.subscribe(CHANNELS.serving, (text) =>
    heard.push(JSON.parse(text)),
  );
  await services.db.listener.ready();
  await move(1, "Staging");
  await move(1, "Production");
  await move(1, "Archived");
  await expect.poll(() => heard.length).toBeGreaterThanOrEqual(2);
  subscription.unsubscribe();
  const change = { kind: "model", projectId: ctx.project.id, modelId: (await read()).id };
  expect(heard).toEqual([change, change]);
});
