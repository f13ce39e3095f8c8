import type { FastifyInstance } from "fastify";
import type { AppContext } from "../app";
import { EmbeddedInngestError } from "../errors";
import { isActive } from "../state/types";
import { finishRun } from "../store/finish";
import { findRun, lockRun, runsOfEvent, type RunRecord } from "../store/runs";
import { isAuthorized } from "./signature";

/** Inngest's REST API as far as runs go: look at one, at those of an event, cancel one. */
export function runRoutes(app: FastifyInstance, { db, signingKey }: AppContext): void {
  void app.register(async (v1) => {
    v1.addHook("onRequest", async (request) => {
      if (signingKey !== undefined && !isAuthorized(request.headers.authorization, signingKey)) {
        throw new EmbeddedInngestError(
          "invalid_signing_key",
          "the signing key is not the one of this server",
        );
      }
    });
    v1.get<{ Params: { id: string } }>("/v1/runs/:id", async ({ params }) => ({
      data: runView(await existing(findRun(db.pool, params.id), params.id)),
    }));

    v1.get<{ Params: { id: string } }>("/v1/events/:id/runs", async ({ params }) => {
      const runs = await runsOfEvent(db.pool, params.id);
      if (runs === null) throw new EmbeddedInngestError("event_not_found", `there is no event ${params.id}`);
      return { data: runs.map(runView) };
    });

    v1.delete<{ Params: { id: string } }>("/v1/runs/:id", async ({ params }) => {
      await db.transaction(async (tx) => {
        const run = await existing(lockRun(tx, params.id), params.id);
        if (isActive(run.status))
          await finishRun(tx, run, { status: "cancelled", reason: "cancelled through the API" });
      });
      return { data: runView(await existing(findRun(db.pool, params.id), params.id)) };
    });
  });
}

async function existing<T>(run: Promise<T | null>, runId: string): Promise<T> {
  const found = await run;
  if (found === null) throw new EmbeddedInngestError("run_not_found", `there is no run ${runId}`);
  return found;
}

const statusNames: Record<RunRecord["status"], string> = {
  queued: "Queued",
  running: "Running",
  completed: "Completed",
  failed: "Failed",
  cancelled: "Cancelled",
};

function runView(run: RunRecord): Record<string, unknown> {
  return {
    run_id: run.id,
    function_id: run.functionId,
    event_id: run.eventId,
    status: statusNames[run.status],
    queued_at: run.createdAt,
    run_started_at: run.startedAt,
    ended_at: run.endedAt,
    output: run.status === "completed" ? run.output : run.error,
  };
}
