import { DomainError } from "@pipepilot/domain/errors";
import type { ServedVersion, VersionSelector } from "@pipepilot/domain/model/schema";
import { findServedVersion } from "@pipepilot/domain/serving/find-version";
import type { Caller } from "../access/caller";
import { unavailable } from "../scoring-error";

/** The model by its name or its id. */
export type ModelChoice = { readonly model: string } | { readonly modelId: string };

interface Found {
  readonly atMs: number;
  readonly version: ServedVersion | null;
  readonly refusal: DomainError | null;
}

/** A moved alias is noticed within this time. */
const FRESH_MS = 1_000;
const MOST_ANSWERS = 5_000;

/** Asks the registry which version a request means, and remembers it shortly, or as long as the database does not answer. */
export class VersionFinder {
  readonly #answers = new Map<string, Found>();

  /** @throws DomainError not_found, nothing_in_production, invalid_input; ScoringError TEMPORARILY_UNAVAILABLE */
  async find(caller: Caller, choice: ModelChoice, selector: VersionSelector): Promise<ServedVersion> {
    const question = JSON.stringify([caller.projectId, choice, selector]);
    const known = this.#answers.get(question);
    if (known && Date.now() - known.atMs < FRESH_MS) return answerOf(known);
    const found = await ask(caller, choice, selector);
    if (found) this.#remember(question, found);
    const answer = found ?? known;
    if (!answer) throw unavailable("The registry cannot be asked at this moment. Try again in a second.");
    return answerOf(answer);
  }

  forgetAll(): void {
    this.#answers.clear();
  }

  #remember(question: string, found: Found): void {
    if (this.#answers.size >= MOST_ANSWERS) this.#answers.clear();
    this.#answers.set(question, found);
  }
}

/** Null where the database does not answer. */
async function ask(caller: Caller, choice: ModelChoice, selector: VersionSelector): Promise<Found | null> {
  const atMs = Date.now();
  try {
    const version = await findServedVersion({ ctx: caller.ctx, input: { ...choice, ...selector } });
    return { atMs, version, refusal: null };
  } catch (error) {
    return DomainError.is(error) ? { atMs, version: null, refusal: error } : null;
  }
}

function answerOf({ version, refusal }: Found): ServedVersion {
  if (version) return version;
  throw refusal;
}
