import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import type { ObjectSource, StoredObject } from "@pipepilot/storage";
import { deleteBlob } from "../blob/release";
import { storeBlob, type StoredBlob } from "../blob/store";
import type { Services } from "../context";

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
  const recorded: StoredBlob[] = [];
  try {
    return await use({
      workDirectory,
      async store(source, limits = {}) {
        const stored = await storeBlob(services, source, limits);
        recorded.push(stored);
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
