import { z } from "zod";
import { email } from "../user/schema";

export const ROLES = ["owner", "maintainer", "contributor", "viewer"] as const;

export const addMemberInput = z.strictObject({ email, role: z.enum(ROLES) });
export type AddMemberInput = z.input<typeof addMemberInput>;

export interface MemberRow {
  userId: string;
  name: string;
  email: string;
  role: (typeof ROLES)[number];
  createdAt: Date;
}
