import { mkdtemp, rm } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { HeadObjectCommand, PutObjectCommand } from "@aws-sdk/client-s3";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { describeObjectStore } from "../object-store.testsuite";
import { parseObjectStoreUrl, type S3StoreConfig } from "../setting";
import { copyObject } from "./copy-object";
import { startLoopbackS3, type LoopbackS3 } from "./loopback-s3";
import { createClient, createS3Store } from "./s3";
import { sweepTemporaryObjects } from "./sweep";

const buckets = Array.from({ length: 80 }, (_, index) => `bucket-${index}`);
let directory: string;
let server: LoopbackS3;
let used = 0;

beforeAll(async () => {
  vi.stubEnv("AWS_ACCESS_KEY_ID", "S3RVER");
  vi.stubEnv("AWS_SECRET_ACCESS_KEY", "S3RVER");
  directory = await mkdtemp(path.join(os.tmpdir(), "pipepilot-s3-"));
  server = await startLoopbackS3(directory, buckets);
});
afterAll(async () => {
  await server.close();
  await rm(directory, { recursive: true, force: true });
  vi.unstubAllEnvs();
});

function freshConfig(): S3StoreConfig {
  const setting = `s3://${buckets[used++]}/team/objects?endpoint=${server.endpoint}&forcePathStyle=true`;
  return parseObjectStoreUrl(setting) as S3StoreConfig;
}

describeObjectStore("S3", {
  async open() {
    const config = freshConfig();
    return { store: createS3Store(config), countEverything: () => server.countFiles(config.bucket) };
  },
});

describe("S3", () => {
  it("copies a large object within the store, in parts, without reading it", async () => {
    const config = freshConfig();
    const client = createClient(config);
    const Body = Buffer.alloc(2_500_000, "abcdefg");
    await client.send(new PutObjectCommand({ Bucket: config.bucket, Key: "tmp/whole", Body }));
    const from = server.requests.length;
    await copyObject({
      client,
      bucket: config.bucket,
      from: "tmp/whole",
      to: "copied",
      size: Body.length,
      singleCopyBytes: 2_000_000,
      partBytes: 1_000_000,
    });
    const requests = server.requests.slice(from).map((request) => request.split(" ")[0]);
    expect(requests).toEqual(["POST", "PUT", "PUT", "PUT", "POST"]);
    const head = await client.send(new HeadObjectCommand({ Bucket: config.bucket, Key: "copied" }));
    expect(head.ContentLength).toBe(2_500_000);
  });

  it("gives up a copy in parts that fails, and leaves nothing of it", async () => {
    const config = freshConfig();
    const client = createClient(config);
    const request = {
      client,
      bucket: config.bucket,
      from: "tmp/gone",
      to: "copied",
      size: 3,
      singleCopyBytes: 1,
    };
    await expect(copyObject(request)).rejects.toThrow();
    expect(await server.countFiles(config.bucket)).toBe(0);
  });

  it("sweeps temporary objects older than a day, and no others", async () => {
    const config = freshConfig();
    const client = createClient(config);
    const store = createS3Store(config);
    const kept = await store.put(new TextEncoder().encode("kept"));
    await client.send(
      new PutObjectCommand({ Bucket: config.bucket, Key: "team/objects/tmp/left", Body: "left" }),
    );
    const hour = 60 * 60 * 1000;
    // The stand-in server cannot list multipart uploads; the sweep reaches them last.
    const sweep = (now: number) => sweepTemporaryObjects(client, config, now).catch(() => {});
    await sweep(Date.now() + 23 * hour);
    expect(await server.countFiles(config.bucket)).toBe(2);
    await sweep(Date.now() + 25 * hour);
    expect(await server.countFiles(config.bucket)).toBe(1);
    expect(await store.has(kept.key)).toBe(true);
  });

  it("says that it is unavailable when nobody answers or the bucket is missing", async () => {
    const key = `sha256/00/00/${"0".repeat(64)}`;
    for (const setting of [
      `s3://bucket-0?endpoint=http://127.0.0.1:9&forcePathStyle=true`,
      `s3://no-such-bucket?endpoint=${server.endpoint}&forcePathStyle=true`,
    ]) {
      const store = createS3Store(parseObjectStoreUrl(setting) as S3StoreConfig);
      await expect(store.put(new Uint8Array(3))).rejects.toMatchObject({ code: "store_unavailable" });
      await expect(store.read(key)).rejects.toMatchObject({ code: "store_unavailable" });
    }
  });
});
