import type { Call, ProjectContext } from "../context";
import { announce, recordEvent } from "../event/record";
import { parse } from "../parse";
import { authorise } from "../permissions";
import { transact } from "../transact";
import { lockMembersToManage, requireAnotherOwner, requireMember } from "./lock";
import { changeRoleInput, type ChangeRoleInput } from "./schema";

/** Gives a member another role; the one they have already changes nothing. @throws DomainError not_found, last_owner */
export async function changeRole({ ctx, input }: Call<ProjectContext, ChangeRoleInput>): Promise<void> {
  authorise(ctx, "member:write");
  const { userId, role } = parse(changeRoleInput, input);
  const projectId = ctx.project.id;
  await transact(ctx, async (tx) => {
    await lockMembersToManage(tx, ctx);
    const member = await requireMember(tx, ctx, userId);
    if (member.role === role) return;
    await requireAnotherOwner(tx, ctx, member);
    await tx.member.update({ where: { projectId_userId: { projectId, userId } }, data: { role } });
    await recordEvent(tx, ctx, "member/role-changed", {
      userId,
      name: member.name,
      from: member.role,
      to: role,
    });
    await announce(tx, ctx, { noun: "member", id: userId });
  });
}
