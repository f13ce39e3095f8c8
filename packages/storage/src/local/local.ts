import { randomUUID } from "node:crypto";
import { mkdir, open, rm, stat } from "node:fs/promises";
import path from "node:path";
import type { Readable } from "node:stream";
import { assertByteRange } from "../byte-range";
import { objectNotFound, StorageError, storeUnavailable } from "../errors";
import { assertKeyPrefix, assertObjectKey, objectKey } from "../keys";
import { measureSource } from "../measured-source";
import type {
  ByteRange,
  LocalFile,
  ObjectSource,
  ObjectStore,
  PutOptions,
  StoredObject,
} from "../object-store";
import type { LocalStoreConfig } from "../setting";
import { publish, writeDurably } from "./durable-file";
import { readWhole } from "./read-whole";
import { listDirectory } from "./list-directory";
import { sweepTemporaryFiles } from "./sweep";

/**
 * A store in one directory: objects under `sha256/`, unfinished ones under `tmp/` of the same file system, from where
 * a hard link publishes them whole. A process killed at any moment leaves at most a file under `tmp/`.
 */
export async function createLocalStore(config: LocalStoreConfig): Promise<ObjectStore> {
  const store = new LocalStore(config.directory);
  await store.open();
  return store;
}

class LocalStore implements ObjectStore {
  readonly #root: string;
  readonly #temporary: string;

  constructor(directory: string) {
    this.#root = directory;
    this.#temporary = path.join(directory, "tmp");
  }

  async open(): Promise<void> {
    await during("opening its directory", () => mkdir(this.#temporary, { recursive: true, mode: 0o700 }));
    await during("sweeping its temporary files", () => sweepTemporaryFiles(this.#temporary, Date.now()));
  }

  async put(source: ObjectSource, options: PutOptions = {}): Promise<StoredObject> {
    const measured = measureSource(source, options);
    const temporary = path.join(this.#temporary, randomUUID());
    try {
      await writeDurably(temporary, measured.chunks);
      const hash = measured.digest();
      const key = objectKey(hash);
      const created = await publish(temporary, this.#file(key));
      return { hash, key, size: measured.size(), existed: !created };
    } catch (error) {
      throw measured.failed() ? error : storeUnavailable("writing an object", error);
    } finally {
      await rm(temporary, { force: true }).catch(() => {});
    }
  }

  async get(key: string, range?: ByteRange): Promise<Readable> {
    if (range) assertByteRange(range);
    const handle = await during("opening an object", () => open(this.#file(key), "r"), key);
    return handle.createReadStream({ start: range?.start, end: range?.end, highWaterMark: 256 * 1024 });
  }

  async read(key: string): Promise<Uint8Array> {
    return during("reading an object", () => readWhole(this.#file(key)), key);
  }

  async has(key: string): Promise<boolean> {
    return (await this.stat(key)) !== null;
  }

  async stat(key: string): Promise<{ size: number } | null> {
    const file = this.#file(key);
    return during("looking for an object", async () => {
      try {
        return { size: (await stat(file)).size };
      } catch (error) {
        if (isMissing(error)) return null;
        throw error;
      }
    });
  }

  async delete(key: string): Promise<void> {
    const file = this.#file(key);
    await during("deleting an object", () => rm(file, { force: true }));
  }

  async *list(prefix: string) {
    assertKeyPrefix(prefix);
    try {
      yield* listDirectory(this.#root, prefix);
    } catch (error) {
      throw storeUnavailable("listing objects", error);
    }
  }

  async asLocalFile(key: string): Promise<LocalFile> {
    if (!(await this.has(key))) throw objectNotFound(key);
    return { path: this.#file(key), release: async () => {} };
  }

  #file(key: string): string {
    assertObjectKey(key);
    return path.join(this.#root, key);
  }
}

/** Runs one operation; a missing file is `object_not_found` where a key is given, any other system error `store_unavailable`. */
async function during<T>(doing: string, operation: () => Promise<T>, key?: string): Promise<T> {
  try {
    return await operation();
  } catch (error) {
    if (error instanceof StorageError) throw error;
    if (key !== undefined && isMissing(error)) throw objectNotFound(key, error);
    throw storeUnavailable(doing, error);
  }
}

function isMissing(error: unknown): boolean {
  return error instanceof Error && "code" in error && error.code === "ENOENT";
}
