/** How to reach a tracking server; what is left out is read from the environment. */
export interface ClientOptions {
  /** MLFLOW_TRACKING_URI; by default http://localhost:5000 */
  trackingUri?: string;
  /** MLFLOW_TRACKING_TOKEN: an API key with the scope `track` */
  token?: string;
  /** How long points wait for company before they are sent, in milliseconds; 500. */
  flushIntervalMs?: number;
  /** How many entries may wait before `await logMetrics(...)` waits, too; 100,000. */
  maxQueued?: number;
  /** How long `endRun` waits for a server that does not answer before it keeps the rest on disk; five minutes. */
  endTimeoutMs?: number;
  /** How long `process.exit()` is held up for the last points; 10 seconds. What is not sent by then stays on disk. */
  exitTimeoutMs?: number;
  /** Where what could not be sent is kept until the next run starts; PIPEPILOT_SPOOL_DIR, else ~/.pipepilot/spool. */
  spoolDirectory?: string;
  /** Told of everything that goes wrong in the background; by default a line on stderr. */
  onError?: (error: Error) => void;
  /** Does the requests; by default the platform's. */
  fetch?: typeof fetch;
}

export interface Settings extends Required<Omit<ClientOptions, "token" | "spoolDirectory">> {
  readonly authorization: string | undefined;
  /** null: there is no disk to keep anything on. */
  readonly spoolDirectory: string | null;
}

/** @throws TypeError where the address of the server is none */
export function readSettings(options: ClientOptions): Settings {
  const env = globalThis.process?.env ?? {};
  const trackingUri = (options.trackingUri ?? env.MLFLOW_TRACKING_URI ?? "http://localhost:5000").replace(
    /\/+$/,
    "",
  );
  if (!/^https?:$/.test(protocolOf(trackingUri)))
    throw new TypeError(`The tracking URI must begin with http:// or https://, not "${trackingUri}".`);
  return {
    trackingUri,
    authorization: authorizationOf(options.token ?? env.MLFLOW_TRACKING_TOKEN, env),
    flushIntervalMs: options.flushIntervalMs ?? 500,
    maxQueued: options.maxQueued ?? 100_000,
    endTimeoutMs: options.endTimeoutMs ?? 300_000,
    exitTimeoutMs: options.exitTimeoutMs ?? 10_000,
    spoolDirectory: options.spoolDirectory ?? env.PIPEPILOT_SPOOL_DIR ?? homeSpool(),
    onError: options.onError ?? warn,
    fetch: options.fetch ?? ((input, init) => globalThis.fetch(input, init)),
  };
}

function warn({ message }: Error): void {
  // eslint-disable-next-line no-console -- a library has no other way to reach whoever runs the program
  console.warn(`pipepilot: ${message}`);
}

function protocolOf(uri: string): string {
  try {
    return new URL(uri).protocol;
  } catch {
    return "";
  }
}

function authorizationOf(
  token: string | undefined,
  env: Record<string, string | undefined>,
): string | undefined {
  if (token) return `Bearer ${token}`;
  const { MLFLOW_TRACKING_USERNAME: name = "", MLFLOW_TRACKING_PASSWORD: password } = env;
  return password ? `Basic ${btoa(unescape(encodeURIComponent(`${name}:${password}`)))}` : undefined;
}

function homeSpool(): string | null {
  const os = globalThis.process?.getBuiltinModule?.("node:os");
  const path = globalThis.process?.getBuiltinModule?.("node:path");
  return os && path ? path.join(os.homedir(), ".pipepilot", "spool") : null;
}
