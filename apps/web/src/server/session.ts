import "server-only";
import { cache } from "react";
import type { Context, ProjectContext } from "@pipepilot/domain/context";
import { DomainError } from "@pipepilot/domain/errors";
import { openProject } from "@pipepilot/domain/project/open";
import { sessionUser } from "@pipepilot/domain/user/session-user";
import { auth } from "./auth";
import { services } from "./database";

/**
 * The signed-in person's context, or null. One look-up per request; an account that is gone is signed out, and so is who
 * holds a copy of a session that was ended.
 */
export const currentContext = cache(async (): Promise<Context | null> => {
  const session = await auth();
  if (!session?.user?.id) return null;
  const found = await services();
  const input = { userId: session.user.id, sessionId: session.id };
  const user = await sessionUser({ services: found, input });
  if (!user) return null;
  const { id: userId, email, name } = user;
  return { ...found, actor: { kind: "user", userId, email, name, sessionId: session.id } };
});

/** @throws DomainError unauthenticated | not_found */
export async function currentProject(slug: string): Promise<ProjectContext> {
  const ctx = await currentContext();
  if (!ctx) throw new DomainError("unauthenticated", "Sign in first.");
  return openProject(ctx, slug);
}
