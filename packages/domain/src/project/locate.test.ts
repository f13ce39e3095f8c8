import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createLoggedModel } from "../logged-model/create";
import { createModel } from "../model/create";
import { updateModel } from "../model/update";
import type { ProjectContext } from "../context";
import { createTestExperiment, createTestRun } from "../run/testing";
import { addTestMember, createTestProject, createTestServices, type TestServices } from "../testing";
import { locate } from "./locate";

let services: TestServices;
let ctx: ProjectContext;
beforeAll(async () => {
  services = await createTestServices();
  ctx = await createTestProject(services);
});
afterAll(() => services.close());

describe("what an address of MLflow names", () => {
  it("is found among the projects of the person who asks", async () => {
    const { id: experimentId, name: experiment } = await createTestExperiment(ctx);
    const runId = await createTestRun(ctx, experimentId);
    const { id: loggedModelId } = await createLoggedModel({
      ctx,
      input: { experimentId, sourceRunId: runId },
    });
    const project = ctx.project.slug;
    for (const [input, found] of [
      [{ runId }, { project, experiment, runId }],
      [{ loggedModelId }, { project, experiment, runId }],
      [{ experimentId }, { project, experiment, runId: null }],
      [{ experiment }, { project, experiment, runId: null }],
    ] as const)
      expect(await locate({ ctx, input })).toEqual(found);
    const stranger = await createTestProject(services);
    for (const input of [{ runId }, { loggedModelId }, { experimentId }, { experiment }, { model: "x" }])
      await expect(locate({ ctx: stranger, input })).rejects.toMatchObject({ code: "not_found" });
  });

  it("is the one that was changed last where several projects have its name", async () => {
    const other = await createTestProject(services);
    if (ctx.actor.kind !== "user") throw new Error("A person asks.");
    await ctx.db.prisma.member.create({
      data: { projectId: other.project.id, userId: ctx.actor.userId, role: "viewer" },
    });
    for (const each of [ctx, other]) await createModel({ ctx: each, input: { name: "forest" } });
    const find = async () => (await locate({ ctx, input: { model: "forest" } })).project;
    expect(await find()).toBe(other.project.slug);
    await updateModel({ ctx, input: { model: "forest", description: "changed" } });
    expect(await find()).toBe(ctx.project.slug);
    const viewer = await addTestMember(other, "viewer");
    expect(await locate({ ctx: viewer, input: { model: "forest" } })).toMatchObject({
      project: other.project.slug,
    });
  });
});
