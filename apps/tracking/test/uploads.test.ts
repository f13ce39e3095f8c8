import { readdir } from "node:fs/promises";
import { request, type IncomingMessage } from "node:http";
import path from "node:path";
import { setImmediate } from "node:timers/promises";
import { describe, expect, it } from "vitest";
import { useFiles } from "./files";

const on = useFiles();
const left = () => readdir(path.join(on.tracking.services.storeDirectory, "tmp"));
const listed = async () => (await on.tracking.get("artifacts/list", { run_id: on.run.run_id })).body;

describe("an upload", () => {
  it("that breaks off in the middle leaves nothing", async () => {
    const before = await on.tracking.services.db.prisma.blob.count();
    const asked = request(on.tracking.url, {
      method: "PUT",
      path: `${on.base}/half`,
      headers: { authorization: `Bearer ${on.tracking.key}`, "content-length": "1000000" },
    });
    asked.on("error", () => undefined);
    asked.write(Buffer.alloc(500_000));
    while ((await left()).length === 0) await setImmediate();
    asked.destroy();
    while ((await left()).length > 0) await setImmediate();
    expect((await listed()).files).toEqual([]);
    expect(await on.tracking.services.db.prisma.blob.count()).toBe(before);
  });

  it("that says it is too large is told so before it is read", async () => {
    const asked = request(on.tracking.url, {
      method: "PUT",
      path: `${on.base}/large`,
      headers: { authorization: `Bearer ${on.tracking.key}`, "content-length": String(5 * 1024 ** 3 + 1) },
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
      expect(
        await on.send("POST", `/api/2.0/mlflow-artifacts/mpu/${step}/0/x`, { body: "{}" }),
      ).toMatchObject({
        status: 501,
        json: {
          error_code: "NOT_IMPLEMENTED",
          message: "Multipart upload is not supported for the current artifact repository",
        },
      });
    expect((await on.send("GET", "/api/2.0/mlflow-artifacts/presigned/0/x")).status).toBe(501);
    expect(await on.send("GET", "/api/3.0/mlflow/server-info", { key: "none" })).toMatchObject({
      status: 200,
      json: { multipart_uploads_enabled: false, multipart_downloads_enabled: false },
    });
  });
});
