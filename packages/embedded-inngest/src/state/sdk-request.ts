import { mainPosition, type Memo, type RunState } from "./types";

/** The body of one call to the SDK. `ctx.fn_id` stays out: with it the SDK would checkpoint through an API. */
export interface SdkRequest {
  readonly version: 2;
  readonly event: unknown;
  readonly events: readonly unknown[];
  readonly steps: Readonly<Record<string, Memo>>;
  readonly ctx: {
    readonly run_id: string;
    readonly attempt: number;
    readonly max_attempts: number;
    readonly disable_immediate_execution: boolean;
    readonly use_api: false;
    readonly stack: { readonly stack: readonly string[]; readonly current: number };
  };
}

/** Planned siblings that are still to finish; while there are any, the SDK must not run a step on its own. */
export function hasPlannedSteps(state: RunState): boolean {
  return state.steps.some((step) => step.status === "planned");
}

/** The call that moves `state` on: memoised steps in the order in which they finished. */
export function sdkRequest(state: RunState): SdkRequest {
  const finished = state.steps.filter((step) => step.memo !== null);
  const steps: Record<string, Memo> = {};
  for (const step of finished) if (step.memo) steps[step.stepId] = step.memo;
  return {
    version: 2,
    event: state.event,
    events: [state.event],
    steps,
    ctx: {
      run_id: state.runId,
      attempt: state.attempt,
      max_attempts: state.maxAttempts,
      disable_immediate_execution: state.position === mainPosition && hasPlannedSteps(state),
      use_api: false,
      stack: { stack: finished.map((step) => step.stepId), current: finished.length },
    },
  };
}
