import { randomBytes } from "node:crypto";
import { createEmbeddedInngest, type EmbeddedInngest } from "@pipepilot/embedded-inngest";
import type { Logger } from "@pipepilot/pipeline/functions/index";
import { Inngest } from "inngest";
import type { Env } from "./env";

export interface InngestServer {
  readonly client: Inngest;
  /** Registers the functions that `appUrl` serves and starts to call them. */
  start(appUrl: string): Promise<void>;
  /** Takes back the calls that are under way; they are repeated after the next start. */
  stop(): Promise<void>;
}

/** The Inngest that the settings name or, without any, one inside this process. Nothing else knows which it is. */
export function openInngest(env: Env, logger: Logger): InngestServer {
  if (env.INNGEST_BASE_URL === undefined && env.INNGEST_EVENT_KEY === undefined) return embedded(env, logger);
  const client = new Inngest({
    id: "pipepilot",
    baseUrl: env.INNGEST_BASE_URL,
    eventKey: env.INNGEST_EVENT_KEY,
    signingKey: env.INNGEST_SIGNING_KEY,
    isDev: false,
    ...quiet(logger),
  });
  return {
    client,
    async start(appUrl) {
      const answer = await fetch(appUrl, { method: "PUT" });
      if (!answer.ok)
        logger.warn({ status: answer.status }, "Inngest did not take the functions' registration.");
    },
    stop: async () => undefined,
  };
}

/** Keys of this process's own, so that no other program on the machine can call the functions or send events. */
function embedded(env: Env, logger: Logger): InngestServer {
  const eventKey = randomBytes(24).toString("hex");
  const signingKey = `signkey-prod-${randomBytes(32).toString("hex")}`;
  const port = env.PIPEPILOT_EMBEDDED_INNGEST_PORT;
  const client = new Inngest({
    id: "pipepilot",
    baseUrl: `http://127.0.0.1:${port}`,
    eventKey,
    signingKey,
    isDev: false,
    ...quiet(logger),
  });
  let server: EmbeddedInngest | null = null;
  return {
    client,
    async start(appUrl) {
      server = createEmbeddedInngest({
        databaseUrl: env.DATABASE_URL,
        port,
        appUrls: [appUrl],
        eventKey,
        signingKey,
        logger: {
          info: (message) => logger.info({}, message),
          warn: (message) => logger.warn({}, message),
          error: (message) => logger.error({}, message),
        },
      });
      await server.start();
      await server.ready();
    },
    async stop() {
      await server?.stop();
    },
  };
}

/** The SDK reports every failed step with its stack; steps say themselves what failed, once and by whose fault. */
function quiet(logger: Logger) {
  const toInfo = (...parts: unknown[]) => logger.info({ parts: parts.map(String) }, "Inngest");
  const sdkLogger = { debug: () => undefined, info: () => undefined, warn: toInfo, error: toInfo };
  return { logger: sdkLogger, internalLogger: sdkLogger };
}
