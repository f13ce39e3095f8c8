import { ridingOut } from "@pipepilot/domain";
import type { StepScope } from "./dependencies";

const PATIENCE_MS = 10 * 60 * 1000;

/** Writes what a step has computed, also when the database comes back only after a while: nothing is computed twice for that. */
export function keep<T>({ shutdown }: Pick<StepScope, "shutdown">, write: () => Promise<T>): Promise<T> {
  return ridingOut(write, { patienceMs: PATIENCE_MS, signal: shutdown });
}
