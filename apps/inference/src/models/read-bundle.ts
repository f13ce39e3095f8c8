import { createHash } from "node:crypto";
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
  const path = [...bundle.keys()].find((each) => each === name || each.endsWith(`/${name}`));
  return path === undefined ? undefined : bundle.get(path);
}

/** In pieces and into one array, so that neither the event loop nor the memory carries the file twice. */
async function readVerified(store: ObjectStore, file: BundleFile): Promise<Uint8Array> {
  const hash = createHash("sha256");
  const bytes = new Uint8Array(file.size);
  let size = 0;
  for await (const chunk of (await store.get(objectKey(file.hash))) as AsyncIterable<Uint8Array>) {
    if (size + chunk.byteLength > file.size) throw damaged(file);
    hash.update(chunk);
    bytes.set(chunk, size);
    size += chunk.byteLength;
  }
  if (size !== file.size || hash.digest("hex") !== file.hash) throw damaged(file);
  return bytes;
}

function damaged(file: BundleFile): Error {
  return new Error(`The bundle's file ${file.path} does not have the recorded size and SHA-256.`);
}
