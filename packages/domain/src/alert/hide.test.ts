import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { listEvents } from "../event/list";
import { createTestPipelineRun } from "../run/testing";
import { addTestMember, createTestProject, createTestServices, type TestServices } from "../testing";
import { hideAlert } from "./hide";
import { listAlerts } from "./list";
import { HIDDEN_AT_MOST_MS } from "./schema";
import { showAlert } from "./show";
import { reportTestLoad } from "../serving/testing";
import { addPipelineRun, promote } from "./testing";

let services: TestServices;
beforeAll(async () => {
  services = await createTestServices();
});
afterAll(() => services.close());

describe("a hidden alert", () => {
  it("stays hidden for everyone until another run fails, and can be shown again", async () => {
    const ctx = await createTestProject(services);
    const { id: first } = await createTestPipelineRun(ctx);
    await addPipelineRun(ctx, first, 2, "failed");
    const [{ id }] = await listAlerts({ ctx });
    await hideAlert({ ctx, input: { id } });
    await hideAlert({ ctx, input: { id } });
    const viewer = await addTestMember(ctx, "viewer");
    expect(await listAlerts({ ctx: viewer })).toMatchObject([{ id, hidden: true }]);
    await showAlert({ ctx, input: { id } });
    await showAlert({ ctx, input: { id } });
    expect(await listAlerts({ ctx: viewer })).toMatchObject([{ id, hidden: false }]);
    await hideAlert({ ctx, input: { id } });
    await addPipelineRun(ctx, first, 3, "failed");
    const [again] = await listAlerts({ ctx });
    expect(again).toMatchObject({ number: 3, failures: 2, hidden: false });
    // What is over is forgotten with the next.
    await hideAlert({ ctx, input: { id: again.id } });
    expect(await ctx.db.prisma.hiddenAlert.count({ where: { projectId: ctx.project.id } })).toBe(1);
    const { items } = await listEvents({ ctx, input: { limit: 2 } });
    expect(items.map(({ name }) => name)).toEqual(["alert/hidden", "alert/hidden"]);
  });

  it("comes back after a day where nothing records that it ended and began again", async () => {
    const ctx = await createTestProject(services);
    const version = await promote(ctx, "prices");
    await reportTestLoad(ctx, version.id, { state: "failed", error: "damaged" });
    const [{ id: alertId }] = await listAlerts({ ctx });
    await hideAlert({ ctx, input: { id: alertId } });
    expect(await listAlerts({ ctx })).toMatchObject([{ hidden: true }]);
    await ctx.db.prisma.hiddenAlert.update({
      where: { projectId_alertId: { projectId: ctx.project.id, alertId } },
      data: { hiddenAt: new Date(Date.now() - HIDDEN_AT_MOST_MS - 1) },
    });
    expect(await listAlerts({ ctx })).toMatchObject([{ hidden: false }]);
  });

  it("is of its own project, is there, and is hidden by those who may write", async () => {
    const ctx = await createTestProject(services);
    const { id: first } = await createTestPipelineRun(ctx);
    await addPipelineRun(ctx, first, 2, "failed");
    const [{ id }] = await listAlerts({ ctx });
    const other = await createTestProject(services);
    await expect(hideAlert({ ctx: other, input: { id } })).rejects.toMatchObject({ code: "not_found" });
    await expect(hideAlert({ ctx, input: { id: "nothing" } })).rejects.toMatchObject({ code: "not_found" });
    await expect(hideAlert({ ctx, input: { id: "" } })).rejects.toMatchObject({ code: "invalid_input" });
    const viewer = await addTestMember(ctx, "viewer");
    for (const verb of [hideAlert, showAlert])
      await expect(verb({ ctx: viewer, input: { id } })).rejects.toMatchObject({ code: "permission_denied" });
  });
});
