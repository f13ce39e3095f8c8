import { createHash } from "node:crypto";
import { authenticateKey } from "@pipepilot/domain/api-key/authenticate";
import type { Services } from "@pipepilot/domain/context";
import { DomainError } from "@pipepilot/domain/errors";
import { authorise } from "@pipepilot/domain/permissions";
import { type ScoringError, toScoringError, unauthenticated, unavailable } from "../scoring-error";
import type { Settings } from "../settings";
import type { Caller } from "./caller";

/** What is known of a key: who it is, or why it is refused. */
interface Known {
  readonly hash: string | null;
  readonly caller: Caller | null;
  readonly refusal: ScoringError | null;
  readonly expiresAtMs: number;
  readonly verifiedAtMs: number;
}

const KEY_FORM = /^pp_[A-Za-z0-9_-]{20,200}$/;
const MOST_KEYS = 10_000;
/** A database that takes longer than this is treated as one that does not answer ... */
const PATIENCE_MS = 1_000;
/** ... unless there is nothing else to go by. */
const PATIENCE_UNKNOWN_MS = 5_000;
const RETRY_AFTER_MS = 1_000;

/**
 * Proves API keys. A verified key is remembered for a few seconds, and for as long as the database does not answer
 * (within bounds), so that applications go on while it restarts.
 */
export class KeyGate {
  readonly #services: Services;
  readonly #settings: Settings;
  readonly #known = new Map<string, Known>();
  readonly #verifying = new Map<string, Promise<Known>>();
  #askAgainAtMs = 0;

  constructor(services: Services, settings: Settings) {
    this.#services = services;
    this.#settings = settings;
  }

  /** @throws ScoringError UNAUTHENTICATED, PERMISSION_DENIED, TEMPORARILY_UNAVAILABLE */
  async open(key: string): Promise<Caller> {
    if (!KEY_FORM.test(key)) throw unauthenticated("This is not an API key. Keys begin with pp_.");
    const digest = createHash("sha256").update(key).digest("hex");
    const now = Date.now();
    const known = this.#known.get(digest);
    const age = known ? now - known.verifiedAtMs : Infinity;
    if (known && age < this.#settings.keyRefreshAfterMs) return callerOf(known, now);
    const silent = now < this.#askAgainAtMs;
    const believable = known !== undefined && known.caller !== null && age < this.#settings.keyGraceMs;
    if (silent) {
      if (believable) return callerOf(known, now);
      throw notVerifiable();
    }
    const verifying = this.#verify(digest, key);
    if (believable && age < this.#settings.keyStaleAfterMs) return callerOf(known, now);
    const verified = await patiently(verifying, believable ? PATIENCE_MS : PATIENCE_UNKNOWN_MS);
    if (verified) return callerOf(verified, now);
    this.#askAgainAtMs = Date.now() + RETRY_AFTER_MS;
    if (believable) return callerOf(known, now);
    throw notVerifiable();
  }

  /** A key was made, changed or revoked: the next request asks the database. */
  forget(hash: string): void {
    for (const [digest, known] of this.#known) {
      if (known.hash === null || known.hash === hash || digest === hash) this.#known.delete(digest);
    }
  }

  /** The database is back and notifications may have been lost: every key is asked for at its next use. */
  doubtAll(): void {
    this.#askAgainAtMs = 0;
    for (const [digest, known] of this.#known) {
      const verifiedAtMs = Math.min(known.verifiedAtMs, Date.now() - this.#settings.keyStaleAfterMs);
      this.#known.set(digest, { ...known, verifiedAtMs });
    }
  }

  #verify(digest: string, key: string): Promise<Known> {
    const running = this.#verifying.get(digest);
    if (running) return running;
    const verifying = this.#ask(key)
      .then((known) => this.#remember(digest, known))
      .finally(() => this.#verifying.delete(digest));
    this.#verifying.set(digest, verifying);
    // Whoever waits for it sees the error; a refresh in the background has nobody who waits.
    verifying.catch(() => {});
    return verifying;
  }

  /** Rejects only where the database does not answer. */
  async #ask(key: string): Promise<Known> {
    const verifiedAtMs = Date.now();
    try {
      const { ctx, hash, expiresAt, defaultModelId } = await authenticateKey({
        services: this.#services,
        key,
      });
      const apiKeyId = ctx.actor.kind === "apiKey" ? ctx.actor.apiKeyId : null;
      const caller = { ctx, projectId: ctx.project.id, apiKeyId, defaultModelId, limitedAs: hash };
      return { hash, ...judge(caller), expiresAtMs: expiresAt?.getTime() ?? Infinity, verifiedAtMs };
    } catch (error) {
      if (!DomainError.is(error)) throw error;
      return {
        hash: null,
        caller: null,
        refusal: toScoringError(error),
        expiresAtMs: Infinity,
        verifiedAtMs,
      };
    }
  }

  #remember(digest: string, known: Known): Known {
    this.#known.delete(digest);
    this.#known.set(digest, known);
    for (const oldest of this.#known.keys()) {
      if (this.#known.size <= MOST_KEYS) break;
      this.#known.delete(oldest);
    }
    return known;
  }
}

const notVerifiable = () => unavailable("Keys cannot be verified at this moment. Try again in a second.");

function judge(caller: Caller): Pick<Known, "caller" | "refusal"> {
  try {
    authorise(caller.ctx, "prediction:create");
    return { caller, refusal: null };
  } catch (error) {
    return { caller: null, refusal: toScoringError(error) };
  }
}

function callerOf({ caller, refusal, expiresAtMs }: Known, now: number): Caller {
  if (expiresAtMs <= now) throw unauthenticated("This API key has expired.");
  if (caller) return caller;
  throw refusal ?? unauthenticated("This API key is not valid.");
}

/** Null where the database fails or keeps us waiting. */
async function patiently(verifying: Promise<Known>, forMs: number): Promise<Known | null> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<null>((resolve) => {
    timer = setTimeout(resolve, forMs, null);
  });
  try {
    return await Promise.race([verifying, late]);
  } catch {
    return null;
  } finally {
    clearTimeout(timer);
  }
}
