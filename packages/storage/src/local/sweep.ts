import { readdir, rm, stat } from "node:fs/promises";
import path from "node:path";

/** No upload takes a day; a file older than this belongs to a process that was killed. */
const staleAfterMs = 24 * 60 * 60 * 1000;

/** Removes stale files from a store's temporary directory. `now` is in milliseconds since 1970. */
export async function sweepTemporaryFiles(directory: string, now: number): Promise<void> {
  for (const name of await readdir(directory)) {
    const file = path.join(directory, name);
    const found = await stat(file).catch(() => null);
    if (found?.isFile() && now - found.mtimeMs > staleAfterMs) await rm(file, { force: true });
  }
}
