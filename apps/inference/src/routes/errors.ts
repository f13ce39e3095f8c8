import type { FastifyError, FastifyReply, FastifyRequest } from "fastify";
import { ScoringError, toScoringError } from "../scoring-error";

/** Every error leaves as `{ error_code, message }`. What nobody foresaw is logged and kept to ourselves. */
export function sendError(error: unknown, request: FastifyRequest, reply: FastifyReply): void {
  const known = toScoringError(error) ?? fromFastify(error as Partial<FastifyError>);
  if (known) return send(reply, known);
  request.log.error({ err: error, url: request.url }, "a request failed");
  send(
    reply,
    new ScoringError(500, "INTERNAL_ERROR", "Something went wrong on our side. It has been logged."),
  );
}

export function sendNotFound(request: FastifyRequest, reply: FastifyReply): void {
  const path = request.url.split("?", 1)[0].slice(0, 200);
  const message = `There is no ${request.method} ${path}. Ask POST /invocations or POST /models/<name>/invocations.`;
  send(reply, new ScoringError(404, "ENDPOINT_NOT_FOUND", message));
}

function send(reply: FastifyReply, { status, code, message, headers }: ScoringError): void {
  void reply
    .code(status)
    .headers(headers)
    .type("application/json")
    .send(JSON.stringify({ error_code: code, message }));
}

/** Refusals that Fastify makes by itself, in our words. */
function fromFastify({ statusCode, code, message }: Partial<FastifyError>): ScoringError | null {
  if (statusCode === undefined || statusCode >= 500) return null;
  if (statusCode === 413)
    return new ScoringError(413, "PAYLOAD_TOO_LARGE", "The body is larger than is allowed.");
  if (statusCode === 415) {
    return new ScoringError(415, "UNSUPPORTED_MEDIA_TYPE", "Send application/json or text/csv, as UTF-8.");
  }
  return new ScoringError(400, "BAD_REQUEST", message ?? `The request is not usable (${code}).`);
}
