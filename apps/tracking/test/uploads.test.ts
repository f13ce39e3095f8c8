import { readdir } from "node:fs/promises";
import { request, type IncomingMessage } from "node:http";
import path from "node:path";
import { setImmediate } from "node:timers/promises";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { newRun, sendTo, type RunInfo, type Sent } from "./files";
import { startTracking, type TestTracking } from "./harness";

let tracking: TestTracking;
let run: RunInfo;
/** of the run's artifacts, as a client asks for it */
let base: string;

beforeAll(async () => {
  tracking = await startTracking();
});
afterAll(() => tracking.close());
beforeEach(async () => {
  ({ run, base } = await newRun(tracking));
});

const send = (method: string, path: string, sent?: Sent) => sendTo(tracking, method, path, sent);
const left = () => readdir(path.join(tracking.services.storeDirectory, "tmp"));
const listed = async () => (await tracking.get("artifacts/list", { run_id: run.run_id })).body;

describe("an upload", () => {
  it("that breaks off in the middle leaves nothing", async () => {
    const before = await tracking.services.db.prisma.blob.count();
    const asked = request(tracking.url, {
      method: "PUT",
      path: `${base}/half`,
      headers: { authorization: `Bearer ${tracking.key}`, "content-length": "1000000" },
    });
    asked.on("error", () => undefined);
    asked.write(Buffer.alloc(500_000));
    while ((await left()).length === 0) await setImmediate();
    asked.destroy();
    while ((await left()).length > 0) await setImmediate();
    expect((await listed()).files).toEqual([]);
    expect(await tracking.services.db.prisma.blob.count()).toBe(before);
  });

  it("that says it is too large is told so before it is read", async () => {
    const asked = request(tracking.url, {
      method: "PUT",
      path: `${base}/large`,
      headers: { authorization: `Bearer ${tracking.key}`, "content-length": String(5 * 1024 ** 3 + 1) },
    });
    asked.on("error", () => undefined);
    asked.flushHeaders();
    const answer = await new Promise<IncomingMessage>((resolve) => asked.on("response", resolve));
    const [body] = (await answer.toArray()) as Buffer[];
    expect(answer.statusCode).toBe(413);
    expect(JSON.parse(body.toString())).toEqual({
      error_code: "REQUEST_TOO_LARGE",
      message: "The file is larger than the allowed 5 GiB.",
    });
    asked.destroy();
  });

  it("in parts, and a download by a signed address, are refused in the words clients fall back at", async () => {
    for (const step of ["create", "complete", "abort"])
      expect(await send("POST", `/api/2.0/mlflow-artifacts/mpu/${step}/0/x`, { body: "{}" })).toMatchObject({
        status: 501,
        json: {
          error_code: "NOT_IMPLEMENTED",
          message: "Multipart upload is not supported for the current artifact repository",
        },
      });
    expect((await send("GET", "/api/2.0/mlflow-artifacts/presigned/0/x")).status).toBe(501);
    expect(await send("GET", "/api/3.0/mlflow/server-info", { key: "none" })).toMatchObject({
      status: 200,
      json: { multipart_uploads_enabled: false, multipart_downloads_enabled: false },
    });
  });
});
