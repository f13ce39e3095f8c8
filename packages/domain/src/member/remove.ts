import type { Transaction } from "@pipepilot/db";
import type { Call, ProjectContext } from "../context";
import { DomainError } from "../errors";
import { announce, recordEvent } from "../event/record";
import { parse } from "../parse";
import { authorise } from "../permissions";
import { transact } from "../transact";
import { lockMembers, lockMembersToManage, requireAnotherOwner, requireMember } from "./lock";
import {
  leaveProjectInput,
  removeMemberInput,
  type LeaveProjectInput,
  type RemoveMemberInput,
} from "./schema";

/**
 * Takes a member out of the project, who from then on sees and does nothing in it; what they made stays.
 * @throws DomainError not_found, last_owner
 */
export async function removeMember({ ctx, input }: Call<ProjectContext, RemoveMemberInput>): Promise<void> {
  authorise(ctx, "member:write");
  const { userId } = parse(removeMemberInput, input);
  await transact(ctx, async (tx) => {
    await lockMembersToManage(tx, ctx);
    await takeOut(tx, ctx, userId);
  });
}

/** The person who asks leaves the project. @throws DomainError last_owner */
export async function leaveProject({ ctx, input }: Call<ProjectContext, LeaveProjectInput>): Promise<void> {
  authorise(ctx, "project:read");
  parse(leaveProjectInput, input);
  const { actor } = ctx;
  if (actor.kind !== "user") throw new DomainError("permission_denied", "Only people leave projects.");
  await transact(ctx, async (tx) => {
    await lockMembers(tx, ctx);
    await takeOut(tx, ctx, actor.userId);
  });
}

async function takeOut(tx: Transaction, ctx: ProjectContext, userId: string): Promise<void> {
  const member = await requireMember(tx, ctx, userId);
  await requireAnotherOwner(tx, ctx, member);
  await tx.member.delete({ where: { projectId_userId: { projectId: ctx.project.id, userId } } });
  await recordEvent(tx, ctx, "member/removed", { userId, name: member.name, role: member.role });
  await announce(tx, ctx, { noun: "member", id: userId });
}
