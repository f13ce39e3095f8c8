import type { ProjectContext } from "../context";
import { authorise } from "../permissions";
import type { InvitationRow } from "./schema";

/** The invitations that wait, newest first, expired ones among them; never a token or its hash. */
export async function listInvitations({ ctx }: { ctx: ProjectContext }): Promise<InvitationRow[]> {
  authorise(ctx, "member:write");
  const rows = await ctx.db.prisma.invitation.findMany({
    where: { projectId: ctx.project.id, acceptedAt: null, revokedAt: null },
    orderBy: { id: "desc" },
    select: { id: true, email: true, role: true, createdBy: true, createdAt: true, expiresAt: true },
  });
  return rows.map((row) => ({ ...row, createdBy: row.createdBy as unknown as InvitationRow["createdBy"] }));
}
