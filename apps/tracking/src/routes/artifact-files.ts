import { deleteArtifacts } from "@pipepilot/domain/artifact/delete";
import { findArtifact } from "@pipepilot/domain/artifact/find";
import { listArtifacts } from "@pipepilot/domain/artifact/list";
import type { ArtifactEntry, ReadableRoot } from "@pipepilot/domain/artifact/schema";
import { getVersionRecord } from "@pipepilot/domain/model/get-version-record";
import { storeArtifact } from "@pipepilot/domain/artifact/store";
import type { FastifyInstance, FastifyPluginAsync, FastifyReply, FastifyRequest } from "fastify";
import { z } from "zod";
import { filePath, invalidPath } from "../artifact-path";
import { placeOf, requireWritable } from "../artifact-uri";
import { fileInfoOut } from "../file-info-out";
import type { Gate } from "../gate";
import { loggedModelIdOf } from "../logged-model-id";
import { versionNumber, versionSelector } from "../model-version";
import { receiveFile } from "../receive-file";
import { runIdOf, runSelector } from "../run-id";
import { sendFile } from "../send-file";
import { readInput } from "../wire";
import { answerUnknown } from "./unknown";

const BASES = ["/api/2.0/mlflow-artifacts", "/ajax-api/2.0/mlflow-artifacts"];

/** Clients look for these words, and then send or fetch the file in one piece. */
const UNSUPPORTED = [
  ["POST", "mpu/*", "Multipart upload is not supported for the current artifact repository"],
  ["GET", "presigned/*", "Multipart download is not supported for the current artifact repository"],
] as const;

/** Files of runs and logged models, as they are: what clients do with an address `mlflow-artifacts:/...`, and downloads. */
export function artifactFileRoutes(gate: Gate): FastifyPluginAsync {
  return async (app) => {
    app.removeAllContentTypeParsers();
    // A body is a file, whatever type a client says; it is read where it goes.
    app.addContentTypeParser("*", (_request, _body, done) => done(null));
    for (const base of BASES) {
      listRoute(app, gate, base);
      fileRoutes(app, gate, base);
      for (const [method, url, message] of UNSUPPORTED)
        app.route({
          method,
          url: `${base}/${url}`,
          handler: async ({ headers }, reply) => {
            await gate.open(headers.authorization);
            return reply.code(501).send({ error_code: "NOT_IMPLEMENTED", message });
          },
        });
      answerUnknown(app, gate, base);
    }
    downloadRoutes(app, gate);
  };
}

function listRoute(app: FastifyInstance, gate: Gate, base: string): void {
  app.get(`${base}/artifacts`, async ({ headers, query }) => {
    const ctx = await gate.open(headers.authorization);
    const { path: given } = readInput(z.object({ path: z.string() }), query);
    const { root, path } = await placeOf(ctx, given);
    const { items } = await listArtifacts({ ctx, input: { root, path } });
    return { files: items.map(nameOnly) };
  });
}

function fileRoutes(app: FastifyInstance, gate: Gate, base: string): void {
  const url = `${base}/artifacts/*`;
  const placeIn = async (request: FastifyRequest) => {
    const ctx = await gate.open(request.headers.authorization);
    const { "*": given } = request.params as { "*": string };
    return { ctx, given, ...(await placeOf(ctx, given)) };
  };
  const fileIn = async (request: FastifyRequest) => {
    const { ctx, given, root, path } = await placeIn(request);
    if (path === "" || given.endsWith("/")) throw invalidPath();
    return { ctx, input: { root, path } };
  };
  app.route({
    method: ["GET", "HEAD"],
    url,
    handler: async (request, reply) => sendFile(request, reply, await findArtifact(await fileIn(request))),
  });
  app.put(url, async (request) => {
    const { ctx, input } = await fileIn(request);
    const own = { ...input, root: requireWritable(input.root) };
    await receiveFile(request, (source) => storeArtifact({ ctx, input: own, source }));
    return {};
  });
  app.delete(url, async (request) => {
    const { ctx, root, path } = await placeIn(request);
    await deleteArtifacts({ ctx, input: { root: requireWritable(root), path } });
    return {};
  });
}

/** Where browsers and people fetch single files. */
function downloadRoutes(app: FastifyInstance, gate: Gate): void {
  const send = async (request: FastifyRequest, reply: FastifyReply, root: ReadableRoot, path: string) => {
    const ctx = await gate.open(request.headers.authorization);
    return sendFile(request, reply, await findArtifact({ ctx, input: { root, path: filePath(path) } }));
  };
  const ofRun = runSelector.extend({ path: z.string() });
  app.route({
    method: ["GET", "HEAD"],
    url: "/get-artifact",
    handler: async (request, reply) => {
      await gate.open(request.headers.authorization);
      const { path, ...selector } = readInput(ofRun, request.query);
      return send(request, reply, { runId: runIdOf(selector) }, path);
    },
  });
  const ofVersion = versionSelector.extend({ path: z.string() });
  app.route({
    method: ["GET", "HEAD"],
    url: "/model-versions/get-artifact",
    handler: async (request, reply) => {
      const ctx = await gate.open(request.headers.authorization);
      const { path, name, version } = readInput(ofVersion, request.query);
      const input = { model: name, number: versionNumber(version) };
      const { id } = await getVersionRecord({ ctx, input });
      return send(request, reply, { modelVersionId: id }, path);
    },
  });
  const ofModel = z.object({ artifact_file_path: z.string() });
  app.route({
    method: ["GET", "HEAD"],
    url: "/ajax-api/2.0/mlflow/logged-models/:model_id/artifacts/files",
    handler: async (request, reply) => {
      await gate.open(request.headers.authorization);
      const { artifact_file_path } = readInput(ofModel, request.query);
      return send(request, reply, { modelId: loggedModelIdOf(request.params) }, artifact_file_path);
    },
  });
}

function nameOnly(entry: ArtifactEntry) {
  return fileInfoOut({ ...entry, path: entry.path.slice(entry.path.lastIndexOf("/") + 1) });
}
