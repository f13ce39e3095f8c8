/** Whose fault an error is; every transport answers each kind in its own way. */
export type ErrorKind =
  | "invalid"
  | "unauthenticated"
  | "forbidden"
  | "not_found"
  | "conflict"
  | "too_large"
  | "rate_limited"
  | "unavailable";

/** Every error a verb may raise, by its stable code. A new code is a line here; transports map its kind. */
export const ERROR_KINDS = {
  invalid_input: "invalid",
  config_invalid: "invalid",
  csv_empty: "invalid",
  csv_binary: "invalid",
  csv_no_header: "invalid",
  csv_duplicate_columns: "invalid",
  csv_reserved_columns: "invalid",
  csv_too_few_rows: "invalid",
  csv_too_many_columns: "invalid",
  csv_unreadable: "invalid",
  column_not_found: "invalid",
  target_unusable: "invalid",
  schema_blocked: "invalid",
  bundle_invalid: "invalid",
  unauthenticated: "unauthenticated",
  wrong_password: "unauthenticated",
  key_revoked: "unauthenticated",
  key_expired: "unauthenticated",
  permission_denied: "forbidden",
  not_found: "not_found",
  already_exists: "conflict",
  conflict: "conflict",
  invalid_transition: "conflict",
  in_production: "conflict",
  last_owner: "conflict",
  invitation_used: "conflict",
  invitation_expired: "conflict",
  invitation_revoked: "conflict",
  run_finished: "conflict",
  in_trash: "conflict",
  not_reproducible: "conflict",
  param_changed: "conflict",
  too_large: "too_large",
  rate_limited: "rate_limited",
  nothing_in_production: "unavailable",
  database_unavailable: "unavailable",
  store_unavailable: "unavailable",
  inference_unavailable: "unavailable",
} as const satisfies Record<string, ErrorKind>;

export type ErrorCode = keyof typeof ERROR_KINDS;

const MARKER = Symbol.for("pipepilot.domain-error");

/** The one error that verbs raise on purpose. `message` is for the person who caused it; `facts` are for programs. */
export class DomainError extends Error {
  override readonly name = "DomainError";
  readonly [MARKER] = true;

  constructor(
    readonly code: ErrorCode,
    message: string,
    readonly facts: Readonly<Record<string, unknown>> = {},
    options?: { cause?: unknown },
  ) {
    super(message, options);
  }

  get kind(): ErrorKind {
    return ERROR_KINDS[this.code];
  }

  /** Works across copies of this module, which bundling may make. */
  static is(error: unknown): error is DomainError {
    return typeof error === "object" && error !== null && MARKER in error;
  }
}

/** A not-found error that names what was looked for. */
export function notFound(noun: string, name: string | number): DomainError {
  return new DomainError("not_found", `There is no ${noun} "${name}" here.`, { noun, name });
}
