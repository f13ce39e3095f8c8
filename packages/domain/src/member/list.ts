import type { ProjectContext } from "../context";
import { authorise } from "../permissions";
import type { MemberRow } from "./schema";

/** The project's members, by name. */
export async function listMembers({ ctx }: { ctx: ProjectContext }): Promise<MemberRow[]> {
  authorise(ctx, "project:read");
  const members = await ctx.db.prisma.member.findMany({
    where: { projectId: ctx.project.id },
    select: { userId: true, role: true, createdAt: true, user: { select: { name: true, email: true } } },
    orderBy: [{ user: { name: "asc" } }, { userId: "asc" }],
  });
  return members.map(({ user, ...member }) => ({ ...member, ...user }));
}
