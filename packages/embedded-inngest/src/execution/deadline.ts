export interface Deadline {
  /** Aborts when the given one does, and when the time is over. */
  readonly signal: AbortSignal;
  /** Whether it was the time. */
  isOver(): boolean;
  /** Forgets the timer, once what it limits is done. */
  clear(): void;
}

/**
 * What `AbortSignal.any([stopping, AbortSignal.timeout(ms)])` should be: in Node 20 nothing but the timer's weak reference holds
 * such a timeout, so that it is collected as garbage and never fires.
 */
export function createDeadline(stopping: AbortSignal, ms: number): Deadline {
  const timeout = new AbortController();
  const timer = setTimeout(() => timeout.abort(new DOMException("The time is over.", "TimeoutError")), ms);
  timer.unref();
  return {
    signal: AbortSignal.any([stopping, timeout.signal]),
    isOver: () => timeout.signal.aborted,
    clear: () => clearTimeout(timer),
  };
}
