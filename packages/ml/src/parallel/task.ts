/**
 * A pure piece of work that can run on any thread: it sees only its payload and answers with a value that survives
 * structured cloning. It yields every few milliseconds, so that on the calling thread others get their turn.
 */
export type Task<Payload, Result> = (payload: Payload) => Generator<undefined, Result>;

/** Runs a task to its end without pause. */
export function runToEnd<Result>(steps: Generator<undefined, Result>): Result {
  let step = steps.next();
  while (!step.done) step = steps.next();
  return step.value;
}

/** Runs a task on this thread, letting the event loop turn at every pause; stops with the signal's reason. */
export async function runWithPauses<Result>(
  steps: Generator<undefined, Result>,
  signal?: AbortSignal,
): Promise<Result> {
  signal?.throwIfAborted();
  let step = steps.next();
  while (!step.done) {
    await nextTurn();
    signal?.throwIfAborted();
    step = steps.next();
  }
  return step.value;
}

/** Resolves after the event loop has turned once; browsers have no `setImmediate` and pay a timer's delay. */
export function nextTurn(): Promise<void> {
  return new Promise((resolve) => {
    if (typeof setImmediate === "function") setImmediate(resolve);
    else setTimeout(resolve, 0);
  });
}
