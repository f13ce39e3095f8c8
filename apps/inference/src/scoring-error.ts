import { isLearningError } from "@pipepilot/ml/errors";
import { DomainError, type ErrorKind } from "@pipepilot/domain/errors";

/** MLflow's codes where it has one for the case. */
export type ScoringErrorCode =
  | "BAD_REQUEST"
  | "INVALID_PARAMETER_VALUE"
  | "UNAUTHENTICATED"
  | "PERMISSION_DENIED"
  | "RESOURCE_DOES_NOT_EXIST"
  | "RESOURCE_CONFLICT"
  | "ENDPOINT_NOT_FOUND"
  | "PAYLOAD_TOO_LARGE"
  | "UNSUPPORTED_MEDIA_TYPE"
  | "REQUEST_LIMIT_EXCEEDED"
  | "TEMPORARILY_UNAVAILABLE"
  | "MODEL_NOT_SERVABLE"
  | "INTERNAL_ERROR";

/** An answer that is not a prediction. The message is for whoever sent the request. */
export class ScoringError extends Error {
  override readonly name = "ScoringError";

  constructor(
    readonly status: number,
    readonly code: ScoringErrorCode,
    message: string,
    readonly headers: Readonly<Record<string, string>> = {},
    options?: { cause?: unknown },
  ) {
    super(message, options);
  }
}

const BY_KIND: Record<ErrorKind, { status: number; code: ScoringErrorCode }> = {
  invalid: { status: 400, code: "INVALID_PARAMETER_VALUE" },
  unauthenticated: { status: 401, code: "UNAUTHENTICATED" },
  forbidden: { status: 403, code: "PERMISSION_DENIED" },
  not_found: { status: 404, code: "RESOURCE_DOES_NOT_EXIST" },
  conflict: { status: 409, code: "RESOURCE_CONFLICT" },
  too_large: { status: 413, code: "PAYLOAD_TOO_LARGE" },
  rate_limited: { status: 429, code: "REQUEST_LIMIT_EXCEEDED" },
  unavailable: { status: 503, code: "TEMPORARILY_UNAVAILABLE" },
};

export const badRequest = (message: string) => new ScoringError(400, "BAD_REQUEST", message);
export const invalidValue = (message: string) => new ScoringError(400, "INVALID_PARAMETER_VALUE", message);
export const unauthenticated = (message: string) =>
  new ScoringError(401, "UNAUTHENTICATED", message, { "www-authenticate": "Bearer" });
export const unavailable = (message: string, cause?: unknown) =>
  new ScoringError(503, "TEMPORARILY_UNAVAILABLE", message, { "retry-after": "1" }, { cause });

/** The version is no model of ours: trying again changes nothing until another one takes its place. */
export const notServable = (message: string) => new ScoringError(503, "MODEL_NOT_SERVABLE", message);

/** The answer to an error of a verb or of the model's own checks; null for what nobody foresaw. */
export function toScoringError(error: unknown): ScoringError | null {
  if (error instanceof ScoringError) return error;
  if (isLearningError(error)) return invalidValue(error.message);
  if (!DomainError.is(error)) return null;
  if (error.kind === "unauthenticated") return unauthenticated(error.message);
  if (error.kind === "unavailable") return unavailable(error.message, error);
  const { status, code } = BY_KIND[error.kind];
  return new ScoringError(status, code, error.message, {}, { cause: error });
}
