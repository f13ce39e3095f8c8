import type { ConcurrencyLimit } from "./function-config";

export interface Candidate {
  readonly slotKeys: readonly string[];
}

/**
 * Which of the waiting executions may start, oldest first. One that finds a limit reached does not hold back
 * those behind it that need other slots. `held` counts the taken slots by key.
 */
export function admit<T extends Candidate>(
  waiting: readonly T[],
  held: ReadonlyMap<string, number>,
  limits: readonly ConcurrencyLimit[],
): T[] {
  const taken = new Map(held);
  return waiting.filter((candidate) => {
    const fits = candidate.slotKeys.every((key) => (taken.get(key) ?? 0) < limitOf(key, limits));
    if (fits) for (const key of candidate.slotKeys) taken.set(key, (taken.get(key) ?? 0) + 1);
    return fits;
  });
}

function limitOf(key: string, limits: readonly ConcurrencyLimit[]): number {
  return limits[Number.parseInt(key, 10)]?.limit ?? Number.POSITIVE_INFINITY;
}
