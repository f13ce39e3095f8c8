import type { Role, Transaction } from "@pipepilot/db";
import type { ProjectContext } from "../context";
import { DomainError, notFound } from "../errors";
import { authorise } from "../permissions";

export interface LockedMember {
  userId: string;
  role: Role;
  name: string;
}

/**
 * Holds the project's members until the transaction ends: who changes them takes turns. Whoever asks is judged again by
 * the role they have now, since somebody quicker may have changed it. @throws DomainError not_found, permission_denied
 */
export async function lockMembers(tx: Transaction, ctx: ProjectContext): Promise<void> {
  await tx.$executeRaw`SELECT id FROM "Project" WHERE id = ${ctx.project.id}::uuid FOR NO KEY UPDATE`;
  if (ctx.actor.kind !== "user") return;
  const own = await tx.member.findUnique({
    where: { projectId_userId: { projectId: ctx.project.id, userId: ctx.actor.userId } },
    select: { role: true },
  });
  if (!own) throw notFound("project", ctx.project.slug);
}

/** As `lockMembers`, for what only those may do who manage members. @throws DomainError not_found, permission_denied */
export async function lockMembersToManage(tx: Transaction, ctx: ProjectContext): Promise<void> {
  await lockMembers(tx, ctx);
  if (ctx.actor.kind !== "user") return authorise(ctx, "member:write");
  const { role } = await requireMember(tx, ctx, ctx.actor.userId);
  authorise({ ...ctx, role }, "member:write");
}

/** @throws DomainError not_found */
export async function requireMember(
  tx: Transaction,
  ctx: ProjectContext,
  userId: string,
): Promise<LockedMember> {
  const member = await tx.member.findUnique({
    where: { projectId_userId: { projectId: ctx.project.id, userId } },
    select: { userId: true, role: true, user: { select: { name: true } } },
  });
  if (!member) throw notFound("member", userId);
  return { userId: member.userId, role: member.role, name: member.user.name };
}

/** A project is never without an owner; the caller holds the members. @throws DomainError last_owner */
export async function requireAnotherOwner(
  tx: Transaction,
  ctx: ProjectContext,
  { userId, role, name }: LockedMember,
): Promise<void> {
  if (role !== "owner") return;
  const others = await tx.member.count({
    where: { projectId: ctx.project.id, role: "owner", userId: { not: userId } },
  });
  if (others > 0) return;
  throw new DomainError(
    "last_owner",
    `${name} is the only owner of this project. Make somebody else an owner first.`,
    { userId },
  );
}
