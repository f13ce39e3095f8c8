import fastify, { LogController, type FastifyInstance } from "fastify";
import type { Services } from "@pipepilot/domain/context";
import packageJson from "../package.json" with { type: "json" };
import { healthRoutes } from "./routes/health";
import { sendError, sendNotFound } from "./routes/errors";
import { explainingRoutes } from "./routes/explaining";
import { scoringRoutes } from "./routes/scoring";
import { ScoringError } from "./scoring-error";
import { Serving } from "./serving";
import { DEFAULT_SETTINGS, type Settings } from "./settings";

export interface InferenceApp {
  readonly app: FastifyInstance;
  readonly serving: Serving;
}

export interface AppOptions {
  readonly settings?: Partial<Settings>;
  /** JSON lines go to stderr. */
  readonly logLevel?: string;
}

/** Builds the service; nothing is read or listened to until `serving.start()` and `app.listen()`. */
export function buildApp(services: Services, options: AppOptions = {}): InferenceApp {
  const settings = { ...DEFAULT_SETTINGS, ...options.settings };
  const app = fastify({
    bodyLimit: settings.maxBodyBytes,
    // A body that trickles in holds a connection; Fastify's own default waits for ever.
    requestTimeout: settings.requestTimeoutMs,
    http: {
      headersTimeout: settings.requestTimeoutMs,
      connectionsCheckingInterval: Math.min(30_000, settings.requestTimeoutMs),
    },
    logger: { level: options.logLevel ?? "warn", stream: process.stderr },
    logController: new LogController({ disableRequestLogging: true }),
    return503OnClosing: false,
    routerOptions: { maxParamLength: 2_000 },
    frameworkErrors: sendError,
  });
  const serving = new Serving(services, settings, app.log, packageJson.version);
  app.setErrorHandler(sendError);
  app.setNotFoundHandler(sendNotFound);
  takeTexts(app);
  app.register(scoringRoutes(serving, settings.maxRows));
  app.register(explainingRoutes(serving, settings));
  app.register(healthRoutes(serving, packageJson.version));
  return { app, serving };
}

/** Bodies stay texts until the key is known to be good and the model is known: only then are they parsed. */
function takeTexts(app: FastifyInstance): void {
  app.removeAllContentTypeParsers();
  const types = ["application/json", "text/csv"];
  app.addContentTypeParser(types, { parseAs: "string" }, (request, body, done) => {
    const charset = /charset="?([^";\s]+)/i.exec(request.headers["content-type"] ?? "")?.[1] ?? "utf-8";
    const encoding = request.headers["content-encoding"] ?? "identity";
    if (/^(utf-?8|us-ascii)$/i.test(charset) && encoding === "identity") return done(null, body);
    done(new ScoringError(415, "UNSUPPORTED_MEDIA_TYPE", "Send the body as UTF-8 and not compressed."));
  });
}
