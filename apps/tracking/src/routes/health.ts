import type { FastifyPluginAsync } from "fastify";
import type { Services } from "@pipepilot/domain/context";

/** Open to all, as MLflow's are. */
export function healthRoutes({ db }: Services, version: string): FastifyPluginAsync {
  return async (app) => {
    app.get("/health", async (_request, reply) => {
      try {
        await db.prisma.$queryRaw`SELECT 1`;
        return reply.type("text/plain").send("OK");
      } catch {
        return reply.code(503).type("text/plain").send("The database does not answer.");
      }
    });
    app.get("/version", async (_request, reply) => reply.type("text/plain").send(version));
  };
}
