import type { Services } from "../context";
import { parse } from "../parse";
import type { ActorRecord } from "../run/schema";
import { transact } from "../transact";
import { lockOpenInvitation, requireToken } from "./find";
import { invitationTokenInput, type InvitationTokenInput, type OpenInvitation } from "./schema";

/**
 * What a link invites to, for whoever holds it; one that does not open any more tells nothing of the project.
 * @throws DomainError not_found, invitation_used, invitation_revoked, invitation_expired, rate_limited
 */
export async function readInvitation({
  services,
  input,
}: {
  services: Services;
  input: InvitationTokenInput;
}): Promise<OpenInvitation> {
  const { token, address } = parse(invitationTokenInput, input);
  await requireToken(services, token, address);
  return transact(services, async (tx) => {
    const { project, email, role, createdBy, expiresAt } = await lockOpenInvitation(tx, token);
    const user = await tx.user.findUnique({
      where: { email },
      select: { memberships: { where: { projectId: project.id }, select: { role: true } } },
    });
    return {
      email,
      role,
      project: { slug: project.slug, name: project.name },
      invitedBy: (createdBy as ActorRecord).name,
      expiresAt,
      hasAccount: user !== null,
      isMember: (user?.memberships.length ?? 0) > 0,
    };
  });
}
