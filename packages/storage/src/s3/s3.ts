import { randomUUID } from "node:crypto";
import { Readable } from "node:stream";
import {
  DeleteObjectCommand,
  GetObjectCommand,
  HeadObjectCommand,
  paginateListObjectsV2,
  PutObjectCommand,
  S3Client,
} from "@aws-sdk/client-s3";
import { Upload } from "@aws-sdk/lib-storage";
import { assertByteRange } from "../byte-range";
import { storeUnavailable } from "../errors";
import { assertKeyPrefix, assertObjectKey, objectKey } from "../keys";
import { measureSource, type MeasuredSource } from "../measured-source";
import type {
  ByteRange,
  LocalFile,
  ObjectSource,
  ObjectStore,
  PutOptions,
  StoredObject,
} from "../object-store";
import type { S3StoreConfig } from "../setting";
import { copyObject } from "./copy-object";
import { downloadToFile } from "./download";
import { readFirstPart } from "./first-part";
import { during, isMissingObject } from "./s3-errors";
import { sweepTemporaryObjects } from "./sweep";

/** Two parts in flight and one being filled: about 24 MB for an upload of any size up to 10,000 parts (78 GB). */
const uploadPartBytes = 8 * 1024 * 1024;
const uploadsInFlight = 2;

/**
 * A store under a prefix of an S3 bucket. A source of at most one part is hashed first and put under its key; a larger
 * one is uploaded in parts to `tmp/` while it is hashed, and copied to its key by the server.
 */
export function createS3Store(config: S3StoreConfig): ObjectStore {
  const client = createClient(config);
  // Only for tidiness, and the store may be out of reach at start: neither waited for nor an error.
  sweepTemporaryObjects(client, config, Date.now()).catch(() => {});
  return new S3Store(client, config);
}

/** Credentials come from the SDK's default chain: environment, shared files, container or instance role. */
export function createClient(config: S3StoreConfig): S3Client {
  return new S3Client({
    region: config.region ?? (config.endpoint ? "us-east-1" : undefined),
    endpoint: config.endpoint,
    forcePathStyle: config.forcePathStyle,
    // Many S3-compatible servers do not know the newer default checksums; our keys are checksums already.
    requestChecksumCalculation: "WHEN_REQUIRED",
    responseChecksumValidation: "WHEN_REQUIRED",
  });
}

class S3Store implements ObjectStore {
  readonly #client: S3Client;
  readonly #bucket: string;
  readonly #prefix: string;

  constructor(client: S3Client, config: S3StoreConfig) {
    this.#client = client;
    this.#bucket = config.bucket;
    this.#prefix = config.prefix;
  }

  async put(source: ObjectSource, options: PutOptions = {}): Promise<StoredObject> {
    const measured = measureSource(source, options);
    try {
      const first = await readFirstPart(measured.chunks, uploadPartBytes);
      return first.whole
        ? await this.#putLarge(measured, first.whole)
        : await this.#putSmall(measured, first.bytes);
    } catch (error) {
      throw measured.failed() ? error : storeUnavailable("writing an object", error);
    }
  }

  async #putSmall(measured: MeasuredSource, bytes: Uint8Array): Promise<StoredObject> {
    return this.#place(measured, (key) =>
      this.#client.send(
        new PutObjectCommand({ ...this.#at(key), Body: bytes, ContentLength: bytes.byteLength }),
      ),
    );
  }

  async #putLarge(measured: MeasuredSource, chunks: AsyncIterable<Uint8Array>): Promise<StoredObject> {
    const temporary = `${this.#prefix}tmp/${randomUUID()}`;
    await this.#upload(temporary, Readable.from(chunks));
    try {
      return await this.#place(measured, (key) =>
        copyObject({
          client: this.#client,
          bucket: this.#bucket,
          from: temporary,
          to: this.#prefix + key,
          size: measured.size(),
        }),
      );
    } finally {
      await this.#client
        .send(new DeleteObjectCommand({ Bucket: this.#bucket, Key: temporary }))
        .catch(() => {});
    }
  }

  async #upload(key: string, body: Readable): Promise<void> {
    const upload = new Upload({
      client: this.#client,
      params: { Bucket: this.#bucket, Key: key, Body: body },
      partSize: uploadPartBytes,
      queueSize: uploadsInFlight,
    });
    try {
      await upload.done();
    } finally {
      body.destroy();
    }
  }

  /** Makes the object under its key, unless it is there already. */
  async #place(measured: MeasuredSource, make: (key: string) => Promise<unknown>): Promise<StoredObject> {
    const hash = measured.digest();
    const key = objectKey(hash);
    const existed = await this.has(key);
    if (!existed) await make(key);
    return { hash, key, size: measured.size(), existed };
  }

  async get(key: string, range?: ByteRange): Promise<Readable> {
    if (range) assertByteRange(range);
    const at = this.#at(key);
    const Range = range && `bytes=${range.start}-${range.end ?? ""}`;
    return during(
      "reading an object",
      async () => {
        try {
          const { Body } = await this.#client.send(new GetObjectCommand({ ...at, Range }));
          return Body instanceof Readable ? Body : Readable.from([]);
        } catch (error) {
          if (error instanceof Error && error.name === "InvalidRange") return Readable.from([]);
          throw error;
        }
      },
      key,
    );
  }

  async read(key: string): Promise<Uint8Array> {
    const stream = await this.get(key);
    return during("reading an object", async () => Buffer.concat(await stream.toArray()));
  }

  async has(key: string): Promise<boolean> {
    return (await this.stat(key)) !== null;
  }

  async stat(key: string): Promise<{ size: number } | null> {
    const at = this.#at(key);
    return during("looking for an object", async () => {
      try {
        const head = await this.#client.send(new HeadObjectCommand(at));
        return { size: head.ContentLength ?? 0 };
      } catch (error) {
        if (isMissingObject(error)) return null;
        throw error;
      }
    });
  }

  async delete(key: string): Promise<void> {
    const at = this.#at(key);
    await during("deleting an object", () => this.#client.send(new DeleteObjectCommand(at)));
  }

  async *list(prefix: string) {
    assertKeyPrefix(prefix);
    const objects = `${this.#prefix}sha256/`;
    const wanted = this.#prefix + prefix;
    const request = { Bucket: this.#bucket, Prefix: wanted.length > objects.length ? wanted : objects };
    try {
      for await (const page of paginateListObjectsV2({ client: this.#client }, request)) {
        for (const { Key = "", Size = 0 } of page.Contents ?? []) {
          yield { key: Key.slice(this.#prefix.length), size: Size };
        }
      }
    } catch (error) {
      throw storeUnavailable("listing objects", error);
    }
  }

  async asLocalFile(key: string): Promise<LocalFile> {
    const stream = await this.get(key);
    return during("copying an object to a local file", () => downloadToFile(key, stream));
  }

  #at(key: string): { Bucket: string; Key: string } {
    assertObjectKey(key);
    return { Bucket: this.#bucket, Key: this.#prefix + key };
  }
}
