import { createHash } from "node:crypto";
import { setImmediate as nextTurn } from "node:timers/promises";
import type { BundleFile } from "@pipepilot/domain/model/schema";
import { objectKey, type ObjectStore } from "@pipepilot/storage";

/** A bundle's files by their path in it. */
export type Bundle = ReadonlyMap<string, Uint8Array>;

/**
 * Reads a bundle's files and makes sure that each is, byte for byte, what the registry recorded.
 * @throws Error that names the file which is not
 */
export async function readBundle(store: ObjectStore, files: readonly BundleFile[]): Promise<Bundle> {
  const bundle = new Map<string, Uint8Array>();
  for (const file of files) bundle.set(file.path, await readVerified(store, file));
  return bundle;
}

/** The file of this name, in whichever directory of the bundle it lies. */
export function fileNamed(bundle: Bundle, name: string): Uint8Array | undefined {
  const path = [...bundle.keys()].find((each) => isNamed(each, name));
  return path === undefined ? undefined : bundle.get(path);
}

export const isNamed = (path: string, name: string) => path === name || path.endsWith(`/${name}`);

async function readVerified(store: ObjectStore, file: BundleFile): Promise<Uint8Array> {
  const key = objectKey(file.hash);
  const stored = await store.stat(key);
  if (stored && stored.size !== file.size) throw damaged(file);
  const bytes = await store.read(key);
  if ((await sha256(bytes)) !== file.hash) throw damaged(file);
  return bytes;
}

/** Hashed in pieces between which requests are answered: few and large, since each waits for its turn. */
const PIECE_BYTES = 8 * 1024 * 1024;

async function sha256(bytes: Uint8Array): Promise<string> {
  const hash = createHash("sha256");
  for (let start = 0; start < bytes.byteLength; start += PIECE_BYTES) {
    if (start > 0) await nextTurn();
    hash.update(bytes.subarray(start, start + PIECE_BYTES));
  }
  return hash.digest("hex");
}

function damaged(file: BundleFile): Error {
  return new Error(`The bundle's file ${file.path} does not have the recorded size and SHA-256.`);
}
