import { useSyncExternalStore } from "react";

const listeners = new Set<() => void>();
let timer: ReturnType<typeof setInterval> | undefined;
let now = 0;

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  if (!timer) {
    now = Date.now();
    timer = setInterval(() => {
      now = Date.now();
      for (const each of listeners) each();
    }, 1_000);
  }
  return () => {
    listeners.delete(listener);
    if (listeners.size > 0) return;
    clearInterval(timer);
    timer = undefined;
  };
}

const still = () => () => undefined;

/** The time in epoch milliseconds, once a second while `ticking`; null on the server, whose clock is another. */
export function useNow(ticking: boolean): number | null {
  return useSyncExternalStore(
    ticking ? subscribe : still,
    () => (now === 0 ? (now = Date.now()) : now),
    () => null,
  );
}
