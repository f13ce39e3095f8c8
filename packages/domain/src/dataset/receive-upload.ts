import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { StorageError, type ObjectSource, type StoredObject } from "@pipepilot/storage";
import { recordBlob } from "../blob/record";
import { deleteBlob } from "../blob/release";
import type { Services } from "../context";
import { DomainError } from "../errors";

/** Objects stored for something that is still being made; all that nothing names in the end are removed again. */
export interface Upload {
  /** @throws DomainError too_large, store_unavailable */
  store(source: ObjectSource, limits?: { maxBytes?: number; signal?: AbortSignal }): Promise<StoredObject>;
  /** Temporary, removed at the end. */
  readonly workDirectory: string;
}

/** Gives `use` a place to work in, and leaves nothing of it behind but what database rows name. */
export async function receiveUpload<T>(services: Services, use: (upload: Upload) => Promise<T>): Promise<T> {
  const workDirectory = await mkdtemp(path.join(tmpdir(), "pipepilot-upload-"));
  const recorded: { hash: string; recordedAt: Date }[] = [];
  try {
    return await use({
      workDirectory,
      async store(source, limits = {}) {
        const stored = await put(services, source, limits);
        recorded.push(await recordStored(services, stored));
        return stored;
      },
    });
  } finally {
    await rm(workDirectory, { recursive: true, force: true });
    // What cannot be removed now (the database is away) waits for deleteUnreferencedBlobs.
    for (const { hash, recordedAt } of recorded)
      await deleteBlob(services, hash, recordedAt).catch(() => undefined);
  }
}

async function recordStored(services: Services, stored: StoredObject) {
  try {
    return { hash: stored.hash, ...(await recordBlob(services.db.prisma, stored)) };
  } catch (error) {
    if (!stored.existed) await services.store.delete(stored.key).catch(() => undefined);
    throw error;
  }
}

async function put(
  { store }: Services,
  source: ObjectSource,
  limits: { maxBytes?: number; signal?: AbortSignal },
): Promise<StoredObject> {
  try {
    return await store.put(source, limits);
  } catch (error) {
    throw error instanceof StorageError ? (explained(error, limits.maxBytes) ?? error) : error;
  }
}

function explained(error: StorageError, maxBytes: number | undefined): DomainError | null {
  if (error.code === "object_too_large")
    return new DomainError("too_large", `The file is larger than the allowed ${size(maxBytes ?? 0)}.`, {
      maxBytes,
    });
  if (error.code === "store_unavailable")
    return new DomainError(
      "store_unavailable",
      "The file cannot be stored now. Try again in a moment.",
      {},
      { cause: error },
    );
  return null;
}

function size(bytes: number): string {
  for (const [unit, factor] of [
    ["GiB", 1024 ** 3],
    ["MiB", 1024 ** 2],
    ["KiB", 1024],
  ] as const)
    if (bytes >= factor)
      return `${(bytes / factor).toLocaleString("en", { maximumFractionDigits: 1 })} ${unit}`;
  return `${bytes} bytes`;
}
