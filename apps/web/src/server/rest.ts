import "server-only";
import type { ErrorKind } from "@pipepilot/domain/errors";
import { toDomainError } from "@pipepilot/domain/unavailable";

const STATUS: Record<ErrorKind, number> = {
  invalid: 400,
  unauthenticated: 401,
  forbidden: 403,
  not_found: 404,
  conflict: 409,
  too_large: 413,
  rate_limited: 429,
  unavailable: 503,
};

/** Runs a REST route and answers errors as `{ error_code, message, facts }`; what nobody foresaw is logged and kept to ourselves. */
export async function answer(at: string, work: () => Promise<Response>): Promise<Response> {
  try {
    return await work();
  } catch (error) {
    const known = toDomainError(error);
    if (known) {
      const retryAfter = known.facts.retryAfterSeconds;
      return Response.json(
        { error_code: known.code, message: known.message, facts: known.facts },
        {
          status: STATUS[known.kind],
          headers: typeof retryAfter === "number" ? { "retry-after": String(Math.ceil(retryAfter)) } : {},
        },
      );
    }
    const { message, stack } = error as Error;
    process.stderr.write(`${JSON.stringify({ level: "error", at, message, stack })}\n`);
    return Response.json(
      { error_code: "internal_error", message: "Something went wrong on our side. It has been logged." },
      { status: 500 },
    );
  }
}
