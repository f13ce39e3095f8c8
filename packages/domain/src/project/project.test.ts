import { afterAll, beforeAll, describe, expect, it } from "vitest";
import {
  addTestMember,
  createTestProject,
  createTestServices,
  createTestUser,
  type TestServices,
} from "../testing";
import type { Context } from "../context";
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

  it("have slugs that differ, whoever makes them and in whatever script they are named", async () => {
    const [ada, eve] = [await createTestUser(services), await createTestUser(services, "Eve")];
    const slugOf = async (ctx: Context, name: string) => (await createProject({ ctx, input: { name } })).slug;
    expect(await slugOf(ada, "日本語")).toBe("project");
    expect(await slugOf(ada, "..")).toBe("project-2");
    expect(await slugOf(eve, "日本語")).toBe("project-3");
    expect(await slugOf(ada, "Prix à Paris")).toBe("prix-a-paris");
    expect(await slugOf(eve, "Prix à Paris")).toBe("prix-a-paris-2");
    const long = "x".repeat(70);
    expect(await slugOf(ada, long)).toBe("x".repeat(64));
    expect(await slugOf(eve, long)).toBe(`${"x".repeat(62)}-2`);
    const race = await Promise.all(["日", "本", "語"].map((name) => slugOf(ada, name)));
    expect(race.sort()).toEqual(["project-4", "project-5", "project-6"]);
  });

  it("never have an address of the product's own, and no address twice", async () => {
    const ctx = await createTestUser(services);
    expect((await createProject({ ctx, input: { name: "API" } })).slug).toBe("api-2");
    expect((await createProject({ ctx, input: { name: "Sign in" } })).slug).toBe("sign-in-2");
    for (const [slug, code] of [
      ["version", "invalid_input"],
      ["api-2", "already_exists"],
    ])
      await expect(createProject({ ctx, input: { name: "Mine", slug } })).rejects.toMatchObject({ code });
    expect(await services.db.prisma.project.count({ where: { name: "Mine" } })).toBe(0);
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
