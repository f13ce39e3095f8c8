import { describe, expect, it } from "vitest";
import { parseObjectStoreUrl } from "./setting";

describe("the setting OBJECT_STORE", () => {
  it.each([
    [undefined, "/app/.pipepilot/objects"],
    ["", "/app/.pipepilot/objects"],
    ["data/objects", "/app/data/objects"],
    ["/var/objects", "/var/objects"],
    ["file:/var/objects", "/var/objects"],
    ["file:///var/my%20objects/", "/var/my objects"],
  ])("%j is the directory %s", (value, directory) => {
    expect(parseObjectStoreUrl(value, "/app")).toEqual({ kind: "local", directory });
  });

  it("reads an S3 bucket with all its options", () => {
    const value =
      "s3://models/team/a/?endpoint=https://minio.example:9000&region=eu-central-1&forcePathStyle=true";
    expect(parseObjectStoreUrl(value)).toEqual({
      kind: "s3",
      bucket: "models",
      prefix: "team/a/",
      endpoint: "https://minio.example:9000",
      region: "eu-central-1",
      forcePathStyle: true,
    });
  });

  it("needs no more than the bucket", () => {
    expect(parseObjectStoreUrl("s3://models")).toEqual({
      kind: "s3",
      bucket: "models",
      prefix: "",
      forcePathStyle: false,
    });
  });

  it.each([
    ["s3://", "bucket: a bucket name has 3 to 63"],
    ["s3:models", "expected s3://bucket/prefix"],
    ["s3://Mo_dels", "bucket: a bucket name has 3 to 63"],
    ["s3://models/a%20b", "prefix: a prefix has letters"],
    ["s3://models?regoin=eu", 'options: Unrecognized key: "regoin"'],
    ["s3://models?endpoint=ftp://x", "options: endpoint: must be an http or https address"],
    ["s3://models?forcePathStyle=yes", "options: forcePathStyle: "],
    ["s3://key:secret@models", "credentials come from the environment"],
    ["gs://models", '"gs:" is not supported; use a path, file:/directory or s3://bucket'],
    ["file:objects", "file: needs an absolute path"],
    ["file://host/objects", "file: needs a local path"],
  ])("%s is refused with the reason", (value, reason) => {
    expect(() => parseObjectStoreUrl(value)).toThrow(reason);
    expect(() => parseObjectStoreUrl(value)).toThrow(/^OBJECT_STORE: /);
  });
});
