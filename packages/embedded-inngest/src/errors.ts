/** What can go wrong between this server and those who talk to it; stable, safe to switch on. */
export type EmbeddedInngestErrorCode =
  | "invalid_event"
  | "event_too_large"
  | "invalid_event_key"
  | "invalid_signing_key"
  | "invalid_registration"
  | "unknown_app_url"
  | "unsupported_option"
  | "unsupported_expression"
  | "unsupported_step"
  | "invalid_cron"
  | "invalid_duration"
  | "run_not_found"
  | "event_not_found"
  | "not_started"
  | "database_unavailable";

const statusOf: Record<EmbeddedInngestErrorCode, number> = {
  invalid_event: 400,
  event_too_large: 413,
  invalid_event_key: 401,
  invalid_signing_key: 401,
  invalid_registration: 400,
  unknown_app_url: 403,
  unsupported_option: 400,
  unsupported_expression: 400,
  unsupported_step: 400,
  invalid_cron: 400,
  invalid_duration: 400,
  run_not_found: 404,
  event_not_found: 404,
  not_started: 503,
  database_unavailable: 503,
};

export class EmbeddedInngestError extends Error {
  override readonly name = "EmbeddedInngestError";

  constructor(
    readonly code: EmbeddedInngestErrorCode,
    message: string,
  ) {
    super(message);
  }

  /** The HTTP status this error is answered with. */
  get status(): number {
    return statusOf[this.code];
  }
}

/** The message of anything thrown. */
export function messageOf(error: unknown): string {
  if (error instanceof AggregateError && error.message === "") return error.errors.map(messageOf).join("; ");
  return error instanceof Error ? error.message : String(error);
}
