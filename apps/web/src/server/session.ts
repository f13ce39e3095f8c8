import "server-only";
import { cache } from "react";
import type { Context, ProjectContext } from "@pipepilot/domain/context";
import { DomainError } from "@pipepilot/domain/errors";
import { openProject } from "@pipepilot/domain/project/open";
import { auth } from "./auth";
import { services } from "./database";

/** The signed-in person's context, or null. One look-up per request; an account that is gone is signed out. */
export const currentContext = cache(async (): Promise<Context | null> => {
  const session = await auth();
  if (!session?.user?.id) return null;
  const found = await services();
  const user = await found.db.prisma.user.findUnique({
    where: { id: session.user.id },
    select: { id: true, email: true, name: true },
  });
  return user && { ...found, actor: { kind: "user", userId: user.id, email: user.email, name: user.name } };
});

/** @throws DomainError unauthenticated | not_found */
export async function currentProject(slug: string): Promise<ProjectContext> {
  const ctx = await currentContext();
  if (!ctx) throw new DomainError("unauthenticated", "Sign in first.");
  return openProject(ctx, slug);
}
