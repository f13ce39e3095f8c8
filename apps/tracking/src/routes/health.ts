import type { FastifyPluginAsync } from "fastify";
import type { Services } from "@pipepilot/domain/context";

/**
 * The version of MLflow whose API this is: clients compare it with MLflow's versions before they use what came later, such
 * as sending spans.
 */
const MLFLOW_VERSION = "3.17.2";

const SERVER_INFO = {
  store_type: "SqlStore",
  workspaces_enabled: false,
  trace_archival_enabled: false,
  multipart_uploads_enabled: false,
  multipart_downloads_enabled: false,
};

/** Open to all, as MLflow's are. */
export function healthRoutes({ db }: Services): FastifyPluginAsync {
  return async (app) => {
    app.get("/health", async (_request, reply) => {
      try {
        await db.prisma.$queryRaw`SELECT 1`;
        return reply.type("text/plain").send("OK");
      } catch {
        return reply.code(503).type("text/plain").send("The database does not answer.");
      }
    });
    // Clients ask before they fetch files, and ask again for each where they get no answer.
    app.get("/api/3.0/mlflow/server-info", async () => SERVER_INFO);
    app.get("/version", async (_request, reply) => reply.type("text/plain").send(MLFLOW_VERSION));
  };
}
