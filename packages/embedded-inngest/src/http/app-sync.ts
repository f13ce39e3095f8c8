import { EmbeddedInngestError, messageOf } from "../errors";
import { createDeadline } from "../execution/deadline";
import { sendJson } from "../execution/send-json";
import type { EmbeddedInngestLogger } from "../logger";
import { parseFunctionConfigs } from "../state/function-config";
import type { Database } from "../store/database";
import { redeliverNow } from "../store/executions";
import { registerFunctions } from "../store/functions";
import { canonicalJson, signature } from "./signature";

const SYNC_WITHIN_MS = 10_000;

export type SyncState = "waiting" | "synced" | "refused";

export interface AppSyncOptions {
  readonly db: Database;
  readonly appUrls: readonly string[];
  readonly signingKey?: string;
  readonly clock: () => Date;
  readonly logger: EmbeddedInngestLogger;
}

/** Knows which apps there are and asks them for their functions. */
export interface AppSync {
  /** Asks every app until it answers. Rejects when one declares what is not supported. */
  begin(): Promise<void>;
  /** Asks one app again, in the background, because it was gone. */
  again(appUrl: string): void;
  /** Takes functions that an app sent by itself. */
  register(appUrl: string, functions: unknown): Promise<void>;
  states(): Record<string, SyncState>;
  stop(): void;
}

const maxRegistrationBytes = 8 * 1024 * 1024;

export function createAppSync(options: AppSyncOptions): AppSync {
  const { db, clock, logger } = options;
  const appUrls = options.appUrls.map(normalized);
  const states = new Map<string, SyncState>(appUrls.map((url) => [url, "waiting"]));
  const busy = new Set<string>();
  const stopping = new AbortController();

  const register = async (appUrl: string, functions: unknown): Promise<void> => {
    const url = normalized(appUrl);
    if (!states.has(url)) {
      throw new EmbeddedInngestError(
        "unknown_app_url",
        `${url} is not one of this server's appUrls: ${appUrls.join(", ")}`,
      );
    }
    try {
      const configs = parseFunctionConfigs(functions, clock());
      await db.transaction(async (tx) => {
        await registerFunctions(tx, url, configs, clock());
        await redeliverNow(tx, url);
      });
      states.set(url, "synced");
      logger.info(`registered ${configs.length} function(s) of ${url}`);
    } catch (error) {
      if (error instanceof EmbeddedInngestError) states.set(url, "refused");
      throw error;
    }
  };

  const untilSynced = async (appUrl: string): Promise<void> => {
    busy.add(appUrl);
    try {
      for (let delayMs = 50; !stopping.signal.aborted; delayMs = Math.min(delayMs * 2, 1_000)) {
        try {
          return await syncInBand(appUrl, options.signingKey, stopping.signal, register);
        } catch (error) {
          if (error instanceof EmbeddedInngestError) throw error;
          await new Promise((resolve) => setTimeout(resolve, delayMs));
        }
      }
    } finally {
      busy.delete(appUrl);
    }
  };

  return {
    register,
    async begin() {
      await Promise.all(appUrls.map(untilSynced));
    },
    again(appUrl) {
      if (busy.has(appUrl) || !states.has(appUrl)) return;
      untilSynced(appUrl).catch((error: unknown) => logger.error(messageOf(error)));
    },
    states: () => Object.fromEntries(states),
    stop: () => stopping.abort(),
  };
}

async function syncInBand(
  appUrl: string,
  signingKey: string | undefined,
  signal: AbortSignal,
  register: (appUrl: string, functions: unknown) => Promise<void>,
): Promise<void> {
  const body = canonicalJson({ url: appUrl });
  const headers: Record<string, string> = {
    "x-inngest-sync-kind": "in_band",
    "x-inngest-server-kind": signingKey ? "cloud" : "dev",
  };
  if (signingKey) headers["x-inngest-signature"] = signature(body, signingKey, new Date());
  const deadline = createDeadline(signal, SYNC_WITHIN_MS);
  const request = { url: appUrl, method: "PUT", headers, body, signal: deadline.signal } as const;
  const answer = await sendJson({ ...request, maxBytes: maxRegistrationBytes }).finally(deadline.clear);
  if (answer.status !== 200)
    throw new Error(`${appUrl} answered the sync with status ${answer.status}: ${answer.text.slice(0, 200)}`);
  // An app that allows no in-band sync has sent its functions to /fn/register meanwhile.
  if (answer.headers["x-inngest-sync-kind"] === "out_of_band") return;
  const content = JSON.parse(answer.text) as { readonly functions?: unknown };
  await register(appUrl, content.functions);
}

/** An app's address without what the SDK appends to it. */
function normalized(appUrl: string): string {
  try {
    const url = new URL(appUrl);
    return `${url.origin}${url.pathname}`;
  } catch {
    throw new EmbeddedInngestError("invalid_registration", `"${appUrl}" is not the URL of an app`);
  }
}
