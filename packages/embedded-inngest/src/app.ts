import Fastify, { type FastifyError, type FastifyInstance } from "fastify";
import { EmbeddedInngestError, messageOf } from "./errors";
import { eventRoutes } from "./http/event-routes";
import { healthRoute } from "./http/health-route";
import { registerRoute } from "./http/register-route";
import { runRoutes } from "./http/run-routes";
import type { AppSync } from "./http/app-sync";
import { maxEventBatchBytes } from "./limits";
import type { EmbeddedInngestLogger } from "./logger";
import { isConnectionError, type Database } from "./store/database";

export interface AppContext {
  readonly db: Database;
  readonly sync: AppSync;
  readonly clock: () => Date;
  readonly eventKey?: string;
  readonly signingKey?: string;
  readonly logger: EmbeddedInngestLogger;
}

/** The server's HTTP side, not yet listening. */
export function buildApp(context: AppContext): FastifyInstance {
  const app = Fastify({ bodyLimit: maxEventBatchBytes, forceCloseConnections: true });
  app.setErrorHandler((error: FastifyError, _request, reply) => {
    const { status, code, message } = describe(error);
    if (status >= 500) context.logger.error(messageOf(error));
    return reply.status(status).send({ code, error: message, status });
  });
  app.setNotFoundHandler((request, reply) =>
    reply.status(404).send({
      code: "not_found",
      error: `there is no ${request.method} ${request.url.split("?")[0]} here`,
      status: 404,
    }),
  );
  healthRoute(app, context);
  eventRoutes(app, context);
  registerRoute(app, context);
  runRoutes(app, context);
  return app;
}

function describe(error: FastifyError | EmbeddedInngestError): {
  status: number;
  code: string;
  message: string;
} {
  if (error instanceof EmbeddedInngestError)
    return { status: error.status, code: error.code, message: error.message };
  if (isConnectionError(error))
    return { status: 503, code: "database_unavailable", message: "the database cannot be reached" };
  const status = error.statusCode ?? 500;
  if (status === 413)
    return {
      status,
      code: "event_too_large",
      message: `a request may have at most ${maxEventBatchBytes} bytes`,
    };
  return status < 500
    ? { status, code: "invalid_request", message: error.message }
    : { status: 500, code: "internal", message: "internal error" };
}
