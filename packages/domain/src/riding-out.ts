import { setTimeout as delay } from "node:timers/promises";
import { toDomainError } from "./unavailable";

const AGAIN_AFTER_MS = 250;

export interface Patience {
  /** A database that is away for longer than this does not come back by itself. */
  readonly patienceMs: number;
  /** Aborted: do not wait any longer. */
  readonly signal?: AbortSignal;
}

/** Does idempotent work again while the database is away. @throws what the work throws, at last also that it is away */
export async function ridingOut<T>(
  work: () => Promise<T>,
  { patienceMs, signal }: Patience = { patienceMs: 60_000 },
): Promise<T> {
  const deadline = Date.now() + patienceMs;
  for (;;) {
    try {
      return await work();
    } catch (error) {
      const known = toDomainError(error);
      if (known?.code !== "database_unavailable") throw error;
      if (signal?.aborted || Date.now() > deadline) throw known;
      await delay(AGAIN_AFTER_MS);
    }
  }
}
