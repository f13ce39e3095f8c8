import { link, mkdir, open, rename } from "node:fs/promises";
import path from "node:path";

/** Writes a new file and returns only when its bytes are on the disk, not just in the page cache. */
export async function writeDurably(file: string, chunks: AsyncIterable<Uint8Array>): Promise<void> {
  const handle = await open(file, "wx", 0o600);
  try {
    for await (const chunk of chunks) await handle.writeFile(chunk);
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/**
 * Gives a finished temporary file its final name, in one step and durably. Returns false where the name was taken,
 * in which case the file that was there stays. The temporary name may still exist afterwards.
 */
export async function publish(temporary: string, final: string): Promise<boolean> {
  await makeDirectoryDurably(path.dirname(final));
  const created = await linkOrRename(temporary, final);
  // Also after losing a race: the winner may not have reached its own sync yet.
  await syncDirectory(path.dirname(final));
  return created;
}

async function linkOrRename(temporary: string, final: string): Promise<boolean> {
  try {
    await link(temporary, final);
    return true;
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code;
    if (code === "EEXIST") return false;
    if (code !== "EPERM" && code !== "ENOTSUP" && code !== "ENOSYS") throw error;
  }
  // A file system without hard links. The name is the content's hash, so replacing changes no bytes.
  await rename(temporary, final);
  return true;
}

async function makeDirectoryDurably(directory: string): Promise<void> {
  const firstMade = await mkdir(directory, { recursive: true, mode: 0o700 });
  if (firstMade === undefined) return;
  for (let made = directory; made.length >= firstMade.length; made = path.dirname(made)) {
    await syncDirectory(path.dirname(made));
  }
}

async function syncDirectory(directory: string): Promise<void> {
  // Windows cannot open directories; NTFS journals names by itself.
  if (process.platform === "win32") return;
  const handle = await open(directory, "r");
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
