import type { Dirent } from "node:fs";
import { readdir, stat } from "node:fs/promises";
import path from "node:path";
import type { ListedObject } from "../object-store";

/** Walks only the directories that can hold keys with this prefix, in key order. */
export async function* listDirectory(root: string, prefix: string): AsyncGenerator<ListedObject> {
  yield* walk(root, "sha256", prefix);
}

async function* walk(root: string, key: string, prefix: string): AsyncGenerator<ListedObject> {
  if (!key.startsWith(prefix) && !prefix.startsWith(`${key}/`)) return;
  for (const entry of await entriesOf(path.join(root, key))) {
    const child = `${key}/${entry.name}`;
    if (entry.isDirectory()) yield* walk(root, child, prefix);
    else if (entry.isFile() && child.startsWith(prefix)) yield* sized(root, child);
  }
}

async function entriesOf(directory: string): Promise<Dirent[]> {
  const entries = await unlessGone(readdir(directory, { withFileTypes: true }));
  return (entries ?? []).sort((a, b) => (a.name < b.name ? -1 : 1));
}

async function* sized(root: string, key: string): AsyncGenerator<ListedObject> {
  const found = await unlessGone(stat(path.join(root, key)));
  if (found) yield { key, size: found.size };
}

/** Null for what another process deleted between two looks. */
async function unlessGone<T>(looking: Promise<T>): Promise<T | null> {
  try {
    return await looking;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return null;
    throw error;
  }
}
