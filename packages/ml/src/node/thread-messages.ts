/** What the pool sends to a worker thread: one task at a time. */
export interface TaskOrder {
  readonly name: string;
  readonly payload: unknown;
}

/** What the worker thread answers. Cloning strips an error of its class and facts, so these travel as a record. */
export type TaskAnswer =
  | { readonly ok: true; readonly result: unknown }
  | { readonly ok: false; readonly error: TaskFailure };

export interface TaskFailure {
  readonly name: string;
  readonly message: string;
  readonly code?: unknown;
  readonly facts?: unknown;
}

export function describeFailure(error: unknown): TaskFailure {
  if (!(error instanceof Error)) return { name: "Error", message: String(error) };
  const { name, message } = error;
  const { code, facts } = error as Error & { code?: unknown; facts?: unknown };
  return code === undefined ? { name, message } : { name, message, code, facts };
}

/** The failure as an error of this thread; `isLearningError` knows it by its name, code and facts. */
export function failureError(failure: TaskFailure): Error {
  return Object.assign(new Error(failure.message), failure);
}
