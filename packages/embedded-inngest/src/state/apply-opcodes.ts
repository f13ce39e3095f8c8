import { z } from "zod";
import { maxRunStateBytes, maxWaitMs } from "../limits";
import type { Decision, SdkResponse } from "./apply-response";
import { dueAt } from "./duration";
import { messageOf } from "../errors";
import { compileExpression } from "./expression";
import { serializedError } from "./serialized-error";
import { hasPlannedSteps } from "./sdk-request";
import { mainPosition, type Memo, type RunState } from "./types";

interface Step {
  readonly stepId: string;
  readonly name: string;
}

/** A step as one response changes it. */
export type StepChange =
  | (Step & { readonly kind: "finished"; readonly memo: Memo })
  | (Step & {
      readonly kind: "planned";
      /** Ask the function again as soon as it finishes. */ readonly eager: boolean;
    })
  | (Step & { readonly kind: "sleeping"; readonly dueAt: Date })
  | (Step & {
      readonly kind: "waiting";
      readonly dueAt: Date;
      readonly event: string;
      readonly expression: string | null;
    })
  | (Step & {
      readonly kind: "invoking";
      readonly dueAt: Date;
      readonly functionId: string;
      readonly payload: InvokePayload;
    });

export interface InvokePayload {
  readonly data?: Readonly<Record<string, unknown>>;
  readonly v?: string;
}

type Outcome =
  | { readonly kind: "decided"; readonly decision: Decision }
  | { readonly kind: "attempt-failed"; readonly error: unknown };

const opcode = z.looseObject({
  id: z.string().min(1),
  op: z.string(),
  name: z.string().nullish(),
  displayName: z.string().nullish(),
  data: z.unknown().optional(),
  error: z.unknown().optional(),
  opts: z.record(z.string(), z.unknown()).nullish(),
});
type Opcode = z.infer<typeof opcode>;

const waitOptions = z.object({ timeout: z.string().optional(), if: z.string().optional() });
const invokeOptions = z.object({
  function_id: z.string().min(1),
  timeout: z.string().optional(),
  payload: z.object({ data: z.record(z.string(), z.unknown()).nullish(), v: z.string().nullish() }).nullish(),
});

/** Turns the opcodes of a 206 answer into stored steps and what happens next. Steps that are known already change nothing. */
export function applyOpcodes(
  state: RunState,
  body: readonly unknown[],
  response: Extract<SdkResponse, { kind: "answer" }>,
  now: Date,
): Outcome {
  const parsed = z.array(opcode).safeParse(body);
  if (!parsed.success)
    return failed(
      "UnexpectedResponse",
      `the app's answer is not a list of opcodes: ${z.prettifyError(parsed.error)}`,
    );
  const known = new Set(
    state.steps
      .filter((step) => step.status !== "planned" || state.position === mainPosition)
      .map((step) => step.stepId),
  );
  const ops = parsed.data;
  const broken = ops.find((op) => op.op === "StepError" || op.op === "StepNotFound");
  if (broken)
    return {
      kind: "attempt-failed",
      error: broken.error ?? serializedError("StepNotFound", `step ${broken.id} was not found`),
    };
  if (state.stateBytes + response.bytes > maxRunStateBytes) {
    return decided([], {
      kind: "fail",
      error: serializedError(
        "RunStateTooLarge",
        `the outputs of this run's steps exceed ${maxRunStateBytes} bytes`,
      ),
    });
  }
  const changes: StepChange[] = [];
  for (const op of ops.filter(({ id }) => !known.has(id))) {
    const change = stepChange(op, response.requestVersion, now);
    if (change === null) {
      return decided([], {
        kind: "fail",
        error: serializedError(
          "UnsupportedStep",
          `step "${op.displayName ?? op.id}" is a ${op.op}, which the embedded Inngest server does not support`,
        ),
      });
    }
    changes.push(change);
  }
  return state.position === mainPosition ? atMain(state, changes) : atPlannedStep(state, changes);
}

function atMain(state: RunState, changes: StepChange[]): Outcome {
  const planned = hasPlannedSteps(state) || changes.some((change) => change.kind === "planned");
  if (changes.some((change) => change.kind === "finished") && !planned)
    return decided(changes, { kind: "continue" });
  const pending =
    changes.length > 0 || state.steps.some((step) => step.memo === null && step.status !== "abandoned");
  if (pending) return decided(changes, { kind: "park" });
  return failed("NoProgress", "the function neither finished nor reported a step that is still to finish");
}

function atPlannedStep(state: RunState, changes: StepChange[]): Outcome {
  const own = changes.filter((change) => change.stepId === state.position && change.kind === "finished");
  if (own.length === 1) return decided(own, { kind: "step-finished" });
  return failed("UnexpectedResponse", `the app was asked for step ${state.position} and answered without it`);
}

/** Null for an opcode this server does not know. A step whose options make no sense fails by itself, catchable by the function. */
function stepChange(op: Opcode, requestVersion: number, now: Date): StepChange | null {
  const step = { stepId: op.id, name: op.displayName ?? op.name ?? op.id };
  try {
    switch (op.op) {
      case "StepRun":
      case "Step":
        return { ...step, kind: "finished", memo: { type: "data", data: op.data ?? null } };
      case "StepFailed":
        return { ...step, kind: "finished", memo: { type: "error", error: op.error ?? null } };
      case "StepPlanned":
        return { ...step, kind: "planned", eager: requestVersion < 2 || op.opts?.parallelMode === "race" };
      case "Sleep":
        return { ...step, kind: "sleeping", dueAt: dueAt(op.name ?? "", now) };
      case "WaitForEvent":
        return waiting(step, op, now);
      case "InvokeFunction":
        return invoking(step, op, now);
      default:
        return null;
    }
  } catch (error) {
    return {
      ...step,
      kind: "finished",
      memo: { type: "error", error: serializedError("InvalidStepOptions", messageOf(error)) },
    };
  }
}

function waiting(step: Step, op: Opcode, now: Date): StepChange {
  const options = waitOptions.parse(op.opts ?? {});
  if (options.if !== undefined) compileExpression(options.if, ["event", "async"]);
  return {
    ...step,
    kind: "waiting",
    event: op.name ?? "",
    expression: options.if ?? null,
    dueAt: dueOrLatest(options.timeout, now),
  };
}

function invoking(step: Step, op: Opcode, now: Date): StepChange {
  const options = invokeOptions.parse(op.opts ?? {});
  const payload = {
    ...(options.payload?.data ? { data: options.payload.data } : {}),
    ...(options.payload?.v ? { v: options.payload.v } : {}),
  };
  return {
    ...step,
    kind: "invoking",
    functionId: options.function_id,
    payload,
    dueAt: dueOrLatest(options.timeout, now),
  };
}

function dueOrLatest(timeout: string | undefined, now: Date): Date {
  return timeout === undefined ? new Date(now.getTime() + maxWaitMs) : dueAt(timeout, now);
}

function decided(steps: readonly StepChange[], next: Decision["next"]): Outcome {
  return { kind: "decided", decision: { steps, next } };
}

function failed(name: string, message: string): Outcome {
  return { kind: "attempt-failed", error: serializedError(name, message) };
}
