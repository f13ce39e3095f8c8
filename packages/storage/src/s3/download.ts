import { createWriteStream } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import type { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { hashOfKey } from "../keys";
import { measureSource } from "../measured-source";
import type { LocalFile } from "../object-store";

/** Copies a stream into a temporary file and makes sure that the bytes are those the key promises. */
export async function downloadToFile(key: string, stream: Readable): Promise<LocalFile> {
  const directory = await mkdtemp(path.join(os.tmpdir(), "pipepilot-object-"));
  const release = () => rm(directory, { recursive: true, force: true });
  try {
    const file = path.join(directory, hashOfKey(key));
    const measured = measureSource(stream);
    await pipeline(measured.chunks, createWriteStream(file, { mode: 0o600 }));
    if (measured.digest() !== hashOfKey(key))
      throw new Error("The store's bytes do not have the key's hash.");
    return { path: file, release };
  } catch (error) {
    await release();
    throw error;
  }
}
