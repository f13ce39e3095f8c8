import { backoffMs, deliveryBackoff, retryAfterDate, type RetryBackoff } from "./backoff";
import { applyOpcodes, type StepChange } from "./apply-opcodes";
import { serializedError } from "./serialized-error";
import { mainPosition, type RunState } from "./types";

/** What one call to the SDK came back with. */
export type SdkResponse =
  | {
      readonly kind: "answer";
      readonly status: number;
      readonly body: unknown;
      /** Bytes of the body. */
      readonly bytes: number;
      readonly noRetry: boolean;
      readonly retryAfter: string | null;
      /** The SDK's header x-inngest-req-version: 1 wants to be asked again after every parallel step. */
      readonly requestVersion: number;
    }
  /** Answered, but in a way that no repetition would mend. */
  | { readonly kind: "rejected"; readonly code: string; readonly message: string }
  /** Nobody answered, the connection broke, or something that is not the SDK answered. */
  | { readonly kind: "undelivered"; readonly message: string }
  /** This server is stopping and took the call back. */
  | { readonly kind: "withdrawn" };

export type Next =
  | { readonly kind: "continue" }
  /** Nothing to call until a pending step finishes. */
  | { readonly kind: "park" }
  /** The planned step at this position is finished. */
  | { readonly kind: "step-finished" }
  | { readonly kind: "retry"; readonly at: Date; readonly attempt: number }
  /** The same attempt once more: the failure was not the function's. */
  | { readonly kind: "redeliver"; readonly at: Date; readonly deliveryFailures: number }
  | { readonly kind: "complete"; readonly output: unknown }
  | { readonly kind: "fail"; readonly error: unknown };

/** What follows from a response: steps to store first, then what happens next. */
export interface Decision {
  readonly steps: readonly StepChange[];
  readonly next: Next;
}

export interface Rules {
  readonly now: Date;
  readonly retryBackoff: RetryBackoff;
  /** In [0, 1); spreads retries. */
  readonly random: number;
}

/** The rule at the heart of the server: run state and response in, decision out. */
export function applyResponse(state: RunState, response: SdkResponse, rules: Rules): Decision {
  switch (response.kind) {
    case "withdrawn":
      return only({ kind: "redeliver", at: rules.now, deliveryFailures: state.deliveryFailures });
    case "undelivered":
      return only(redeliver(state, rules));
    case "rejected":
      return only({ kind: "fail", error: serializedError(response.code, response.message) });
    case "answer":
      return applyAnswer(state, response, rules);
  }
}

type Answer = Extract<SdkResponse, { kind: "answer" }>;

function applyAnswer(state: RunState, response: Answer, rules: Rules): Decision {
  if (response.status === 200 && state.position === mainPosition)
    return only({ kind: "complete", output: response.body });
  if (response.status === 206 && Array.isArray(response.body)) {
    const outcome = applyOpcodes(state, response.body, response, rules.now);
    if (outcome.kind === "decided") return outcome.decision;
    return only(retryOrFail(state, response, outcome.error, rules));
  }
  return only(retryOrFail(state, response, functionError(response), rules));
}

function functionError(response: Answer): unknown {
  const { body } = response;
  if (typeof body === "object" && body !== null && "message" in body) return body;
  const detail =
    typeof body === "object" && body !== null && "error" in body ? String(body.error) : JSON.stringify(body);
  return serializedError("UnexpectedResponse", `the app answered with status ${response.status}: ${detail}`);
}

/** A failed attempt: once more while there are attempts and nobody forbids it, else the run has failed. */
function retryOrFail(state: RunState, response: Answer, error: unknown, rules: Rules): Next {
  const attempt = state.attempt + 1;
  if (response.noRetry || response.status === 400 || attempt >= state.maxAttempts)
    return { kind: "fail", error };
  const delay = backoffMs(attempt, rules.retryBackoff, rules.random);
  const at = retryAfterDate(response.retryAfter, rules.now) ?? new Date(rules.now.getTime() + delay);
  return { kind: "retry", at, attempt };
}

function redeliver(state: RunState, rules: Rules): Next {
  const deliveryFailures = state.deliveryFailures + 1;
  const at = new Date(rules.now.getTime() + backoffMs(deliveryFailures, deliveryBackoff, rules.random));
  return { kind: "redeliver", at, deliveryFailures };
}

function only(next: Next): Decision {
  return { steps: [], next };
}
