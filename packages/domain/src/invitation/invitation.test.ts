import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Context, ProjectContext } from "../context";
import { listProjects } from "../project/list";
import {
  addTestMember,
  createTestProject,
  createTestServices,
  createTestUser,
  type TestServices,
} from "../testing";
import { verifyPassword } from "../user/verify-password";
import { acceptInvitation, joinWithNewAccount } from "./accept";
import { createInvitation } from "./create";
import { listInvitations } from "./list";
import { readInvitation } from "./read";
import { revokeInvitation } from "./revoke";

let services: TestServices;
beforeAll(async () => {
  services = await createTestServices();
});
afterAll(() => services.close());

const emailOf = ({ actor }: Context) => (actor.kind === "user" ? actor.email : "");
const newEmail = () => `${crypto.randomUUID()}@example.com`;
const invite = (ctx: ProjectContext, email: string, role: "viewer" | "contributor" = "viewer") =>
  createInvitation({ ctx, input: { email, role } });
const read = (token: string, address?: string) => readInvitation({ services, input: { token, address } });
const accept = (ctx: Context, token: string) => acceptInvitation({ ctx, input: { token } });
const join = (token: string) =>
  joinWithNewAccount({ services, input: { token, name: "Grace", password: "correct horse" } });
const eventsOf = async ({ project }: ProjectContext) => {
  const where = { projectId: project.id };
  const events = await services.db.prisma.event.findMany({ where, orderBy: { at: "asc" } });
  return events.map(({ name, data }) => [name, data]);
};

