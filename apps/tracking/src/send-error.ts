import type { FastifyError, FastifyReply, FastifyRequest } from "fastify";
import type { DomainError, ErrorKind } from "@pipepilot/domain/errors";
import { toDomainError } from "@pipepilot/domain/unavailable";

/** MLflow's status and code for each kind of error. */
const ANSWERS: Record<ErrorKind, readonly [status: number, code: string]> = {
  invalid: [400, "INVALID_PARAMETER_VALUE"],
  unauthenticated: [401, "UNAUTHENTICATED"],
  forbidden: [403, "PERMISSION_DENIED"],
  not_found: [404, "RESOURCE_DOES_NOT_EXIST"],
  conflict: [400, "INVALID_PARAMETER_VALUE"],
  too_large: [413, "REQUEST_TOO_LARGE"],
  rate_limited: [429, "REQUEST_LIMIT_EXCEEDED"],
  unavailable: [503, "TEMPORARILY_UNAVAILABLE"],
};

/** Every error leaves as MLflow's `{ error_code, message }`. What nobody foresaw is logged and kept to ourselves. */
export function sendError(error: unknown, request: FastifyRequest, reply: FastifyReply): void {
  const known = toDomainError(error);
  if (known) return sendDomainError(known, reply);
  const { statusCode = 500, code, message } = error as Partial<FastifyError>;
  if (statusCode === 413)
    return send(reply, 413, "REQUEST_TOO_LARGE", "The body is larger than is allowed. Send less at once.");
  if (statusCode < 500)
    return send(reply, statusCode, "BAD_REQUEST", message ?? `The request is not usable (${code}).`);
  request.log.error({ err: error, url: request.url.split("?", 1)[0] }, "a request failed");
  send(reply, 500, "INTERNAL_ERROR", "Something went wrong on our side. It has been logged.");
}

function sendDomainError({ kind, code, message, facts }: DomainError, reply: FastifyReply): void {
  const [status, mlflow] = code === "already_exists" ? [400, "RESOURCE_ALREADY_EXISTS"] : ANSWERS[kind];
  const { retryAfterSeconds } = facts;
  if (typeof retryAfterSeconds === "number")
    reply.header("retry-after", String(Math.ceil(retryAfterSeconds)));
  send(reply, status, mlflow, message);
}

function send(reply: FastifyReply, status: number, code: string, message: string): void {
  void reply
    .code(status)
    .type("application/json")
    .send(JSON.stringify({ error_code: code, message }));
}
