import type { FastifyInstance } from "fastify";
import type { Serving } from "../serving";

export interface Health {
  readonly status: "starting" | "ready" | "degraded" | "stopping";
  readonly database: "up" | "down";
  readonly models: { readonly ready: number; readonly loading: number; readonly failed: number };
  readonly predictions: { readonly waiting: number; readonly dropped: number };
}

/** Unauthenticated, so they name no project and no model. */
export function healthRoutes(serving: Serving, version: string) {
  return async (app: FastifyInstance): Promise<void> => {
    /** As MLflow: 200 and an empty body when requests can be answered. */
    app.get("/ping", async (_, reply) => reply.code(isUp(serving) ? 200 : 503).send());
    app.get("/health", async () => healthOf(serving));
    app.get("/health/ready", async (_, reply) =>
      reply.code(isUp(serving) ? 200 : 503).send(healthOf(serving)),
    );
    app.get("/version", async (_, reply) => reply.type("text/plain").send(version));
  };
}

const isUp = ({ started, stopping }: Serving) => started && !stopping;

function healthOf(serving: Serving): Health {
  const { production, predictions, databaseReached } = serving;
  const failed = production.failed().length;
  return {
    status: statusOf(serving, failed),
    database: databaseReached ? "up" : "down",
    models: { ready: production.loaded().length, loading: production.loading().length, failed },
    predictions: { waiting: predictions.waiting, dropped: predictions.dropped },
  };
}

function statusOf({ started, stopping, databaseReached }: Serving, failed: number): Health["status"] {
  if (stopping) return "stopping";
  if (!started) return "starting";
  return failed > 0 || !databaseReached ? "degraded" : "ready";
}
