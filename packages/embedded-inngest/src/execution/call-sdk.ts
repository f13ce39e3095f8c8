import { messageOf } from "../errors";
import { maxStepDurationMs, maxStepOutputBytes } from "../limits";
import type { SdkResponse } from "../state/apply-response";
import { sdkRequest } from "../state/sdk-request";
import type { RunState } from "../state/types";
import { canonicalJson, signature } from "../http/signature";
import { createDeadline } from "./deadline";
import { ResponseTooLargeError, sendJson, type HttpAnswer } from "./send-json";

export interface SdkCall {
  readonly appUrl: string;
  readonly state: RunState;
  /** Set: requests are signed as Inngest's are. */
  readonly signingKey?: string;
  /** Aborted when this server stops. */
  readonly stopping: AbortSignal;
}

/** An opcode carries some fields besides the output. */
const envelopeBytes = 64 * 1024;

/** Calls the SDK once and says what came of it; never rejects. */
export async function callSdk({ appUrl, state, signingKey, stopping }: SdkCall): Promise<SdkResponse> {
  const url = new URL(appUrl);
  url.searchParams.set("fnId", state.functionId);
  url.searchParams.set("stepId", state.position);
  const request = sdkRequest(state);
  const body = signingKey ? canonicalJson(request) : JSON.stringify(request);
  const headers: Record<string, string> = { "x-inngest-server-kind": signingKey ? "cloud" : "dev" };
  if (signingKey) headers["x-inngest-signature"] = signature(body, signingKey, new Date());
  const deadline = createDeadline(stopping, maxStepDurationMs);
  try {
    const answer = await sendJson({
      url: url.href,
      method: "POST",
      headers,
      body,
      signal: deadline.signal,
      maxBytes: maxStepOutputBytes + envelopeBytes,
    });
    return understand(answer);
  } catch (error) {
    if (stopping.aborted) return { kind: "withdrawn" };
    if (deadline.isOver()) return timedOut();
    if (error instanceof ResponseTooLargeError) {
      return {
        kind: "rejected",
        code: "StepOutputTooLarge",
        message: `a step's or the function's output exceeds ${maxStepOutputBytes} bytes`,
      };
    }
    return { kind: "undelivered", message: messageOf(error) };
  } finally {
    deadline.clear();
  }
}

function timedOut(): SdkResponse {
  const body = {
    name: "StepTimeout",
    message: `the step took longer than ${maxStepDurationMs / 60_000} minutes`,
  };
  return { kind: "answer", status: 500, body, bytes: 0, noRetry: false, retryAfter: null, requestVersion: 2 };
}

function understand({ status, headers, text }: HttpAnswer): SdkResponse {
  // A proxy or a half-started app may answer too; only the SDK's own answers count as attempts.
  if (headers["x-inngest-sdk"] === undefined)
    return { kind: "undelivered", message: `status ${status} from something that is not the SDK` };
  return {
    kind: "answer",
    status,
    body: parseBody(text),
    bytes: Buffer.byteLength(text),
    noRetry: headers["x-inngest-no-retry"] === "true",
    retryAfter: headers["retry-after"] ?? null,
    requestVersion: Number(headers["x-inngest-req-version"] ?? 2),
  };
}

function parseBody(text: string): unknown {
  if (text === "") return null;
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return { name: "UnexpectedResponse", message: `the app's answer is not JSON: ${text.slice(0, 200)}` };
  }
}
