import { createHash, randomBytes } from "node:crypto";
import type { Role, Transaction } from "@pipepilot/db";
import type { ProjectId, ProjectRef, Services } from "../context";
import { DomainError } from "../errors";
import { invitationLimitsOf, takeAttempt, takeBackAttempt } from "../user/sign-in-limit";

/** What stands in the link: 256 random bits. */
export const generateToken = () => randomBytes(32).toString("base64url");

/** What is stored of it. */
export const hashToken = (token: string) => createHash("sha256").update(token).digest("hex");

const FORM = /^[A-Za-z0-9_-]{43}$/;

export interface FoundInvitation {
  id: string;
  projectId: string;
  email: string;
  role: Role;
  createdBy: unknown;
  expiresAt: Date;
  acceptedAt: Date | null;
  revokedAt: Date | null;
}

/**
 * Whether somebody made a link with this token. Guesses are counted by address, and told nothing but that they are wrong.
 * @throws DomainError not_found, rate_limited
 */
export async function requireToken(services: Services, token: string, address?: string): Promise<void> {
  const limits = invitationLimitsOf(address);
  await takeAttempt(services, limits);
  const hash = hashToken(token);
  const found = FORM.test(token)
    ? await services.db.prisma.invitation.findUnique({ where: { hash }, select: { id: true } })
    : null;
  if (!found)
    throw new DomainError("not_found", "No invitation has this link. Part of it may be missing.", {
      noun: "invitation",
    });
  await takeBackAttempt(services, limits);
}

/**
 * The invitation of a link that still opens, held until the transaction ends so that it opens once.
 * @throws DomainError not_found, invitation_used, invitation_revoked, invitation_expired
 */
export async function lockOpenInvitation(
  tx: Transaction,
  token: string,
): Promise<FoundInvitation & { project: ProjectRef }> {
  const hash = hashToken(token);
  await tx.$executeRaw`SELECT id FROM "Invitation" WHERE hash = ${hash} FOR NO KEY UPDATE`;
  const found = await tx.invitation.findUnique({
    where: { hash },
    include: { project: { select: { id: true, slug: true, name: true } } },
  });
  if (!found) throw new DomainError("not_found", "No invitation has this link.", { noun: "invitation" });
  if (found.acceptedAt)
    throw new DomainError("invitation_used", "This invitation was accepted already. A link works once.");
  if (found.revokedAt)
    throw new DomainError(
      "invitation_revoked",
      "This invitation was taken back, or replaced by a newer link. Ask whoever sent it.",
    );
  if (found.expiresAt <= new Date())
    throw new DomainError(
      "invitation_expired",
      "This invitation has expired. Ask whoever sent it for a new link.",
    );
  return { ...found, project: { ...found.project, id: found.project.id as ProjectId } };
}
