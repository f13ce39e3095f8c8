import { isDatabaseUnavailable } from "@pipepilot/db";
import { DomainError } from "./errors";

/** What a transport answers to an error: a domain error as it is, a database that is away by its code, null for anything else. */
export function toDomainError(error: unknown): DomainError | null {
  if (DomainError.is(error)) return error;
  if (!isDatabaseUnavailable(error)) return null;
  return new DomainError(
    "database_unavailable",
    "The database does not answer at this moment. Try again in a few seconds.",
    { retryAfterSeconds: 2 },
    { cause: error },
  );
}
