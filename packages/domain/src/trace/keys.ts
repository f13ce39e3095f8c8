import { z } from "zod";

/** Made by clients: "tr-" and OpenTelemetry's 32 hex digits; those of MLflow 2 have the digits alone. */
export const traceId = z
  .string()
  .regex(/^[A-Za-z0-9][\w-]{0,49}$/, "A trace's id has at most 50 letters, digits, - and _.");

export const spanId = z.string().regex(/^[0-9a-f]{16}$/, "A span's id has 16 hexadecimal digits.");

export const assessmentId = z
  .string()
  .regex(/^[A-Za-z0-9][\w-]{0,49}$/, "An assessment's id has at most 50 letters, digits, - and _.");

/** The tag that holds a trace's name. */
export const TRACE_NAME_TAG = "mlflow.traceName";
/** What a client says of the run it traced in. */
export const SOURCE_RUN = "mlflow.sourceRun";
export const SESSION = "mlflow.trace.session";
/** How large a client's trace is, with its number of spans. */
export const SIZE_STATS = "mlflow.trace.sizeStats";
/** The tag that lists the prompts a trace used. */
export const LINKED_PROMPTS = "mlflow.linkedPrompts";

export interface PromptRef {
  readonly name: string;
  readonly version: string;
}

/** A prompt as it stands in the tag: the same text for the same prompt. */
export function promptEntry({ name, version }: PromptRef): string {
  return JSON.stringify({ name, version });
}
