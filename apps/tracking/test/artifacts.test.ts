import { objectKey } from "@pipepilot/storage";
import { createExperiment } from "@pipepilot/domain/experiment/create";
import { describe, expect, it } from "vitest";
import { newRun, rootOf, type Sent, useFiles } from "./files";

const on = useFiles();
const put = (name: string, body: string | Uint8Array = name, sent: Sent = {}) =>
  on.send("PUT", `${on.base}/${name}`, {
    ...sent,
    body,
    headers: { "content-type": "text/plain", ...sent.headers },
  });
const listed = async (under = "", query: Record<string, string> = {}) =>
  (await on.tracking.get("artifacts/list", { run_id: on.run.run_id, path: under, ...query })).body;

describe("a file", () => {
  it("goes up, is listed, comes down the same and is deleted", async () => {
    const bytes = Buffer.from(Array.from({ length: 3_000_000 }, (_, i) => (i * 31) % 251));
    expect(await put("model/data%20%C3%BC.bin", bytes)).toMatchObject({ status: 200, json: {} });
    expect(await listed()).toEqual({
      root_uri: on.run.artifact_uri,
      files: [{ path: "model", is_dir: true }],
    });
    expect((await listed("model")).files).toEqual([
      { path: "model/data ü.bin", is_dir: false, file_size: 3_000_000 },
    ]);
    const down = await on.send("GET", `${on.base}/model/data%20%C3%BC.bin`);
    expect(down.bytes.equals(bytes)).toBe(true);
    expect(down.headers).toMatchObject({ "content-length": "3000000", "accept-ranges": "bytes" });
    expect(await on.send("DELETE", `${on.base}/model`)).toMatchObject({ status: 200, json: {} });
    expect((await listed()).files).toEqual([]);
    expect(await on.send("GET", `${on.base}/model/data%20%C3%BC.bin`)).toMatchObject({
      status: 404,
      json: { error_code: "RESOURCE_DOES_NOT_EXIST" },
    });
    expect((await on.send("DELETE", `${on.base}/model`)).status).toBe(200);
  });

  it("is JSON, empty, or of no type at all, and stays what it is", async () => {
    expect(
      (await put("a.json", "{not json", { headers: { "content-type": "application/json" } })).status,
    ).toBe(200);
    expect((await put("empty", "")).status).toBe(200);
    expect((await on.send("PUT", `${on.base}/untyped`, { body: "x" })).status).toBe(200);
    expect(
      (await on.send("PUT", `${on.base}/chunked`, { body: "y", headers: { "transfer-encoding": "chunked" } }))
        .status,
    ).toBe(200);
    expect((await on.send("GET", `${on.base}/a.json`)).text).toBe("{not json");
    expect((await on.send("GET", `${on.base}/empty`)).headers["content-length"]).toBe("0");
    expect((await listed()).files.map((file: { path: string }) => file.path)).toEqual([
      "a.json",
      "chunked",
      "empty",
      "untyped",
    ]);
  });

  it("never opens in a browser as a page of ours", async () => {
    await put("page.html", "<script>alert(1)</script>");
    const ways = [
      `${on.base}/page.html`,
      `/get-artifact?run_id=${on.run.run_id}&path=page.html`,
      `/get-artifact?run_uuid=${on.run.run_id}&path=page.html`,
      `/ajax${on.base.slice(4)}`.replace("/ajax", "/ajax-api") + "/page.html",
    ];
    for (const way of ways) {
      const { status, headers, text } = await on.send("GET", way);
      expect([status, text]).toEqual([200, "<script>alert(1)</script>"]);
      expect(headers).toMatchObject({
        "content-type": "application/octet-stream",
        "content-disposition": `attachment; filename="page.html"; filename*=UTF-8''page.html`,
        "x-content-type-options": "nosniff",
        "content-security-policy": "sandbox; default-src 'none'",
      });
    }
  });

  it("has a name that breaks no header", async () => {
    await put(encodeURIComponent('a"b\r\nx: ü.txt'), "x");
    const { headers } = await on.send("GET", `${on.base}/${encodeURIComponent('a"b\r\nx: ü.txt')}`);
    expect(headers["content-disposition"]).toBe(
      `attachment; filename="a_bx: _.txt"; filename*=UTF-8''a%22bx%3A%20%C3%BC.txt`,
    );
    expect(headers.x).toBeUndefined();
  });

  it.each([
    ["bytes=2-4", 206, "234", "bytes 2-4/10"],
    ["bytes=7-", 206, "789", "bytes 7-9/10"],
    ["bytes=-3", 206, "789", "bytes 7-9/10"],
    ["bytes=-99", 206, "0123456789", "bytes 0-9/10"],
    ["bytes=8-99", 206, "89", "bytes 8-9/10"],
    ["bytes=10-", 416, "", "bytes */10"],
    ["bytes=-0", 416, "", "bytes */10"],
    ["bytes=4-2", 200, "0123456789", undefined],
    ["bytes=0-1,3-4", 200, "0123456789", undefined],
    ["lines=1-2", 200, "0123456789", undefined],
  ])("comes in part for the range %s", async (range, status, text, contentRange) => {
    await put("digits", "0123456789");
    const answer = await on.send("GET", `${on.base}/digits`, { headers: { range } });
    expect([answer.status, answer.text, answer.headers["content-range"]]).toEqual([
      status,
      text,
      contentRange,
    ]);
    expect(Number(answer.headers["content-length"])).toBe(text.length);
  });

  it("is not sent again to who has it, and whole to who had part of another", async () => {
    await put("a", "first");
    const { headers } = await on.send("GET", `${on.base}/a`);
    const etag = headers.etag ?? "";
    expect(await on.send("GET", `${on.base}/a`, { headers: { "if-none-match": etag } })).toMatchObject({
      status: 304,
      text: "",
    });
    await put("a", "second");
    const part = { range: "bytes=0-1", "if-range": etag };
    expect(await on.send("GET", `${on.base}/a`, { headers: part })).toMatchObject({
      status: 200,
      text: "second",
    });
    expect(await on.send("HEAD", `${on.base}/a`)).toMatchObject({
      status: 200,
      text: "",
      headers: { "content-length": "6" },
    });
  });
});

