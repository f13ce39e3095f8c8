import { mkdir, readdir, rm } from "node:fs/promises";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import path from "node:path";
import S3rver from "s3rver";

/** What s3rver lacks of S3: giving up a multipart upload, and copying a part. */
async function answerMissingOperations(
  s3: S3rver,
  directory: string,
  request: IncomingMessage,
  response: ServerResponse,
) {
  const url = new URL(request.url ?? "/", "http://loopback");
  const uploadId = url.searchParams.get("uploadId") ?? "";
  const bucket = url.pathname.split("/")[1];
  if (request.method === "DELETE") {
    await rm(path.join(directory, bucket, "._S3rver_uploads", uploadId), { recursive: true });
    response.writeHead(204).end();
    return;
  }
  const [from, ...key] = decodeURIComponent(String(request.headers["x-amz-copy-source"])).split("/");
  const [, start, end] = /^bytes=(\d+)-(\d+)$/.exec(String(request.headers["x-amz-copy-source-range"])) ?? [];
  const source = await s3.store.getObject(from, key.join("/"), { start: Number(start), end: Number(end) });
  if (!source) throw new Error("NoSuchKey");
  const part = Number(url.searchParams.get("partNumber"));
  const { md5 } = await s3.store.putPart(bucket, uploadId, part, source.content);
  response.end(`<CopyPartResult><ETag>"${md5}"</ETag></CopyPartResult>`);
}

export interface LoopbackS3 {
  readonly endpoint: string;
  /** Files behind a bucket, those of unfinished uploads included. */
  countFiles(bucket: string): Promise<number>;
  /** One request per line: method and key. */
  readonly requests: string[];
  close(): Promise<void>;
}

/** An S3 server for tests on a free port of the loopback interface, with its data in `directory`. */
export async function startLoopbackS3(directory: string, buckets: string[]): Promise<LoopbackS3> {
  const s3 = new S3rver({
    directory,
    silent: true,
    configureBuckets: buckets.map((name) => ({ name, configs: [] })),
  });
  await mkdir(directory, { recursive: true });
  await s3.configureBuckets();
  const answer = s3.callback();
  const requests: string[] = [];
  const server = createServer((request, response) => {
    requests.push(`${request.method} ${request.url}`);
    const uploads = request.url?.includes("uploadId=");
    const missing = uploads && (request.method === "DELETE" || "x-amz-copy-source" in request.headers);
    if (!missing) answer(request, response);
    else answerMissingOperations(s3, directory, request, response).catch(() => response.writeHead(500).end());
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return {
    endpoint: `http://127.0.0.1:${port}`,
    requests,
    countFiles: (bucket) => countObjects(path.join(directory, bucket)),
    close: () => closeServer(server),
  };
}

/** s3rver keeps three files for each object and a directory for each unfinished upload. */
async function countObjects(directory: string): Promise<number> {
  const entries = await readdir(directory, { recursive: true, withFileTypes: true });
  const isObject = (name: string) => name.endsWith("._S3rver_object");
  const isPart = (place: string) => place.includes("._S3rver_uploads");
  return entries.filter((entry) => entry.isFile() && (isObject(entry.name) || isPart(entry.parentPath)))
    .length;
}

function closeServer(server: Server): Promise<void> {
  server.closeAllConnections();
  return new Promise((resolve, reject) => server.close((error) => (error ? reject(error) : resolve())));
}
