import { createHmac, timingSafeEqual } from "node:crypto";
import { z } from "zod";
import { authorise } from "../permissions";
import { DomainError } from "../errors";
import type { ProjectContext } from "../context";

export const SESSION_TOKEN_PREFIX = "pps_";
const LIFETIME_MS = 60_000;

const claims = z.object({ projectId: z.uuid(), userId: z.uuid(), expiresAt: z.number() });
export type SessionClaims = z.infer<typeof claims>;

/**
 * What the web server shows the inference service when a signed-in person asks the live model: it names the project and
 * the person, is signed with the secret both share, and lasts a minute.
 */
export function issueSessionToken(ctx: ProjectContext, secret: string, now: Date): string {
  authorise(ctx, "prediction:create");
  if (ctx.actor.kind !== "user")
    throw new DomainError("permission_denied", "Only people ask through the web server.");
  const content: SessionClaims = {
    projectId: ctx.project.id,
    userId: ctx.actor.userId,
    expiresAt: now.getTime() + LIFETIME_MS,
  };
  const body = Buffer.from(JSON.stringify(content)).toString("base64url");
  return `${SESSION_TOKEN_PREFIX}${body}.${sign(body, secret)}`;
}

/** @throws DomainError unauthenticated when it is forged, damaged or too old */
export function openSessionToken(token: string, secret: string, now: Date): SessionClaims {
  const [body = "", signature = ""] = token.slice(SESSION_TOKEN_PREFIX.length).split(".");
  const expected = Buffer.from(sign(body, secret));
  const given = Buffer.from(signature);
  if (expected.length !== given.length || !timingSafeEqual(expected, given)) throw refused();
  const content = claims.parse(JSON.parse(Buffer.from(body, "base64url").toString()));
  if (content.expiresAt < now.getTime()) throw refused();
  return content;
}

const sign = (body: string, secret: string) =>
  createHmac("sha256", secret).update(`session:${body}`).digest("base64url");
const refused = () => new DomainError("unauthenticated", "This session token is not valid (any more).");
