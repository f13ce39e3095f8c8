import "server-only";
import { issueSessionToken } from "@pipepilot/domain/api-key/session-token";
import type { ProjectContext } from "@pipepilot/domain/context";
import { DomainError, type ErrorCode } from "@pipepilot/domain/errors";
import { modelName } from "@pipepilot/domain/model/schema";
import { positiveNumber } from "@pipepilot/domain/number";
import { z } from "zod";
import { env } from "./env";

export const askModelInput = z.object({
  project: z.string(),
  model: modelName,
  version: positiveNumber.optional(),
  /** One row: column name to value. */
  row: z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()])),
});

export interface ModelAnswer {
  prediction: number | string;
  version: number;
  predictionId: string | null;
  /** As the service measured it is not known here; this is the whole round trip. */
  roundTripMs: number;
}

export interface ModelExplanation {
  quantity: "value" | "probability" | "margin";
  /** The class that is explained; null for regression. */
  class: string | number | null;
  base: number;
  prediction: number;
  contributions: { column: string; value: number }[];
  version: number;
}

type AskInput = z.infer<typeof askModelInput>;

/** Asks the running inference service, exactly as an application would, in the name of the signed-in person. */
export async function askModel(ctx: ProjectContext, input: AskInput): Promise<ModelAnswer> {
  const started = performance.now();
  const { headers, body } = await send(ctx, input, "invocations");
  const [prediction] = (body as { predictions: (number | string)[] }).predictions;
  return {
    prediction,
    version: Number(headers.get("x-pipepilot-version")),
    predictionId: headers.get("x-pipepilot-prediction-id"),
    roundTripMs: performance.now() - started,
  };
}

/** How each column moved the answer to this row; asked for in the same way. */
export async function explainAnswer(ctx: ProjectContext, input: AskInput): Promise<ModelExplanation> {
  const { headers, body } = await send(ctx, input, "explanations");
  const [explanation] = (body as { explanations: Omit<ModelExplanation, "version">[] }).explanations;
  return { ...explanation, version: Number(headers.get("x-pipepilot-version")) };
}

async function send(
  ctx: ProjectContext,
  { model, version, row }: AskInput,
  what: "invocations" | "explanations",
): Promise<{ headers: Headers; body: unknown }> {
  const token = issueSessionToken(ctx, env().PIPEPILOT_INTERNAL_SECRET, new Date());
  const url = new URL(`/models/${encodeURIComponent(model)}/${what}`, env().PIPEPILOT_INFERENCE_URL);
  if (version !== undefined) url.searchParams.set("version", String(version));
  const response = await fetch(url, {
    method: "POST",
    headers: { authorization: `Bearer ${token}`, "content-type": "application/json" },
    body: JSON.stringify({ dataframe_records: [row] }),
    signal: AbortSignal.timeout(10_000),
  }).catch((cause: unknown) => {
    throw new DomainError(
      "inference_unavailable",
      "The inference service does not answer. It may be starting; try again in a moment.",
      {},
      { cause },
    );
  });
  const body = (await response.json()) as { message?: string };
  if (!response.ok)
    throw new DomainError(codeFor(response.status), body.message ?? "The model did not answer.");
  return { headers: response.headers, body };
}

function codeFor(status: number): ErrorCode {
  if (status === 404) return "not_found";
  if (status === 429) return "rate_limited";
  if (status === 503) return "nothing_in_production";
  return "invalid_input";
}
