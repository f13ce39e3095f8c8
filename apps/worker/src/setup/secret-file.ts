import { readFile, rename, rm, writeFile } from "node:fs/promises";

/** Writes JSON that only the owner may read; a reader sees the old file or the new one, never half of it. */
export async function writeSecret(file: string, value: object): Promise<void> {
  const partial = `${file}.${process.pid}.tmp`;
  try {
    await writeFile(partial, `${JSON.stringify(value, null, 2)}\n`, { mode: 0o600 });
    await rename(partial, file);
  } finally {
    await rm(partial, { force: true });
  }
}

/** Null where there is no such file. */
export async function readSecret(file: string): Promise<Record<string, unknown> | null> {
  const text = await readFile(file, "utf8").catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOENT") return null;
    throw error;
  });
  return text === null ? null : (JSON.parse(text) as Record<string, unknown>);
}