describe("who asks", () => {
  it("sees nothing of another project's runs, whatever way is tried", async () => {
    await put("own.txt");
    const other = await on.tracking.stranger();
    const theirs = await newRun(on.tracking, "0", other.key);
    const through = theirs.base.replace(theirs.run.run_id, on.run.run_id);
    const missing = { status: 404, json: { error_code: "RESOURCE_DOES_NOT_EXIST" } };
    const { key } = other;
    for (const at of [on.base, through]) {
      expect(await on.send("GET", `${at}/own.txt`, { key })).toMatchObject(missing);
      expect(await on.send("PUT", `${at}/own.txt`, { key, body: "x" })).toMatchObject(missing);
      expect(await on.send("DELETE", `${at}/own.txt`, { key })).toMatchObject(missing);
      expect(await on.send("DELETE", `${at}/`, { key })).toMatchObject(missing);
      const query = new URLSearchParams({
        path: at.slice("/api/2.0/mlflow-artifacts/artifacts/".length),
      }).toString();
      expect(await on.send("GET", `/api/2.0/mlflow-artifacts/artifacts?${query}`, { key })).toMatchObject(
        missing,
      );
    }
    expect(await on.send("GET", `/get-artifact?run_id=${on.run.run_id}&path=own.txt`, { key })).toMatchObject(
      missing,
    );
    expect((await on.tracking.get("artifacts/list", { run_id: on.run.run_id }, key)).status).toBe(404);
    expect((await on.send("GET", `${on.base}/own.txt`)).text).toBe("own.txt");
  });

  it("needs a key, and the scope", async () => {
    const { key } = await on.tracking.stranger(["predict"]);
    for (const [method, path] of [
      ["GET", `${on.base}/a`],
      ["PUT", `${on.base}/a`],
      ["DELETE", `${on.base}/a`],
      ["GET", "/api/2.0/mlflow-artifacts/artifacts?path=x"],
      ["POST", "/api/2.0/mlflow-artifacts/mpu/create/x"],
      ["GET", "/api/2.0/mlflow-artifacts/presigned/x"],
      ["GET", "/api/2.0/mlflow-artifacts/other"],
      ["GET", "/get-artifact?run_id=x&path=y"],
    ])
      expect(await on.send(method, path, { key: "wrong" })).toMatchObject({ status: 401 });
    for (const method of ["GET", "PUT", "DELETE"])
      expect((await on.send(method, `${on.base}/a`, { key })).status).toBe(403);
  });

  it("is told that a run of another experiment is not there", async () => {
    const { id } = await createExperiment({ ctx: on.tracking.ctx, input: { name: `e-${on.run.run_id}` } });
    const elsewhere = on.base.replace(/artifacts\/[^/]+\//, `artifacts/${id}/`);
    expect((await on.send("PUT", `${elsewhere}/a`, { body: "x" })).status).toBe(404);
    for (const at of ["x", id, `${id}/models`, `${id}/${on.run.run_id}`])
      expect((await on.send("GET", `/api/2.0/mlflow-artifacts/artifacts?path=${at}`)).status).toBe(404);
  });

  it("finds artifacts under the location its experiment was given", async () => {
    const named = async (location: string) =>
      (await on.tracking.post("experiments/create", { name: location, artifact_location: location })).body
        .experiment_id;
    const own = await newRun(on.tracking, await named("mlflow-artifacts:/team/a"));
    expect(own.run.artifact_uri).toBe(`mlflow-artifacts:/team/a/${own.run.run_id}/artifacts`);
    expect((await on.send("PUT", `${own.base}/x`, { body: "x" })).status).toBe(200);
    expect((await on.send("GET", `${own.base}/x`)).text).toBe("x");
    const top = await newRun(on.tracking, await named("mlflow-artifacts:/"));
    expect(top.run.artifact_uri).toBe(`mlflow-artifacts:/${top.run.run_id}/artifacts`);
    expect((await on.send("PUT", `${top.base}/x`, { body: "x" })).status).toBe(200);
    const away = await newRun(on.tracking, await named("s3://bucket/"));
    expect(away.run.artifact_uri).toBe(`s3://bucket/${away.run.run_id}/artifacts`);
    expect((await on.send("PUT", `${away.base}/x`, { body: "x" })).status).toBe(404);
  });
});

it("a download whose object is lost is cut, and the next request answered", async () => {
  await put("lost", `lost ${on.run.run_id}`);
  const artifact = await on.tracking.services.db.prisma.artifact.findFirstOrThrow({
    where: { runId: on.run.run_id },
  });
  await on.tracking.services.store.delete(objectKey(artifact.blobHash));
  const { status, json } = await on.send("GET", `${on.base}/lost`);
  expect([status, json.error_code]).toEqual([500, "INTERNAL_ERROR"]);
  expect((await listed()).files).toHaveLength(1);
});

it("what a list says of a folder with many files comes in pages only to who asks for the next", async () => {
  await on.tracking.services.db.prisma.$transaction([
    // The blob these rows would count is none.
    on.tracking.services.db.prisma.$executeRaw`SET LOCAL session_replication_role = replica`,
    on.tracking.services.db.prisma.$executeRaw`
      INSERT INTO "Artifact" ("projectId", "runId", path, "blobHash", size)
      SELECT ${on.tracking.ctx.project.id}::uuid, ${on.run.run_id}, 'many/' || n, repeat('0', 64), 1
      FROM generate_series(1, 10050) AS n`,
  ]);
  const first = await listed("many");
  expect(first.files).toHaveLength(10_000);
  const second = await listed("many", { page_token: first.next_page_token });
  expect(second.files).toHaveLength(50);
  expect(second.next_page_token).toBeUndefined();
  const query = new URLSearchParams({
    path: `${rootOf(on.run)}/many`,
  }).toString();
  const { json } = await on.send("GET", `/api/2.0/mlflow-artifacts/artifacts?${query}`);
  expect(json.files).toHaveLength(10_050);
  expect(json.files[0]).toEqual({ path: "1", is_dir: false, file_size: 1 });
  expect((await listed("many", { page_token: "nonsense" })).error_code).toBe("INVALID_PARAMETER_VALUE");
});
