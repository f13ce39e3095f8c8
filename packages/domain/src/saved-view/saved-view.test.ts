import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { ProjectContext } from "../context";
import { getExperiment } from "../experiment/get";
import { judgeExperiment } from "../experiment/judge";
import { listExperiments } from "../experiment/list";
import { createExperiment } from "../experiment/create";
import { trashExperiment } from "../experiment/trash";
import { createTestExperiment, createTestRun } from "../run/testing";
import { addTestMember, createTestProject, createTestServices, type TestServices } from "../testing";
import { createSavedView } from "./create";
import { deleteSavedView } from "./delete";
import { listSavedViews } from "./list";
import type { RunsViewInput } from "./schema";
import { updateSavedView } from "./update";

let services: TestServices;
let ctx: ProjectContext;
beforeAll(async () => {
  services = await createTestServices();
  ctx = await createTestProject(services);
});
afterAll(() => services.close());

const VIEW: RunsViewInput = {
  filter: "metrics.rmse < 3 AND params.depth = '2'",
  order: "metrics.`val/größe: 2` DESC",
  columns: ["status", "metrics.val/größe: 2", "params.depth"],
  pinned: ["metrics.rmse"],
};

describe("a saved view", () => {
  it("is there for everyone in the project, changed and deleted by those who may log runs", async () => {
    const { name: experiment } = await createTestExperiment(ctx);
    const { id } = await createSavedView({ ctx, input: { experiment, name: "Deep", view: VIEW } });
    const viewer = await addTestMember(ctx, "viewer");
    const seen = () => listSavedViews({ ctx: viewer, input: { experiment } });
    const view = { ...VIEW, trials: false, group: null };
    expect(await seen()).toMatchObject([{ id, name: "Deep", view, createdBy: { name: "Ada" } }]);
    const changed = { ...view, filter: "", trials: true };
    await updateSavedView({ ctx, input: { id, name: "Deeper", view: changed } });
    expect(await seen()).toMatchObject([{ id, name: "Deeper", view: changed }]);
    const denied = { code: "permission_denied" };
    await expect(deleteSavedView({ ctx: viewer, input: { id } })).rejects.toMatchObject(denied);
    await deleteSavedView({ ctx, input: { id } });
    expect(await seen()).toEqual([]);
    const events = await ctx.db.prisma.event.findMany({
      where: { projectId: ctx.project.id, name: { startsWith: "saved-view/" } },
      orderBy: { at: "asc" },
    });
    expect(events.map(({ name, data }) => [name, (data as { view: string }).view])).toEqual([
      ["saved-view/created", "Deep"],
      ["saved-view/changed", "Deeper"],
      ["saved-view/deleted", "Deeper"],
    ]);
  });

  it("has a name of its own in its experiment", async () => {
    const { name: experiment } = await createTestExperiment(ctx);
    const create = (name: string) => createSavedView({ ctx, input: { experiment, name, view: {} } });
    await create("One");
    const { id } = await create("Two");
    const taken = { code: "already_exists", message: 'There is a view "One" already.' };
    await expect(create("One")).rejects.toMatchObject(taken);
    await expect(updateSavedView({ ctx, input: { id, name: "One" } })).rejects.toMatchObject(taken);
  });

  it("is refused where it could not be opened", async () => {
    const { name: experiment } = await createTestExperiment(ctx);
    const create = (view: RunsViewInput) => createSavedView({ ctx, input: { experiment, name: "x", view } });
    const refused = { code: "invalid_input" };
    for (const view of [{ filter: "metrics.rmse <" }, { order: "colour" }, { columns: ["colour"] }])
      await expect(create(view)).rejects.toMatchObject(refused);
    expect(await listSavedViews({ ctx, input: { experiment } })).toEqual([]);
  });

  it("is nothing to another project", async () => {
    const { name: experiment } = await createTestExperiment(ctx);
    const { id } = await createSavedView({ ctx, input: { experiment, name: "x", view: {} } });
    const stranger = await createTestProject(services);
    const missing = { code: "not_found" };
    await expect(listSavedViews({ ctx: stranger, input: { experiment } })).rejects.toMatchObject(missing);
    await expect(deleteSavedView({ ctx: stranger, input: { id } })).rejects.toMatchObject(missing);
  });
});

it("moves the star with the metric by which runs are judged", async () => {
  const { id, name } = await createTestExperiment(ctx);
  const low = await createTestRun(ctx, id, { rmse: 1, r2: 0.1 });
  const high = await createTestRun(ctx, id, { rmse: 2, r2: 0.9 });
  const best = async () => (await getExperiment({ ctx, input: { name } })).best?.runId;
  expect(await best()).toBe(low);
  await judgeExperiment({ ctx, input: { id, primaryMetric: "r2", metricDirection: "maximize" } });
  expect(await best()).toBe(high);
  await judgeExperiment({ ctx, input: { id, primaryMetric: null, metricDirection: "maximize" } });
  expect(await best()).toBeUndefined();
});

it("finds experiments by a part of their name, letter by letter, in the trash and outside", async () => {
  const own = await createTestProject(services);
  const names = ["Homes", "homes_100%", "cars"];
  for (const name of names) await createExperiment({ ctx: own, input: { name } });
  const find = async (text: string, trash = false) =>
    (await listExperiments({ ctx: own, input: { text, trash } })).items.map(({ name }) => name);
  expect(await find("HOME")).toEqual(["homes_100%", "Homes"]);
  expect(await find("0%")).toEqual(["homes_100%"]);
  expect([await find("_"), await find("\\")]).toEqual([["homes_100%"], []]);
  const { id } = await getExperiment({ ctx: own, input: { name: "Homes" } });
  await trashExperiment({ ctx: own, input: { id } });
  expect([await find("home"), await find("home", true)]).toEqual([["homes_100%"], ["Homes"]]);
});
