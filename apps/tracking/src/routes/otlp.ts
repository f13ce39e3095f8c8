import { promisify } from "node:util";
import { gunzip, inflate } from "node:zlib";
import { DomainError } from "@pipepilot/domain/errors";
import { logSpans } from "@pipepilot/domain/trace/log-spans";
import type { FastifyPluginAsync, FastifyRequest } from "fastify";
import { experimentId } from "../experiment-id";
import type { Gate } from "../gate";
import { notOtlp } from "../otlp/protobuf";
import { readJson } from "../otlp/read-json";
import { readProtobuf } from "../otlp/read-protobuf";
import { spansIn } from "../otlp/span-in";
import { runIdOf } from "../run-id";

/** What clients send at once, packed or not. */
const BODY_LIMIT = 64 * 1024 * 1024;

const READERS = {
  "application/x-protobuf": readProtobuf,
  "application/json": (body: Uint8Array) => readJson(Buffer.from(body).toString()),
};
const UNPACKERS = { gzip: promisify(gunzip), deflate: promisify(inflate) };

/** OpenTelemetry's own way in: traces of every client that speaks OTLP over HTTP, into the experiment a header names. */
export function otlpRoutes(gate: Gate): FastifyPluginAsync {
  return async (app) => {
    app.removeAllContentTypeParsers();
    app.addContentTypeParser("*", { parseAs: "buffer", bodyLimit: BODY_LIMIT }, (_request, body, done) =>
      done(null, body),
    );
    app.post("/v1/traces", { bodyLimit: BODY_LIMIT }, async (request, reply) => {
      const { headers } = request;
      const ctx = await gate.open(headers.authorization);
      const type = mediaType(headers["content-type"]);
      const received = READERS[type](await bodyOf(request));
      if (received.length === 0)
        throw new DomainError("invalid_input", "Invalid OpenTelemetry format - no spans found");
      const runId = header(request, "x-mlflow-run-id");
      await logSpans({
        ctx,
        input: {
          experimentId: await experimentId(ctx, requiredExperiment(request)),
          runId: runId === undefined ? undefined : runIdOf({ run_id: runId }),
          spans: spansIn(received),
        },
      });
      // An answer without a field says that everything was taken.
      return type === "application/json"
        ? reply.type(type).send("{}")
        : reply.type(type).send(Buffer.alloc(0));
    });
  };
}

function header({ headers }: FastifyRequest, name: string): string | undefined {
  const value = headers[name];
  return (Array.isArray(value) ? value[0] : value) || undefined;
}

/** @throws DomainError invalid_input */
function requiredExperiment(request: FastifyRequest): string {
  const id = header(request, "x-mlflow-experiment-id");
  if (id !== undefined) return id;
  throw new DomainError(
    "invalid_input",
    "Set the header x-mlflow-experiment-id to the experiment of the traces.",
  );
}

/** @throws DomainError invalid_input */
function mediaType(given = ""): keyof typeof READERS {
  const type = given.split(";")[0].trim().toLowerCase();
  if (Object.hasOwn(READERS, type)) return type as keyof typeof READERS;
  throw new DomainError(
    "invalid_input",
    `Invalid Content-Type: ${given.slice(0, 100)}. Expected: ${Object.keys(READERS).join(" or ")}`,
  );
}

/** @throws DomainError invalid_input, too_large */
async function bodyOf(request: FastifyRequest): Promise<Uint8Array> {
  const body = (request.body as Uint8Array | undefined) ?? new Uint8Array();
  const encoding = header(request, "content-encoding")?.toLowerCase() ?? "identity";
  if (encoding === "identity") return body;
  if (!Object.hasOwn(UNPACKERS, encoding))
    throw new DomainError("invalid_input", "Invalid Content-Encoding. Expected: gzip or deflate");
  try {
    return await UNPACKERS[encoding as keyof typeof UNPACKERS](body, { maxOutputLength: BODY_LIMIT });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ERR_BUFFER_TOO_LARGE")
      throw new DomainError("too_large", "The traces are larger than is allowed. Send less at once.");
    throw notOtlp();
  }
}
