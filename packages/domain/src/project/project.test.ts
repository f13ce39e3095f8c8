import { afterAll, beforeAll, describe, expect, it } from "vitest";
import {
  addTestMember,
  createTestProject,
  createTestServices,
  createTestUser,
  type TestServices,
} from "../testing";
import { createProject } from "./create";
import { openProject } from "./open";

let services: TestServices;
beforeAll(async () => {
  services = await createTestServices();
});
afterAll(() => services.close());

describe("projects", () => {
  it("belong to the person who creates them, and the event says so", async () => {
    const ctx = await createTestUser(services);
    const ref = await createProject({ ctx, input: { name: "Housing Prices!" } });
    expect(ref.slug).toBe("housing-prices");
    const opened = await openProject(ctx, "housing-prices");
    expect(opened).toMatchObject({ role: "owner", project: { id: ref.id, name: "Housing Prices!" } });
    const events = await services.db.prisma.event.findMany({ where: { projectId: ref.id } });
    expect(events).toMatchObject([
      {
        name: "project/created",
        data: { slug: "housing-prices", name: "Housing Prices!" },
        dispatchedAt: null,
      },
    ]);
  });

  it("refuse a name that is taken, and leave nothing", async () => {
    const ctx = await createTestUser(services);
    await createProject({ ctx, input: { name: "Twice" } });
    const before = await services.db.prisma.event.count();
    await expect(createProject({ ctx, input: { name: "Twice" } })).rejects.toMatchObject({
      code: "already_exists",
    });
    expect(await services.db.prisma.event.count()).toBe(before);
  });

  it("are not there for a stranger", async () => {
    const ctx = await createTestProject(services);
    const stranger = await createTestUser(services, "Eve");
    await expect(openProject(stranger, ctx.project.slug)).rejects.toMatchObject({ code: "not_found" });
  });

  it("know each member's role", async () => {
    const ctx = await createTestProject(services);
    const viewer = await addTestMember(ctx, "viewer");
    expect(await openProject(viewer, ctx.project.slug)).toMatchObject({ role: "viewer" });
  });
});
