import { describe, expect, it } from "vitest";
import { applyResponse, type Rules, type SdkResponse } from "./apply-response";
import type { RunState, StepState } from "./types";

const now = new Date("2026-01-01T00:00:00Z");
const rules: Rules = { now, retryBackoff: { baseMs: 1000, maxMs: 8000 }, random: 0.5 };
const event = { id: "01EVENTID", name: "t/seq", data: {}, ts: 1_700_000_000_000, user: {} };

function stateOf(changes: Partial<RunState> = {}): RunState {
  return {
    runId: "01RUN",
    functionId: "lab-seq3",
    event,
    position: "step",
    attempt: 0,
    maxAttempts: 3,
    deliveryFailures: 0,
    steps: [],
    stateBytes: 0,
    ...changes,
  };
}

function answer(
  status: number,
  body: unknown,
  changes: Partial<Extract<SdkResponse, { kind: "answer" }>> = {},
): SdkResponse {
  return {
    kind: "answer",
    status,
    body,
    bytes: 100,
    noRetry: false,
    retryAfter: null,
    requestVersion: 2,
    ...changes,
  };
}

const op = (kind: string, id: string, rest: Record<string, unknown> = {}): Record<string, unknown> => ({
  id,
  op: kind,
  name: id,
  displayName: id,
  opts: {},
  userland: { id },
  ...rest,
});
const boom = { name: "Error", message: "boom", stack: "Error: boom", __serialized: true };
const planned = (stepId: string): StepState => ({ stepId, status: "planned", memo: null });

