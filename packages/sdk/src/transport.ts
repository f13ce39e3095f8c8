import type { Settings } from "./options.js";

/** What the server says of a call it does not do. */
export class TrackingError extends Error {
  override readonly name = "TrackingError";

  constructor(
    message: string,
    /** 0: there was no answer at all. */
    readonly status: number,
    /** MLflow's code, such as RESOURCE_DOES_NOT_EXIST. */
    readonly code: string,
    options?: { cause?: unknown },
  ) {
    super(message, options);
  }

  /** Whether the same call may work later. */
  get isTransient(): boolean {
    return this.status === 0 || [408, 425, 429].includes(this.status) || this.status >= 500;
  }
}

const FIRST_WAIT_MS = 200;
const LONGEST_WAIT_MS = 10_000;
/** An answer that takes longer is none. */
const REQUEST_TIMEOUT_MS = 60_000;

export interface Request {
  readonly method: "GET" | "POST" | "PATCH" | "PUT";
  /** after the address of the server, with its query */
  readonly path: string;
  /** Sent as JSON, bytes as they are. */
  readonly body?: unknown;
  /** Lets a browser finish it after the page is gone. */
  readonly keepalive?: boolean;
}

/** One try. @throws TrackingError */
export async function send(settings: Settings, { method, path, body, keepalive }: Request): Promise<unknown> {
  const isBytes = body instanceof Uint8Array;
  let response: Response;
  let text: string;
  try {
    response = await settings.fetch(settings.trackingUri + path, {
      method,
      headers: {
        ...(settings.authorization && { authorization: settings.authorization }),
        ...(body !== undefined && {
          "content-type": isBytes ? "application/octet-stream" : "application/json",
        }),
      },
      body: isBytes
        ? (body as Uint8Array<ArrayBuffer>)
        : body === undefined
          ? undefined
          : JSON.stringify(body),
      signal: AbortSignal.timeout(REQUEST_TIMEOUT_MS),
      ...(keepalive && { keepalive }),
    });
    text = await response.text();
  } catch (cause) {
    throw new TrackingError(`${settings.trackingUri} does not answer: ${reason(cause)}`, 0, "NO_ANSWER", {
      cause,
    });
  }
  const answer = parsed(text);
  if (response.ok) return answer;
  const { error_code: code = "UNKNOWN", message = text.slice(0, 200) } = (answer ?? {}) as Record<
    string,
    string
  >;
  const error = new TrackingError(`${message} (${code}, ${response.status})`, response.status, code);
  const seconds = Number(response.headers.get("retry-after"));
  if (seconds > 0) retryAfter.set(error, seconds * 1000);
  throw error;
}

const retryAfter = new WeakMap<Error, number>();

/**
 * Tries until it works, longer and longer apart.
 * @param until by when to give up, as Date.now() has it
 * @throws TrackingError what will not work later either, or the last failure when the time is over
 */
export async function sendUntil(
  settings: Settings,
  request: Request,
  until: () => number = () => Infinity,
  onWait: (error: TrackingError) => void = () => undefined,
): Promise<unknown> {
  for (let attempt = 0; ; attempt++) {
    try {
      return await send(settings, request);
    } catch (error) {
      if (!(error instanceof TrackingError) || !error.isTransient) throw error;
      const waitMs = retryAfter.get(error) ?? Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** attempt);
      const jitteredMs = waitMs * (0.8 + 0.4 * Math.random());
      if (Date.now() + jitteredMs > until()) throw error;
      onWait(error);
      await new Promise((resolve) => setTimeout(resolve, jitteredMs));
    }
  }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

/** fetch says "fetch failed" and keeps why in the cause. */
function reason(error: unknown): string {
  const { cause, message } = error as Error;
  return cause instanceof Error ? cause.message || (cause as NodeJS.ErrnoException).code || message : message;
}
