import type { FastifyPluginAsync, FastifyReply, FastifyRequest } from "fastify";
import type { ProjectContext } from "@pipepilot/domain/context";
import { DomainError } from "@pipepilot/domain/errors";
import type { Gate } from "../gate";
import { artifactRoutes } from "./artifacts";
import { assessmentRoutes } from "./assessments";
import { experimentRoutes } from "./experiments";
import { logModelRoute } from "./log-model";
import { loggedModelRoutes } from "./logged-models";
import { metricRoutes } from "./metrics";
import { modelVersionRoutes } from "./model-versions";
import { registeredModelRoutes } from "./registered-models";
import { runRoutes } from "./runs";
import { traceRoutes } from "./traces";
import { traceV2Routes } from "./traces-v2";
import { jsonOf, parseJson } from "../wire";
import type { FieldNames } from "../words/place";
import { inMlflowsWords } from "../words/refusal";
import { answerUnknown } from "./unknown";

/** One call of MLflow's API: what it is given is the query of a GET, else the JSON body, and what stands in the path. */
export interface Route {
  readonly method: "GET" | "POST" | "PATCH" | "DELETE";
  /** after /api/2.0/mlflow/; parts such as `:model_id` are input */
  readonly path: string;
  /** 3 for what stands under /api/3.0/mlflow/ */
  readonly version?: 2 | 3;
  /** What its fields are called by the names of the verb that it calls. */
  readonly fields?: FieldNames;
  readonly isBatch?: boolean;
  /** Returns what is sent as JSON, or a text that is JSON already. */
  handle(call: { ctx: ProjectContext; input: unknown }): Promise<object | string>;
}

/** Clients use the first; MLflow's own pages, and what was written for them, the others. */
const PREFIXES = {
  2: ["/api/2.0/mlflow", "/ajax-api/2.0/mlflow", "/api/2.0/preview/mlflow"],
  3: ["/api/3.0/mlflow", "/ajax-api/3.0/mlflow"],
};

/** A batch of a thousand long texts; MLflow's own limit of a batch is 1 MB. */
const BODY_LIMIT = 16 * 1024 * 1024;

const ROUTES: readonly Route[] = [
  ...experimentRoutes,
  ...runRoutes,
  logModelRoute,
  ...metricRoutes,
  ...artifactRoutes,
  ...registeredModelRoutes,
  ...modelVersionRoutes,
  ...loggedModelRoutes,
  ...traceRoutes,
  ...traceV2Routes,
  ...assessmentRoutes,
];

export function mlflowRoutes(gate: Gate): FastifyPluginAsync {
  return async (app) => {
    app.removeAllContentTypeParsers();
    // Fastify refuses a type that is none before it looks for who reads it.
    app.addHook("onRequest", async ({ headers }) => {
      if (headers["content-type"] !== undefined) headers["content-type"] = "application/json";
    });
    // Texts until the key is known to be good; and whatever type a client says, it is JSON.
    app.addContentTypeParser("*", { parseAs: "string", bodyLimit: BODY_LIMIT }, (_request, body, done) =>
      done(null, body),
    );
    for (const { method, path, version = 2, handle, fields, isBatch } of ROUTES) {
      for (const prefix of PREFIXES[version]) {
        app.route({
          method,
          url: `${prefix}/${path}`,
          bodyLimit: BODY_LIMIT,
          handler: async (request, reply) => {
            const ctx = await gate.open(request.headers.authorization);
            const input = inputOf(request);
            try {
              return answer(reply, await handle({ ctx, input }));
            } catch (error) {
              throw DomainError.is(error)
                ? inMlflowsWords(error, { request: input, fields, isBatch })
                : error;
            }
          },
        });
      }
    }
    for (const prefix of Object.values(PREFIXES).flat()) answerUnknown(app, gate, prefix);
  };
}

function answer(reply: FastifyReply, result: object | string) {
  return reply.type("application/json").send(typeof result === "string" ? result : jsonOf(result));
}

function inputOf({ method, query, body, params }: FastifyRequest): unknown {
  const given = method === "GET" ? query : body ? parseBody(body as string) : {};
  return Object.assign(given as object, params);
}

/** More than any call has; to copy a million takes seconds. */
const MAX_FIELDS = 1000;

function hasFewFields(given: object): boolean {
  let count = 0;
  for (const _name in given) if (++count > MAX_FIELDS) return false;
  return true;
}

/** @throws DomainError invalid_input */
function parseBody(body: string): object {
  try {
    const parsed = parseJson(body);
    if (typeof parsed === "object" && parsed !== null && !Array.isArray(parsed) && hasFewFields(parsed))
      return parsed;
  } catch {
    // Said below, in the same words.
  }
  throw new DomainError("invalid_input", "The body is not a JSON object.");
}