describe("an invitation", () => {
  it("is a link of which only the hash is kept, and says to its holder what it is for", async () => {
    const ctx = await createTestProject(services, { name: "Shared" });
    const email = newEmail();
    const { id, token, expiresAt } = await invite(ctx, email.toUpperCase(), "contributor");
    expect(token).toMatch(/^[A-Za-z0-9_-]{43}$/);
    const row = await services.db.prisma.invitation.findFirstOrThrow({ where: { id } });
    expect(JSON.stringify(row)).not.toContain(token);
    const days = (expiresAt.getTime() - row.createdAt.getTime()) / 86_400_000;
    expect(days).toBeCloseTo(7, 2);
    expect(await read(token)).toEqual({
      email,
      role: "contributor",
      project: { slug: ctx.project.slug, name: "Shared" },
      invitedBy: "Ada",
      expiresAt,
      hasAccount: false,
      isMember: false,
    });
    const [listed] = await listInvitations({ ctx });
    expect(listed).toMatchObject({ id, email, role: "contributor", expiresAt });
    expect(Object.keys(listed)).not.toContain("hash");
  });

  it("makes the person it is for a member, once, even when accepted twice at once", async () => {
    const ctx = await createTestProject(services, { name: "Shared" });
    const grace = await createTestUser(services, "Grace");
    const { id, token } = await invite(ctx, emailOf(grace));
    expect(await read(token)).toMatchObject({ hasAccount: true });
    const answers = await Promise.allSettled([accept(grace, token), accept(grace, token)]);
    expect(answers.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
    expect(await listProjects({ ctx: grace })).toEqual([
      { slug: ctx.project.slug, name: "Shared", role: "viewer" },
    ]);
    await expect(accept(grace, token)).rejects.toMatchObject({ code: "invitation_used" });
    await expect(read(token)).rejects.toMatchObject({ code: "invitation_used" });
    await expect(revokeInvitation({ ctx, input: { invitationId: id } })).rejects.toMatchObject({
      code: "invitation_used",
    });
    expect(await listInvitations({ ctx })).toEqual([]);
    expect(await eventsOf(ctx)).toMatchObject([
      ["invitation/created", { invitationId: id, role: "viewer" }],
      ["member/added", { name: "Grace", role: "viewer" }],
    ]);
  });

  it("makes account and membership of whoever has none, both or nothing", async () => {
    const ctx = await createTestProject(services);
    const email = newEmail();
    const { token } = await invite(ctx, email);
    const short = joinWithNewAccount({ services, input: { token, name: "Grace", password: "short" } });
    await expect(short).rejects.toMatchObject({ code: "invalid_input" });
    const answers = await Promise.allSettled([join(token), join(token)]);
    expect(answers.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
    const { id } = await verifyPassword({ services, input: { email, password: "correct horse" } });
    const members = await services.db.prisma.member.findMany({ where: { userId: id } });
    expect(members).toMatchObject([{ projectId: ctx.project.id, role: "viewer" }]);
  });

  it("makes no account where the link is no good, and none over one that is there", async () => {
    const ctx = await createTestProject(services);
    const email = newEmail();
    const { id, token } = await invite(ctx, email);
    await revokeInvitation({ ctx, input: { invitationId: id } });
    await revokeInvitation({ ctx, input: { invitationId: id } });
    await expect(join(token)).rejects.toMatchObject({ code: "invitation_revoked" });
    expect(await services.db.prisma.user.count({ where: { email } })).toBe(0);
    const grace = await createTestUser(services, "Grace");
    const { token: another } = await invite(ctx, emailOf(grace));
    await expect(join(another)).rejects.toMatchObject({ code: "already_exists" });
    expect(await read(another)).toMatchObject({ hasAccount: true });
    expect(await services.db.prisma.member.count({ where: { projectId: ctx.project.id } })).toBe(1);
  });

  it("is nobody else's, and leaves a member's role alone", async () => {
    const ctx = await createTestProject(services);
    const eve = await createTestUser(services, "Eve");
    const { token } = await invite(ctx, newEmail());
    await expect(accept(eve, token)).rejects.toMatchObject({ code: "permission_denied" });
    const { token: own } = await invite(ctx, emailOf(eve));
    await services.db.prisma.member.create({
      data: {
        projectId: ctx.project.id,
        userId: eve.actor.kind === "user" ? eve.actor.userId : "",
        role: "maintainer",
      },
    });
    expect(await read(own)).toMatchObject({ isMember: true });
    await expect(accept(eve, own)).rejects.toMatchObject({ code: "already_exists" });
    expect(await listProjects({ ctx: eve })).toMatchObject([{ role: "maintainer" }]);
    await expect(invite(ctx, emailOf(eve))).rejects.toMatchObject({ code: "already_exists" });
  });

  it("ends when it expires, and when a newer one is made for the same address", async () => {
    const ctx = await createTestProject(services);
    const email = newEmail();
    const { token: older } = await invite(ctx, email);
    const { id, token } = await invite(ctx, email);
    await expect(read(older)).rejects.toMatchObject({ code: "invitation_revoked" });
    await services.db.prisma.invitation.updateMany({ where: { id }, data: { expiresAt: new Date() } });
    await expect(read(token)).rejects.toMatchObject({ code: "invitation_expired" });
    await expect(join(token)).rejects.toMatchObject({ code: "invitation_expired" });
    expect(await listInvitations({ ctx })).toMatchObject([{ id }]);
    const { token: third } = await invite(ctx, email);
    expect(await read(third)).toMatchObject({ email });
  });

  it("that several owners make for one address at once leaves one link", async () => {
    const ctx = await createTestProject(services);
    const email = newEmail();
    const made = await Promise.all(Array.from({ length: 4 }, () => invite(ctx, email)));
    const opened = await Promise.allSettled(made.map(({ token }) => read(token)));
    expect(opened.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
    expect(await listInvitations({ ctx })).toHaveLength(1);
  });

  it.each(["maintainer", "contributor", "viewer"] as const)("is no matter of a %s", async (role) => {
    const owner = await createTestProject(services);
    const ctx = await addTestMember(owner, role);
    const { id } = await invite(owner, newEmail());
    const denied = { code: "permission_denied" };
    await expect(invite(ctx, newEmail())).rejects.toMatchObject(denied);
    await expect(listInvitations({ ctx })).rejects.toMatchObject(denied);
    await expect(revokeInvitation({ ctx, input: { invitationId: id } })).rejects.toMatchObject(denied);
  });

  it("of another project is not there", async () => {
    const { id } = await invite(await createTestProject(services), newEmail());
    const ctx = await createTestProject(services);
    expect(await listInvitations({ ctx })).toEqual([]);
    await expect(revokeInvitation({ ctx, input: { invitationId: id } })).rejects.toMatchObject({
      code: "not_found",
    });
  });
});

describe("guessing at links", () => {
  it("tells nothing, and ends after twenty from one address; who has a link is not counted", async () => {
    const { token } = await invite(await createTestProject(services), newEmail());
    const address = "10.9.9.9";
    for (let round = 0; round < 25; round++) await read(token, address);
    const guesses = ["", "x", "\u00e9".repeat(43), `${token}A`, token.toLowerCase(), "A".repeat(43)];
    for (let guess = 0; guess < 20; guess++)
      await expect(read(guesses[guess % guesses.length], address)).rejects.toMatchObject({
        code: "not_found",
        message: "No invitation has this link. Part of it may be missing.",
      });
    await expect(read("A".repeat(43), address)).rejects.toMatchObject({ code: "rate_limited" });
    await expect(read(token, address)).rejects.toMatchObject({ code: "rate_limited" });
    expect(await read(token, "10.9.9.10")).toBeDefined();
  });
});
