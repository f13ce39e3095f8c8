import { z } from "zod";

export const ROLES = ["owner", "maintainer", "contributor", "viewer"] as const;
export const role = z.enum(ROLES, "Choose a role.");
export type RoleName = z.infer<typeof role>;

export const changeRoleInput = z.strictObject({ userId: z.uuid(), role });
export type ChangeRoleInput = z.input<typeof changeRoleInput>;

export const removeMemberInput = z.strictObject({ userId: z.uuid() });
export type RemoveMemberInput = z.input<typeof removeMemberInput>;

export const leaveProjectInput = z.strictObject({});
export type LeaveProjectInput = object;

export interface MemberRow {
  userId: string;
  name: string;
  email: string;
  role: RoleName;
  createdAt: Date;
}