describe("applyResponse at the function's start", () => {
  it("remembers a step that ran and goes on", () => {
    expect(applyResponse(stateOf(), answer(206, [op("StepRun", "one", { data: { n: 1 } })]), rules)).toEqual({
      steps: [{ kind: "finished", stepId: "one", name: "one", memo: { type: "data", data: { n: 1 } } }],
      next: { kind: "continue" },
    });
  });

  it("remembers an output of undefined as null", () => {
    const { steps } = applyResponse(stateOf(), answer(206, [op("StepRun", "one")]), rules);
    expect(steps).toMatchObject([{ memo: { type: "data", data: null } }]);
  });

  it("completes the run with the function's output", () => {
    expect(applyResponse(stateOf(), answer(200, { a: 1 }), rules)).toEqual({
      steps: [],
      next: { kind: "complete", output: { a: 1 } },
    });
  });

  it("parks while planned steps run", () => {
    const decision = applyResponse(
      stateOf(),
      answer(206, [op("StepPlanned", "left"), op("StepPlanned", "right")]),
      rules,
    );
    expect(decision.next).toEqual({ kind: "park" });
    expect(decision.steps).toEqual([
      { kind: "planned", stepId: "left", name: "left", eager: false },
      { kind: "planned", stepId: "right", name: "right", eager: false },
    ]);
  });

  it("asks again after each sibling when the SDK's request version is 1 or the steps race", () => {
    const version1 = applyResponse(
      stateOf(),
      answer(206, [op("StepPlanned", "left")], { requestVersion: 1 }),
      rules,
    );
    const race = applyResponse(
      stateOf(),
      answer(206, [op("StepPlanned", "left", { opts: { parallelMode: "race" } })]),
      rules,
    );
    expect([version1.steps, race.steps]).toMatchObject([[{ eager: true }], [{ eager: true }]]);
  });

  it("sleeps for a duration or until a date", () => {
    const sleeps = [
      op("Sleep", "nap", { name: "1m30s" }),
      op("Sleep", "until", { name: "2030-01-01T00:00:00.000Z" }),
    ];
    expect(applyResponse(stateOf(), answer(206, sleeps), rules)).toEqual({
      steps: [
        { kind: "sleeping", stepId: "nap", name: "nap", dueAt: new Date("2026-01-01T00:01:30Z") },
        { kind: "sleeping", stepId: "until", name: "until", dueAt: new Date("2030-01-01T00:00:00Z") },
      ],
      next: { kind: "park" },
    });
  });

  it("waits for an event under its expression until its timeout", () => {
    const wait = op("WaitForEvent", "appr", {
      name: "t/ok",
      opts: { timeout: "1h", if: "async.data.id == event.data.id" },
    });
    expect(applyResponse(stateOf(), answer(206, [wait]), rules).steps).toEqual([
      {
        kind: "waiting",
        stepId: "appr",
        name: "appr",
        event: "t/ok",
        expression: "async.data.id == event.data.id",
        dueAt: new Date("2026-01-01T01:00:00Z"),
      },
    ]);
  });

  it("invokes a function with its payload", () => {
    const call = op("InvokeFunction", "call", {
      opts: { payload: { data: { z: 1 } }, function_id: "lab-par2", timeout: "5m" },
    });
    expect(applyResponse(stateOf(), answer(206, [call]), rules).steps).toEqual([
      {
        kind: "invoking",
        stepId: "call",
        name: "call",
        functionId: "lab-par2",
        payload: { data: { z: 1 } },
        dueAt: new Date("2026-01-01T00:05:00Z"),
      },
    ]);
  });

  it("changes nothing when pending steps are reported again", () => {
    const state = stateOf({ steps: [{ stepId: "nap", status: "sleeping", memo: null }] });
    expect(applyResponse(state, answer(206, [op("Sleep", "nap", { name: "1m" })]), rules)).toEqual({
      steps: [],
      next: { kind: "park" },
    });
  });

  it("lets a wait with an expression it cannot evaluate fail by itself, so that the function may catch it", () => {
    const wait = op("WaitForEvent", "w", {
      name: "t/ok",
      opts: { timeout: "1h", if: "event.data.list.exists(x, x == 1)" },
    });
    expect(applyResponse(stateOf(), answer(206, [wait]), rules)).toMatchObject({
      steps: [{ kind: "finished", memo: { type: "error", error: { name: "InvalidStepOptions" } } }],
      next: { kind: "continue" },
    });
  });

  it("fails the run by the step's name on an opcode it does not know", () => {
    const decision = applyResponse(stateOf(), answer(206, [op("AIGateway", "infer")]), rules);
    expect(decision).toMatchObject({ steps: [], next: { kind: "fail", error: { name: "UnsupportedStep" } } });
  });

  it("retries a failed step with backoff and counts the attempt", () => {
    const failing = answer(206, [op("StepError", "bad", { error: boom })]);
    expect(applyResponse(stateOf(), failing, rules).next).toEqual({
      kind: "retry",
      at: new Date(now.getTime() + 1000),
      attempt: 1,
    });
    expect(applyResponse(stateOf({ attempt: 1 }), failing, rules).next).toEqual({
      kind: "retry",
      at: new Date(now.getTime() + 2000),
      attempt: 2,
    });
  });

  it("waits as long as the header retry-after says", () => {
    const later = answer(206, [op("StepError", "bad", { error: boom })], { retryAfter: "30" });
    expect(applyResponse(stateOf(), later, rules).next).toEqual({
      kind: "retry",
      at: new Date("2026-01-01T00:00:30Z"),
      attempt: 1,
    });
    const date = answer(500, boom, { retryAfter: "2026-01-01T00:02:00.000Z" });
    expect(applyResponse(stateOf(), date, rules).next).toMatchObject({
      at: new Date("2026-01-01T00:02:00Z"),
    });
  });

  it("remembers the error of a step that failed for good and goes on: the function may catch it", () => {
    expect(
      applyResponse(
        stateOf({ attempt: 2 }),
        answer(206, [op("StepFailed", "bad", { error: boom })], { noRetry: true }),
        rules,
      ),
    ).toEqual({
      steps: [{ kind: "finished", stepId: "bad", name: "bad", memo: { type: "error", error: boom } }],
      next: { kind: "continue" },
    });
  });

  it("retries a function that throws, and fails the run at its last attempt or when told not to retry", () => {
    expect(applyResponse(stateOf(), answer(500, boom), rules).next).toMatchObject({
      kind: "retry",
      attempt: 1,
    });
    expect(applyResponse(stateOf({ attempt: 2 }), answer(500, boom), rules).next).toEqual({
      kind: "fail",
      error: boom,
    });
    expect(applyResponse(stateOf(), answer(400, boom, { noRetry: true }), rules).next).toEqual({
      kind: "fail",
      error: boom,
    });
  });

  it("does not count a call that was not delivered as an attempt", () => {
    const lost: SdkResponse = { kind: "undelivered", message: "ECONNRESET" };
    expect(applyResponse(stateOf({ attempt: 2, deliveryFailures: 1 }), lost, rules).next).toEqual({
      kind: "redeliver",
      at: new Date(now.getTime() + 200),
      deliveryFailures: 2,
    });
    expect(applyResponse(stateOf({ deliveryFailures: 500 }), lost, rules).next).toMatchObject({
      at: new Date(now.getTime() + 5000),
    });
  });

  it("fails a run whose outputs together are too large to travel", () => {
    const decision = applyResponse(
      stateOf({ stateBytes: 32 * 1024 * 1024 }),
      answer(206, [op("StepRun", "one")]),
      rules,
    );
    expect(decision).toMatchObject({
      steps: [],
      next: { kind: "fail", error: { name: "RunStateTooLarge" } },
    });
  });

  it("counts an answer that says nothing as a failed attempt", () => {
    expect(applyResponse(stateOf({ attempt: 2 }), answer(206, []), rules).next).toMatchObject({
      kind: "fail",
      error: { name: "NoProgress" },
    });
  });
});

describe("applyResponse at a planned step", () => {
  const state = stateOf({ position: "left", steps: [planned("left"), planned("right")] });

  it("finishes the step, with its output or its error", () => {
    expect(applyResponse(state, answer(206, [op("StepRun", "left", { data: "L" })]), rules)).toEqual({
      steps: [{ kind: "finished", stepId: "left", name: "left", memo: { type: "data", data: "L" } }],
      next: { kind: "step-finished" },
    });
    expect(
      applyResponse(state, answer(206, [op("StepFailed", "left", { error: boom })]), rules),
    ).toMatchObject({
      steps: [{ memo: { type: "error", error: boom } }],
      next: { kind: "step-finished" },
    });
  });

  it("retries when the app no longer finds the step", () => {
    const missing = { error: 'Could not find step "left" to run; timed out.', requestedStep: "left" };
    expect(applyResponse(state, answer(500, missing), rules).next).toMatchObject({
      kind: "retry",
      attempt: 1,
    });
  });
});
