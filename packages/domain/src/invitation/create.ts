import { actorRecord, type Call, type ProjectContext } from "../context";
import { DomainError } from "../errors";
import { announce, recordEvent } from "../event/record";
import { lockMembersToManage } from "../member/lock";
import { parse } from "../parse";
import { authorise } from "../permissions";
import { transact } from "../transact";
import { generateToken, hashToken } from "./find";
import { createInvitationInput, INVITATION_DAYS, type CreateInvitationInput } from "./schema";

const DAY_MS = 24 * 60 * 60 * 1000;

/**
 * Makes a link by which the owner of an e-mail address becomes a member. Its token is in the answer and nowhere else; one
 * that the address was given before ends.
 * @throws DomainError already_exists where the address is a member's
 */
export async function createInvitation({
  ctx,
  input,
}: Call<ProjectContext, CreateInvitationInput>): Promise<{ id: string; token: string; expiresAt: Date }> {
  authorise(ctx, "member:write");
  const { email, role } = parse(createInvitationInput, input);
  const projectId = ctx.project.id;
  const token = generateToken();
  const expiresAt = new Date(Date.now() + INVITATION_DAYS * DAY_MS);
  return transact(ctx, async (tx) => {
    await lockMembersToManage(tx, ctx);
    const member = await tx.member.findFirst({
      where: { projectId, user: { email } },
      select: { user: { select: { name: true } } },
    });
    if (member)
      throw new DomainError(
        "already_exists",
        `${member.user.name} (${email}) is a member of this project already.`,
        { email },
      );
    await tx.invitation.updateMany({
      where: { projectId, email, acceptedAt: null, revokedAt: null },
      data: { revokedAt: new Date() },
    });
    const createdBy = actorRecord(ctx.actor);
    const { id } = await tx.invitation.create({
      data: { projectId, email, role, hash: hashToken(token), createdBy, expiresAt },
      select: { id: true },
    });
    await recordEvent(tx, ctx, "invitation/created", { invitationId: id, email, role });
    await announce(tx, ctx, { noun: "invitation", id });
    return { id, token, expiresAt };
  });
}
