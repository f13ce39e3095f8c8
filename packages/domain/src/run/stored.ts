import { objectKey, type ObjectStore } from "@pipepilot/storage";
import { DomainError } from "../errors";

/**
 * Call it after the blob rows are held, so that no clean-up takes the objects away in between.
 * @throws DomainError bundle_invalid, naming the first object that the store does not hold in this size
 */
export async function requireStored(
  store: ObjectStore,
  files: readonly { path: string; hash: string; size: number }[],
): Promise<void> {
  const stats = await Promise.all(files.map(({ hash }) => store.stat(objectKey(hash))));
  for (const [index, { path, hash, size }] of files.entries()) {
    if (stats[index]?.size === size) continue;
    const problem = stats[index]
      ? `has ${stats[index].size} bytes in the store, not ${size}`
      : "is not in the store";
    throw new DomainError("bundle_invalid", `${path} ${problem}.`, { path, hash });
  }
}
