import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { listProjects } from "../project/list";
import {
  addTestMember,
  createTestProject,
  createTestServices,
  createTestUser,
  type TestServices,
} from "../testing";
import { addMember } from "./add";
import { listMembers } from "./list";

let services: TestServices;
beforeAll(async () => {
  services = await createTestServices();
});
afterAll(() => services.close());

async function person(name: string) {
  const ctx = await createTestUser(services, name);
  if (ctx.actor.kind !== "user") throw new Error("not a person");
  return { ctx, email: ctx.actor.email };
}

describe("members", () => {
  it("are added by an owner, once, and see the project in their list", async () => {
    const ctx = await createTestProject(services, { name: "Shared" });
    const grace = await person("Grace");
    const input = { email: grace.email.toUpperCase(), role: "contributor" as const };
    expect(await addMember({ ctx, input })).toMatchObject({ name: "Grace", role: "contributor" });
    expect(await listProjects({ ctx: grace.ctx })).toEqual([
      { slug: ctx.project.slug, name: "Shared", role: "contributor" },
    ]);
    expect((await listMembers({ ctx })).map(({ name, role }) => [name, role])).toEqual([
      ["Ada", "owner"],
      ["Grace", "contributor"],
    ]);
    await expect(addMember({ ctx, input })).rejects.toMatchObject({ code: "already_exists" });
    expect(await services.db.prisma.event.findMany({ where: { projectId: ctx.project.id } })).toMatchObject([
      { name: "member/added", data: { name: "Grace", role: "contributor" } },
    ]);
  });

  it("need an account", async () => {
    const ctx = await createTestProject(services);
    const input = { email: "nobody@example.com", role: "viewer" as const };
    await expect(addMember({ ctx, input })).rejects.toMatchObject({ code: "not_found" });
  });

  it.each(["maintainer", "contributor", "viewer"] as const)("are not added by a %s", async (role) => {
    const ctx = await addTestMember(await createTestProject(services), role);
    const { email } = await person("Eve");
    await expect(addMember({ ctx, input: { email, role: "viewer" } })).rejects.toMatchObject({
      code: "permission_denied",
    });
    expect(await listMembers({ ctx })).toHaveLength(2);
  });
});
