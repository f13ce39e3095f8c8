import { z } from "zod";
import { role, type RoleName } from "../member/schema";
import type { ActorRecord } from "../run/schema";
import { createUserInput, email } from "../user/schema";

export const INVITATION_DAYS = 7;

export const createInvitationInput = z.strictObject({ email, role });
export type CreateInvitationInput = z.input<typeof createInvitationInput>;

export const revokeInvitationInput = z.strictObject({ invitationId: z.uuid() });
export type RevokeInvitationInput = z.input<typeof revokeInvitationInput>;

export const invitationTokenInput = z.strictObject({
  token: z.string().max(500),
  /** The address the request comes from, where it is known. */
  address: z.string().max(100).optional(),
});
export type InvitationTokenInput = z.input<typeof invitationTokenInput>;

export const joinInput = invitationTokenInput.extend(createUserInput.omit({ email: true }).shape);
export type JoinInput = z.input<typeof joinInput>;

/** One that was neither accepted nor revoked; it may have expired. */
export interface InvitationRow {
  id: string;
  email: string;
  role: RoleName;
  createdBy: ActorRecord;
  createdAt: Date;
  expiresAt: Date;
}

/** What the holder of a link is told. */
export interface OpenInvitation {
  email: string;
  role: RoleName;
  project: { slug: string; name: string };
  invitedBy: string;
  expiresAt: Date;
  hasAccount: boolean;
  /** The address became a member in another way. */
  isMember: boolean;
}
