import { request, type IncomingMessage } from "node:http";
import { afterAll, beforeAll, beforeEach } from "vitest";
import { startTracking, type TestTracking } from "./harness";

export interface RunInfo {
  readonly run_id: string;
  readonly artifact_uri: string;
}

export interface Sent {
  readonly headers?: Record<string, string>;
  readonly body?: string | Uint8Array;
  readonly key?: string;
}

/** For the tests of a file: a service, and for each test a new run of it. */
export function useFiles() {
  let tracking: TestTracking;
  let own: Awaited<ReturnType<typeof newRun>>;
  beforeAll(async () => {
    tracking = await startTracking();
  });
  afterAll(() => tracking.close());
  beforeEach(async () => {
    own = await newRun(tracking);
  });
  return {
    get tracking() {
      return tracking;
    },
    get run() {
      return own.run;
    },
    /** of the run's artifacts, as a client asks for it */
    get base() {
      return own.base;
    },
    send: (method: string, path: string, sent?: Sent) => sendTo(tracking, method, path, sent),
  };
}

/** A new run, and what the addresses of its artifacts begin with, as a client asks for them. */
export async function newRun(
  tracking: TestTracking,
  experimentId = "0",
  key = tracking.key,
): Promise<{ run: RunInfo; base: string }> {
  const { body } = await tracking.post("runs/create", { experiment_id: experimentId }, key);
  const run = body.run.info as RunInfo;
  return { run, base: `/api/2.0/mlflow-artifacts/artifacts/${rootOf(run)}` };
}

/** A run's root as a client names it in a list. */
export function rootOf(run: RunInfo): string {
  return new URL(run.artifact_uri).pathname.slice(1);
}

/** A request whose path is sent as it stands here, which `fetch` would not do. */
export async function sendTo(
  tracking: TestTracking,
  method: string,
  path: string,
  { headers = {}, body, key = tracking.key }: Sent = {},
) {
  const length =
    body === undefined || "transfer-encoding" in headers ? {} : { "content-length": Buffer.byteLength(body) };
  const asked = request(tracking.url, {
    method,
    path,
    headers: { authorization: `Bearer ${key}`, ...length, ...headers },
  });
  asked.end(body);
  const answer = await new Promise<IncomingMessage>((resolve, reject) => {
    asked.on("response", resolve);
    asked.on("error", reject);
  });
  const bytes = Buffer.concat((await answer.toArray()) as Buffer[]);
  const text = bytes.toString();
  const json = answer.headers["content-type"]?.startsWith("application/json") ? JSON.parse(text) : undefined;
  return { status: answer.statusCode, headers: answer.headers, text, bytes, json };
}
