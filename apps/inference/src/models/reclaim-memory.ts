import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";

/** Requests that began with a replaced version have ended by then. */
const DELAY_MS = 1_000;

setFlagsFromString("--expose-gc");
const collectGarbage = runInNewContext("gc") as () => void;

/**
 * Returns a function that gives back, a little later, what versions held that were replaced, and the files they were read
 * from. The engine collects when its own heap grows; models lie outside of it and would be held for as long as it does not.
 * `before` lets go of what else holds them.
 */
export function memoryReclaimer(before: () => void): () => void {
  let timer: NodeJS.Timeout | null = null;
  return () => {
    timer ??= setTimeout(() => {
      timer = null;
      before();
      collectGarbage();
    }, DELAY_MS).unref();
  };
}
