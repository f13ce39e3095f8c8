import fastify, { LogController, type FastifyInstance } from "fastify";
import type { Services } from "@pipepilot/domain/context";
import { Gate } from "./gate";
import { pages } from "./pages";
import { artifactFileRoutes } from "./routes/artifact-files";
import { healthRoutes } from "./routes/health";
import { mlflowRoutes } from "./routes/index";
import { otlpRoutes } from "./routes/otlp";
import { sendError } from "./send-error";

export interface AppOptions {
  /** Where the pages are. */
  readonly pagesUrl: string;
  /** JSON lines go to stderr. */
  readonly logLevel?: string;
}

/** A body that trickles in holds a connection; Fastify's own default waits for ever. Uploads go on as long as they move. */
const HEADERS_TIMEOUT_MS = 60_000;

/**
 * The process at the web's port: answers MLflow's API by itself and hands every other request to the pages behind it.
 * Nothing is listened to until `listen()`.
 */
export function buildApp(services: Services, { pagesUrl, logLevel }: AppOptions): FastifyInstance {
  const app = fastify({
    http: { headersTimeout: HEADERS_TIMEOUT_MS },
    logger: { level: logLevel ?? "warn", stream: process.stderr },
    logController: new LogController({ disableRequestLogging: true }),
    return503OnClosing: false,
    routerOptions: { maxParamLength: 2_000, ignoreTrailingSlash: false },
    frameworkErrors: sendError,
    forceCloseConnections: true,
  });
  app.setErrorHandler(sendError);
  const gate = new Gate(services);
  app.register(healthRoutes(services));
  app.register(mlflowRoutes(gate));
  app.register(artifactFileRoutes(gate));
  app.register(otlpRoutes(gate));
  app.register(pages(pagesUrl));
  return app;
}
