import type { Transaction } from "@pipepilot/db";
import type { Actor, Call, Context, Services } from "../context";
import { DomainError } from "../errors";
import { announce, recordEvent } from "../event/record";
import { parse } from "../parse";
import { isUniqueViolation, transact } from "../transact";
import { accountExists } from "../user/create";
import { hashPassword } from "../user/password";
import type { UserRef } from "../user/schema";
import { lockOpenInvitation, requireToken } from "./find";
import { invitationTokenInput, joinInput, type InvitationTokenInput, type JoinInput } from "./schema";

export interface Joined {
  user: UserRef;
  /** The project's address. */
  slug: string;
}

/**
 * Makes the person who asks a member, by a link that was made for their e-mail address.
 * @throws DomainError permission_denied for a link made for somebody else; already_exists for a member; what `readInvitation` throws
 */
export async function acceptInvitation({ ctx, input }: Call<Context, InvitationTokenInput>): Promise<Joined> {
  const { actor } = ctx;
  if (actor.kind !== "user") throw new DomainError("permission_denied", "Only people accept invitations.");
  const { token, address } = parse(invitationTokenInput, input);
  await requireToken(ctx, token, address);
  try {
    return await transact(ctx, async (tx) => {
      const invitation = await lockOpenInvitation(tx, token);
      if (invitation.email !== actor.email)
        throw new DomainError(
          "permission_denied",
          `This invitation is for ${invitation.email}, and you are signed in as ${actor.email}.`,
        );
      return join(tx, ctx, invitation, { id: actor.userId, email: actor.email, name: actor.name });
    });
  } catch (error) {
    if (isUniqueViolation(error))
      throw new DomainError("already_exists", "You are a member of this project already.");
    throw error;
  }
}

/**
 * Makes an account for the e-mail address that a link was made for, and its owner a member: both or nothing.
 * @throws DomainError already_exists where the address has an account; what `readInvitation` throws
 */
export async function joinWithNewAccount({
  services,
  input,
}: {
  services: Services;
  input: JoinInput;
}): Promise<Joined> {
  const { token, address, name, password } = parse(joinInput, input);
  await requireToken(services, token, address);
  const passwordHash = await hashPassword(password);
  let email = "";
  try {
    return await transact(services, async (tx) => {
      const invitation = await lockOpenInvitation(tx, token);
      email = invitation.email;
      const user = await tx.user.create({
        data: { email, name, passwordHash },
        select: { id: true, email: true, name: true },
      });
      return join(tx, services, invitation, user);
    });
  } catch (error) {
    if (isUniqueViolation(error)) throw accountExists(email);
    throw error;
  }
}

type OpenRow = Awaited<ReturnType<typeof lockOpenInvitation>>;

async function join(
  tx: Transaction,
  services: Services,
  { id, projectId, role, project }: OpenRow,
  user: UserRef,
): Promise<Joined> {
  const actor: Actor = { kind: "user", userId: user.id, email: user.email, name: user.name };
  const ctx = { ...services, actor, project, role };
  await tx.member.create({ data: { projectId, userId: user.id, role } });
  await tx.invitation.update({
    where: { projectId_id: { projectId, id } },
    data: { acceptedAt: new Date() },
  });
  await recordEvent(tx, ctx, "member/added", { userId: user.id, name: user.name, role });
  await announce(tx, ctx, { noun: "member", id: user.id });
  return { user, slug: project.slug };
}
