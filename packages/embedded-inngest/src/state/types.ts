/** An event as it is stored and handed to functions. `ts` is milliseconds since the epoch. */
export interface EventPayload {
  readonly id: string;
  readonly name: string;
  readonly data: Readonly<Record<string, unknown>>;
  readonly ts: number;
  readonly user: Readonly<Record<string, unknown>>;
  readonly v?: string;
}

/** What a finished step is remembered by; sent back to the SDK on every later call. */
export type Memo =
  | { readonly type: "data"; readonly data: unknown }
  | { readonly type: "error"; readonly error: unknown };

export type RunStatus = "queued" | "running" | "completed" | "failed" | "cancelled";

export type StepStatus = "planned" | "sleeping" | "waiting" | "invoking" | "completed" | "abandoned";

/** A step as far as a run knows it. Finished steps stand in the order they finished. */
export interface StepState {
  readonly stepId: string;
  readonly status: StepStatus;
  readonly memo: Memo | null;
}

/** Where a run is executed: at its function's start ("step") or at one planned step (its hash). */
export const mainPosition = "step";

/** Everything the rules need to know about a run at one position. */
export interface RunState {
  readonly runId: string;
  readonly functionId: string;
  readonly event: EventPayload;
  readonly position: string;
  /** Failed attempts of this position so far. */
  readonly attempt: number;
  readonly maxAttempts: number;
  /** Calls of this position that never reached the app or lost it on the way. */
  readonly deliveryFailures: number;
  readonly steps: readonly StepState[];
  /** Bytes of all memoised outputs. */
  readonly stateBytes: number;
}

export function isActive(status: RunStatus): boolean {
  return status === "queued" || status === "running";
}
