import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import type { Caller } from "../access/caller";
import { readInput, readSelector } from "../scoring/read-request";
import type { Serving } from "../serving";

declare module "fastify" {
  interface FastifyRequest {
    caller: Caller | null;
    startedMs: number;
  }
}

interface Scoring {
  Params: { name?: string };
  Querystring: Record<string, unknown>;
}

/** MLflow's scoring protocol. The key is checked before a byte of the body is read. */
export function scoringRoutes(serving: Serving, maxRows: number) {
  return async (app: FastifyInstance): Promise<void> => {
    app.decorateRequest("caller", null);
    app.decorateRequest("startedMs", 0);
    app.addHook("onRequest", async (request: FastifyRequest) => {
      request.startedMs = performance.now();
      request.caller = await serving.gate.open(request.headers.authorization);
    });

    async function answer(request: FastifyRequest<Scoring>, reply: FastifyReply): Promise<string> {
      const caller = request.caller as Caller;
      const selector = readSelector(request.query);
      const input = readInput(request.headers["content-type"], request.body, maxRows);
      const loaded = await serving.models.select(caller, request.params.name ?? null, selector);
      const { body, headers } = await serving.scorer.answer(caller, loaded, input, request.startedMs);
      reply.headers(headers).type("application/json");
      return body;
    }

    app.post<Scoring>("/invocations", answer);
    app.post<Scoring>("/models/:name/invocations", answer);
  };
}
