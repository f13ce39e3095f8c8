import { DomainError } from "@pipepilot/domain/errors";
import type { LogBatchInput } from "@pipepilot/domain/run/log-schema";
import { z } from "zod";
import { loggedModelIdOf } from "./logged-model-id";
import { double, int64, optionalText, step } from "./wire";

/** A metric as MLflow's clients send it. */
export const metric = z.object({
  key: z.string(),
  value: double,
  timestamp: int64,
  step: step.default(0),
  model_id: optionalText,
  dataset_name: optionalText,
  dataset_digest: optionalText,
});

/** @throws DomainError invalid_input where a dataset has only a name or only a digest, not_found for no model's id */
export function pointIn({
  model_id,
  dataset_name: name,
  dataset_digest: digest,
  ...point
}: z.infer<typeof metric>) {
  if ((name === undefined) !== (digest === undefined))
    throw new DomainError(
      "invalid_input",
      "Both dataset_name and dataset_digest must be provided if one is provided",
    );
  return {
    ...point,
    ...(model_id !== undefined && { modelId: loggedModelIdOf({ model_id }) }),
    ...(name !== undefined && digest !== undefined && { dataset: { name, digest } }),
  };
}

type Points = NonNullable<LogBatchInput["points"]>;

/**
 * The metrics of a call where each is what nearly every client sends, a key and three numbers, and so what the verb takes:
 * the verb's own schema reads them, one reading of thousands of points is enough. Null: to be read as protobuf's JSON.
 */
export function plainPoints(input: unknown): Points | null {
  const { metrics } = input as { metrics?: unknown };
  return Array.isArray(metrics) && metrics.every(isPlain) ? (metrics as Points) : null;
}

function isPlain(given: unknown): boolean {
  if (typeof given !== "object" || given === null) return false;
  const { key, value, timestamp, step } = given as Record<string, unknown>;
  return (
    typeof key === "string" &&
    typeof value === "number" &&
    Number.isSafeInteger(timestamp) &&
    Number.isSafeInteger(step) &&
    Object.keys(given).length === 4
  );
}
