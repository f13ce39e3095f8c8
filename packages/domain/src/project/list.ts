import type { Role } from "@pipepilot/db";
import type { Context } from "../context";
import { DomainError } from "../errors";

export interface ProjectListItem {
  slug: string;
  name: string;
  role: Role;
}

/** The projects of the person who asks, by name. */
export async function listProjects({ ctx }: { ctx: Context }): Promise<ProjectListItem[]> {
  if (ctx.actor.kind !== "user")
    throw new DomainError("permission_denied", "Only people list their projects.");
  const members = await ctx.db.prisma.member.findMany({
    where: { userId: ctx.actor.userId },
    select: { role: true, project: { select: { slug: true, name: true } } },
    orderBy: [{ project: { name: "asc" } }, { project: { slug: "asc" } }],
  });
  return members.map(({ role, project }) => ({ ...project, role }));
}
