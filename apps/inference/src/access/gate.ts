import { openSessionToken, SESSION_TOKEN_PREFIX } from "@pipepilot/domain/api-key/session-token";
import type { ProjectId, Services } from "@pipepilot/domain/context";
import { unauthenticated } from "../scoring-error";
import type { Settings } from "../settings";
import type { Caller } from "./caller";
import { KeyGate } from "./key-gate";
import { RateLimit } from "./rate-limit";

/** Everyone who asks a model passes here: API keys, and people whom the web server vouches for. */
export class Gate {
  readonly keys: KeyGate;
  readonly #services: Services;
  readonly #secret: string | null;
  readonly #limit: RateLimit;

  constructor(services: Services, settings: Settings) {
    this.keys = new KeyGate(services, settings);
    this.#services = services;
    this.#secret = settings.internalSecret;
    this.#limit = new RateLimit(settings.requestsPerSecond);
  }

  /** @throws ScoringError UNAUTHENTICATED, PERMISSION_DENIED, REQUEST_LIMIT_EXCEEDED, TEMPORARILY_UNAVAILABLE */
  async open(authorization: string | undefined): Promise<Caller> {
    const token = bearerToken(authorization);
    const caller =
      this.#secret !== null && token.startsWith(SESSION_TOKEN_PREFIX)
        ? this.#openSession(token, this.#secret)
        : await this.keys.open(token);
    this.#limit.take(caller.limitedAs, performance.now());
    return caller;
  }

  #openSession(token: string, secret: string): Caller {
    const { projectId, userId } = sessionClaims(token, secret);
    const project = { id: projectId as ProjectId, slug: "", name: "" };
    const ctx = {
      ...this.#services,
      actor: { kind: "system", name: "inference" },
      project,
      role: null,
    } as const;
    return { ctx, projectId, apiKeyId: null, defaultModelId: null, limitedAs: userId };
  }
}

function bearerToken(authorization: string | undefined): string {
  if (authorization === undefined) {
    throw unauthenticated("Send an API key in the header `Authorization: Bearer pp_...`.");
  }
  const [, token] = /^Bearer +(\S+) *$/i.exec(authorization) ?? [];
  if (!token) throw unauthenticated("The Authorization header must be `Bearer pp_...`.");
  return token;
}

function sessionClaims(token: string, secret: string) {
  try {
    return openSessionToken(token, secret, new Date());
  } catch {
    throw unauthenticated("This session token is not valid any more.");
  }
}
