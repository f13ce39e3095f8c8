import Fastify, { type FastifyInstance } from "fastify";
import type { Inngest, InngestFunction } from "inngest";
import { serve } from "inngest/fastify";

export const INNGEST_PATH = "/api/inngest";
/** Memoised step results are references and facts; this is plenty for hundreds of steps. */
const MAX_BODY_BYTES = 16 * 1024 * 1024;

/** The worker's HTTP side; `/health` says that the process answers. */
export function buildApp(logLevel: string): FastifyInstance {
  const app = Fastify({
    logger: { level: logLevel, redact: ["req.headers.authorization"] },
    bodyLimit: MAX_BODY_BYTES,
    forceCloseConnections: true,
  });
  app.get("/health", async () => ({ status: "ok" }));
  return app;
}

/** Inngest calls the functions here. */
export function serveFunctions(
  app: FastifyInstance,
  client: Inngest.Like,
  functions: InngestFunction.Like[],
): void {
  app.route({
    method: ["GET", "POST", "PUT"],
    url: INNGEST_PATH,
    handler: serve({ client, functions }),
  });
}
