import type { Call, ProjectContext } from "../context";
import { DomainError, notFound } from "../errors";
import { announce, recordEvent } from "../event/record";
import { parse } from "../parse";
import { authorise } from "../permissions";
import { transact } from "../transact";
import { revokeInvitationInput, type RevokeInvitationInput } from "./schema";

/**
 * Ends an invitation; ending it again changes nothing.
 * @throws DomainError not_found; invitation_used where it made somebody a member already
 */
export async function revokeInvitation({
  ctx,
  input,
}: Call<ProjectContext, RevokeInvitationInput>): Promise<void> {
  authorise(ctx, "member:write");
  const { invitationId: id } = parse(revokeInvitationInput, input);
  const projectId = ctx.project.id;
  await transact(ctx, async (tx) => {
    const { count } = await tx.invitation.updateMany({
      where: { projectId, id, acceptedAt: null, revokedAt: null },
      data: { revokedAt: new Date() },
    });
    const found = await tx.invitation.findUnique({
      where: { projectId_id: { projectId, id } },
      select: { email: true, acceptedAt: true },
    });
    if (!found) throw notFound("invitation", id);
    if (found.acceptedAt)
      throw new DomainError(
        "invitation_used",
        `${found.email} has accepted already. Remove the member instead.`,
      );
    if (count === 0) return;
    await recordEvent(tx, ctx, "invitation/revoked", { invitationId: id, email: found.email });
    await announce(tx, ctx, { noun: "invitation", id });
  });
}
