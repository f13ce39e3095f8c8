const TICK_MS = 15_000;

const listeners = new Set<() => void>();
let timer: ReturnType<typeof setInterval> | undefined;
let now = 0;

function tick(): void {
  now = Date.now();
  for (const listener of listeners) listener();
}

/** One clock for every relative time on the page; it stands still while nobody looks at it. */
export function subscribeToClock(listener: () => void): () => void {
  listeners.add(listener);
  if (!timer) {
    now = Date.now();
    timer = setInterval(tick, TICK_MS);
  }
  return () => {
    listeners.delete(listener);
    if (listeners.size === 0) {
      clearInterval(timer);
      timer = undefined;
    }
  };
}

/** The clock's time in epoch milliseconds, the same within one tick. */
export function clockNow(): number {
  if (!timer) now = Math.floor(Date.now() / 1000) * 1000;
  return now;
}
