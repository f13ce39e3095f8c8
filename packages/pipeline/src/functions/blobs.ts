import type { BlobRef, ProjectContext } from "@pipepilot/domain";

/** Puts bytes into the object store; the step's outputs name what came back. */
export async function storeBlobs(
  ctx: ProjectContext,
  blobs: Readonly<Record<string, Uint8Array>>,
): Promise<BlobRef[]> {
  const stored: BlobRef[] = [];
  for (const [name, bytes] of Object.entries(blobs)) {
    const { hash, key, size } = await ctx.store.put(bytes);
    stored.push({ name, hash, key, size });
  }
  return stored;
}

/** The named blob of a step that is over. Throws where the step made none: its code and ours differ. */
export function blobNamed(blobs: readonly BlobRef[], name: string): BlobRef {
  const found = blobs.find((blob) => blob.name === name);
  if (!found) throw new Error(`The step made no ${name}.`);
  return found;
}

export async function readBlob(
  ctx: ProjectContext,
  blobs: readonly BlobRef[],
  name: string,
): Promise<Uint8Array> {
  return ctx.store.read(blobNamed(blobs, name).key);
}
