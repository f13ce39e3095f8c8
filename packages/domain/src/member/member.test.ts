import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { ProjectContext } from "../context";
import { listProjects } from "../project/list";
import { openProject } from "../project/open";
import { addTestMember, createTestProject, createTestServices, type TestServices } from "../testing";
import { changeRole } from "./change-role";
import { listMembers } from "./list";
import { leaveProject, removeMember } from "./remove";

let services: TestServices;
beforeAll(async () => {
  services = await createTestServices();
});
afterAll(() => services.close());

const idOf = ({ actor }: ProjectContext) => {
  if (actor.kind !== "user") throw new Error("not a person");
  return actor.userId;
};
const rolesIn = async (ctx: ProjectContext) => {
  const members = await services.db.prisma.member.findMany({ where: { projectId: ctx.project.id } });
  return members.map(({ role }) => role).sort();
};
const eventsOf = async ({ project }: ProjectContext) => {
  const events = await services.db.prisma.event.findMany({ where: { projectId: project.id } });
  return events.map(({ name, data }) => [name, data]);
};
const LAST_OWNER = { code: "last_owner" };

it("members are seen by all of them, by name", async () => {
  const owner = await createTestProject(services);
  const viewer = await addTestMember(owner, "viewer");
  expect((await listMembers({ ctx: viewer })).map(({ name, role }) => [name, role]).sort()).toEqual([
    ["Ada", "owner"],
    ["Ada", "viewer"],
  ]);
});

describe("roles", () => {
  it("are changed by an owner, who may do the new role's work at once", async () => {
    const owner = await createTestProject(services);
    const viewer = await addTestMember(owner, "viewer");
    const userId = idOf(viewer);
    await changeRole({ ctx: owner, input: { userId, role: "contributor" } });
    await changeRole({ ctx: owner, input: { userId, role: "contributor" } });
    expect((await openProject(viewer, owner.project.slug)).role).toBe("contributor");
    expect(await eventsOf(owner)).toEqual([
      ["member/role-changed", { userId, name: "Ada", from: "viewer", to: "contributor" }],
    ]);
  });

  it("are not changed by others, nor of a stranger to the project", async () => {
    const owner = await createTestProject(services);
    const maintainer = await addTestMember(owner, "maintainer");
    const promote = { userId: idOf(maintainer), role: "owner" as const };
    await expect(changeRole({ ctx: maintainer, input: promote })).rejects.toMatchObject({
      code: "permission_denied",
    });
    const other = await createTestProject(services);
    await expect(changeRole({ ctx: other, input: promote })).rejects.toMatchObject({ code: "not_found" });
    await expect(removeMember({ ctx: other, input: { userId: promote.userId } })).rejects.toMatchObject({
      code: "not_found",
    });
    expect(await rolesIn(owner)).toEqual(["maintainer", "owner"]);
    expect(await eventsOf(owner)).toEqual([]);
  });

  it("leave one owner when two take it from each other at once", async () => {
    for (let round = 0; round < 5; round++) {
      const one = await createTestProject(services);
      const two = await addTestMember(one, "owner");
      const answers = await Promise.allSettled([
        changeRole({ ctx: one, input: { userId: idOf(two), role: "viewer" } }),
        changeRole({ ctx: two, input: { userId: idOf(one), role: "viewer" } }),
      ]);
      expect(answers.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
      expect(await rolesIn(one)).toEqual(["owner", "viewer"]);
    }
  });

  it("leave one owner when all of them leave at once", async () => {
    const one = await createTestProject(services);
    const others = [await addTestMember(one, "owner"), await addTestMember(one, "owner")];
    const answers = await Promise.allSettled([one, ...others].map((ctx) => leaveProject({ ctx, input: {} })));
    const refused = answers.filter((answer) => answer.status === "rejected");
    expect(refused.map(({ reason }) => (reason as { code: string }).code)).toEqual(["last_owner"]);
    expect(await rolesIn(one)).toEqual(["owner"]);
  });

  it("of the last owner stay: no demotion, no removal, no leaving", async () => {
    const ctx = await createTestProject(services);
    await addTestMember(ctx, "maintainer");
    const userId = idOf(ctx);
    await expect(changeRole({ ctx, input: { userId, role: "viewer" } })).rejects.toMatchObject(LAST_OWNER);
    await expect(removeMember({ ctx, input: { userId } })).rejects.toMatchObject(LAST_OWNER);
    await expect(leaveProject({ ctx, input: {} })).rejects.toMatchObject(LAST_OWNER);
    expect(await rolesIn(ctx)).toEqual(["maintainer", "owner"]);
    expect(await eventsOf(ctx)).toEqual([]);
  });
});

describe("whoever is removed or leaves", () => {
  it.each(["viewer", "contributor", "maintainer"] as const)(
    "as %s sees the project no more",
    async (role) => {
      const owner = await createTestProject(services);
      const removed = await addTestMember(owner, role);
      const left = await addTestMember(owner, role);
      await removeMember({ ctx: owner, input: { userId: idOf(removed) } });
      await leaveProject({ ctx: left, input: {} });
      for (const gone of [removed, left]) {
        await expect(openProject(gone, owner.project.slug)).rejects.toMatchObject({ code: "not_found" });
        expect(await listProjects({ ctx: gone })).toEqual([]);
      }
      expect(await eventsOf(owner)).toEqual([
        ["member/removed", { userId: idOf(removed), name: "Ada", role }],
        ["member/removed", { userId: idOf(left), name: "Ada", role }],
      ]);
    },
  );

  it("is not removed by one who was an owner a moment ago", async () => {
    const owner = await createTestProject(services);
    const second = await addTestMember(owner, "owner");
    const viewer = await addTestMember(owner, "viewer");
    await changeRole({ ctx: owner, input: { userId: idOf(second), role: "maintainer" } });
    // `second` still carries the role that their request was opened with.
    const late = removeMember({ ctx: second, input: { userId: idOf(viewer) } });
    await expect(late).rejects.toMatchObject({ code: "permission_denied" });
    expect(await rolesIn(owner)).toEqual(["maintainer", "owner", "viewer"]);
  });
});
