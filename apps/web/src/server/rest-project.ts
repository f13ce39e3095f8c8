import "server-only";
import { authenticateKey } from "@pipepilot/domain/api-key/authenticate";
import type { ProjectContext } from "@pipepilot/domain/context";
import { DomainError, notFound } from "@pipepilot/domain/errors";
import { services } from "./database";
import { currentProject } from "./session";

/**
 * The project of a REST call: an API key's own (the path must name it), else the signed-in person's. A browser's call
 * must come from our own pages, since its cookie would also come with a foreign page's form.
 */
export async function projectOf(request: Request, slug: string): Promise<ProjectContext> {
  const authorization = request.headers.get("authorization");
  if (authorization?.startsWith("Bearer ")) {
    const { ctx } = await authenticateKey({ services: await services(), key: authorization.slice(7).trim() });
    if (ctx.project.slug !== slug) throw notFound("project", slug);
    return ctx;
  }
  const site = request.headers.get("sec-fetch-site");
  const origin = request.headers.get("origin");
  const foreign = site
    ? site !== "same-origin"
    : origin !== null && hostOf(origin) !== request.headers.get("host");
  if (foreign && request.method !== "GET")
    throw new DomainError(
      "permission_denied",
      "This call must come from PipePilot's own pages or carry an API key.",
    );
  return currentProject(slug);
}

/** Undefined, which no header equals, for an origin that is none: a sandboxed frame says "null". */
function hostOf(origin: string): string | undefined {
  return URL.canParse(origin) ? new URL(origin).host || undefined : undefined;
}
