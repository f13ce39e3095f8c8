import { StorageError, type ObjectSource, type PutOptions, type StoredObject } from "@pipepilot/storage";
import type { Services } from "../context";
import { DomainError } from "../errors";
import { recordBlob } from "./record";

/** An object in the store and in the books, which no row may name yet. */
export interface StoredBlob extends StoredObject {
  /** What `deleteBlob` wants to know, where nothing came to name it. */
  readonly recordedAt: Date;
}

/**
 * Streams to the object store while hashing, and records the object. Whatever fails, nothing stays: the source, the limit,
 * the signal, the store or the database.
 * @throws DomainError too_large, store_unavailable
 */
export async function storeBlob(
  services: Services,
  source: ObjectSource,
  options: PutOptions = {},
): Promise<StoredBlob> {
  const stored = await put(services, source, options);
  try {
    return { ...stored, ...(await recordBlob(services.db.prisma, stored)) };
  } catch (error) {
    if (!stored.existed) await services.store.delete(stored.key).catch(() => undefined);
    throw error;
  }
}

async function put({ store }: Services, source: ObjectSource, options: PutOptions): Promise<StoredObject> {
  try {
    return await store.put(source, options);
  } catch (error) {
    throw error instanceof StorageError ? (explained(error, options.maxBytes) ?? error) : error;
  }
}

function explained(error: StorageError, maxBytes = 0): DomainError | null {
  if (error.code === "object_too_large") return tooLarge(maxBytes);
  if (error.code === "store_unavailable")
    return new DomainError(
      "store_unavailable",
      "The file cannot be stored now. Try again in a moment.",
      {},
      { cause: error },
    );
  return null;
}

export function tooLarge(maxBytes: number): DomainError {
  return new DomainError("too_large", `The file is larger than the allowed ${size(maxBytes)}.`, { maxBytes });
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
