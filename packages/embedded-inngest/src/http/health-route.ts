import type { FastifyInstance } from "fastify";
import type { AppContext } from "../app";

/** `GET /health`: 200 when the database answers, with the state of every app. */
export function healthRoute(app: FastifyInstance, { db, sync }: AppContext): void {
  app.get("/health", async () => {
    await db.pool.query("select 1");
    return { status: "ok", apps: sync.states() };
  });
}
