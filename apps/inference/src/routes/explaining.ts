import type { FastifyInstance, FastifyReply } from "fastify";
import type { Caller } from "../access/caller";
import { explainRows } from "../scoring/explain-rows";
import { readInput, readSelector } from "../scoring/read-request";
import { unavailable } from "../scoring-error";
import type { Serving } from "../serving";

interface Explaining {
  Params: { name: string };
  Querystring: Record<string, unknown>;
}

export interface ExplainLimits {
  readonly explainRows: number;
  readonly explainTimeoutMs: number;
}

/** Why a model answers as it does, for rows in the same forms and with the same keys as its predictions. */
export function explainingRoutes(serving: Serving, limits: ExplainLimits) {
  return async (app: FastifyInstance): Promise<void> => {
    app.decorateRequest("caller", null);
    app.addHook("onRequest", async (request) => {
      request.caller = await serving.gate.open(request.headers.authorization);
    });
    app.post<Explaining>("/models/:name/explanations", async (request, reply) => {
      const caller = request.caller as Caller;
      const selector = readSelector(request.query);
      const input = readInput(request.headers["content-type"], request.body, limits.explainRows);
      const { predictor, headers } = await serving.models.select(caller, request.params.name, selector);
      const table = predictor.validateInput(input);
      const signal = whileWanted(reply, limits.explainTimeoutMs);
      const explanations = await explainRows(predictor, table, signal).catch((error: unknown) => {
        if (!signal.aborted) throw error;
        throw unavailable("Explaining took too long. Send fewer rows.", error);
      });
      reply.headers(headers).type("application/json");
      return JSON.stringify({ explanations });
    });
  };
}

/** Ends when the time is over, or when nobody waits for the answer any more. */
function whileWanted(reply: FastifyReply, timeoutMs: number): AbortSignal {
  const left = new AbortController();
  // Not AbortSignal.any with AbortSignal.timeout: Node 20 collects such a timeout as garbage, and it never fires.
  const timer = setTimeout(() => left.abort(), timeoutMs);
  reply.raw.once("close", () => {
    clearTimeout(timer);
    left.abort();
  });
  return left.signal;
}
