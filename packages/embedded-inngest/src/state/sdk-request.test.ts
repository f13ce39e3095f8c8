import { describe, expect, it } from "vitest";
import { sdkRequest } from "./sdk-request";
import type { RunState, StepState } from "./types";

const event = { id: "01EVENTID", name: "t/seq", data: {}, ts: 1_700_000_000_000, user: {} };
const planned = (stepId: string): StepState => ({ stepId, status: "planned", memo: null });
const finished = (stepId: string): StepState => ({
  stepId,
  status: "completed",
  memo: { type: "data", data: stepId },
});

function stateOf(changes: Partial<RunState> = {}): RunState {
  const start = { runId: "01RUN", functionId: "lab-seq3", event, position: "step", steps: [], stateBytes: 0 };
  return { ...start, attempt: 0, maxAttempts: 3, deliveryFailures: 0, ...changes };
}

describe("sdkRequest", () => {
  it("sends the memoised steps in the order in which they finished", () => {
    expect(
      sdkRequest(
        stateOf({
          attempt: 1,
          steps: [finished("b"), finished("a"), { stepId: "z", status: "sleeping", memo: null }],
        }),
      ),
    ).toEqual({
      version: 2,
      event,
      events: [event],
      steps: { a: { type: "data", data: "a" }, b: { type: "data", data: "b" } },
      ctx: {
        run_id: "01RUN",
        attempt: 1,
        max_attempts: 3,
        disable_immediate_execution: false,
        use_api: false,
        stack: { stack: ["b", "a"], current: 2 },
      },
    });
  });

  it("forbids the SDK to run the last planned sibling a second time", () => {
    expect(sdkRequest(stateOf({ steps: [planned("left")] })).ctx.disable_immediate_execution).toBe(true);
    expect(
      sdkRequest(stateOf({ position: "left", steps: [planned("left")] })).ctx.disable_immediate_execution,
    ).toBe(false);
  });
});
