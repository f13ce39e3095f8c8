import { authenticateKey } from "@pipepilot/domain/api-key/authenticate";
import type { ProjectContext, Services } from "@pipepilot/domain/context";
import { DomainError } from "@pipepilot/domain/errors";

/** A revoked key must fail within 5 s; until then what is known of it holds. */
const KNOWN_FOR_MS = 4_000;
/** Keys in memory at most; wrong ones are not kept. */
const MAX_KNOWN = 10_000;

interface Known {
  readonly ctx: Promise<ProjectContext>;
  readonly untilMs: number;
}

/** Turns an Authorization header into a project's context. A client sends the same key with every call. */
export class Gate {
  readonly #services: Services;
  readonly #known = new Map<string, Known>();

  constructor(services: Services) {
    this.#services = services;
  }

  /** @throws DomainError unauthenticated, key_revoked, key_expired */
  async open(authorization: string | undefined): Promise<ProjectContext> {
    const key = keyOf(authorization);
    const known = this.#known.get(key);
    const nowMs = performance.now();
    if (known && nowMs < known.untilMs) return known.ctx;
    const ctx = authenticateKey({ services: this.#services, key }).then(({ ctx }) => ctx);
    if (this.#known.size >= MAX_KNOWN) this.#known.clear();
    this.#known.set(key, { ctx, untilMs: nowMs + KNOWN_FOR_MS });
    ctx.catch(() => this.#known.delete(key));
    return ctx;
  }
}

/** `Bearer <key>`, or Basic with the key as password, as MLFLOW_TRACKING_PASSWORD sends it. */
function keyOf(authorization = ""): string {
  const [, scheme, given] = /^(bearer|basic) (.*)$/i.exec(authorization) ?? [];
  const value = given?.trim();
  if (!value)
    throw new DomainError(
      "unauthenticated",
      "Set MLFLOW_TRACKING_TOKEN to an API key of the project, with the scope track.",
    );
  if (scheme.toLowerCase() === "bearer") return value;
  const [, password = ""] = /^[^:]*:(.*)$/s.exec(Buffer.from(value, "base64").toString()) ?? [];
  return password;
}
