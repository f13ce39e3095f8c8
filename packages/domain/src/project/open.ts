import type { Role } from "@pipepilot/db";
import type { Actor, Context, ProjectContext, ProjectId, Services } from "../context";
import { DomainError, notFound } from "../errors";
import { projectSlug } from "./schema";

/**
 * The gate into a project for a signed-in user. A stranger learns nothing: a project that is not theirs is not there.
 * @throws DomainError not_found
 */
export async function openProject(ctx: Context, slug: string): Promise<ProjectContext> {
  if (ctx.actor.kind !== "user")
    throw new DomainError("permission_denied", "Only people open projects by name.");
  if (!projectSlug.safeParse(slug).success) throw notFound("project", slug);
  const member = await ctx.db.prisma.member.findFirst({
    where: { userId: ctx.actor.userId, project: { slug } },
    select: { role: true, project: { select: { id: true, slug: true, name: true } } },
  });
  if (!member) throw notFound("project", slug);
  return { ...ctx, project: { ...member.project, id: member.project.id as ProjectId }, role: member.role };
}

/** The gate for our own processes, which act on rows they read themselves. */
export async function openProjectAs(
  services: Services,
  actor: Exclude<Actor, { kind: "user" | "apiKey" }>,
  projectId: string,
): Promise<ProjectContext> {
  const project = await services.db.prisma.project.findUnique({
    where: { id: projectId },
    select: { id: true, slug: true, name: true },
  });
  if (!project) throw notFound("project", projectId);
  return {
    ...services,
    actor,
    project: { ...project, id: project.id as ProjectId },
    role: null as Role | null,
  };
}
