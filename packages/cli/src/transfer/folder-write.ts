import { createWriteStream } from "node:fs";
import { mkdir, writeFile } from "node:fs/promises";
import path from "node:path";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { stringify } from "yaml";
import { Unreadable, type KeyValue, type Owner, type Source } from "./records";

/** As Python reads it. */
export function numberOut(value: number): string {
  if (Number.isNaN(value)) return "nan";
  return Number.isFinite(value) ? String(value) : value > 0 ? "inf" : "-inf";
}

export async function writeMeta(directory: string, meta: object): Promise<void> {
  await mkdir(directory, { recursive: true });
  await writeFile(path.join(directory, "meta.yaml"), stringify(meta, { sortMapEntries: true, lineWidth: 0 }));
}

export async function writeTexts(directory: string, texts: readonly KeyValue[]): Promise<void> {
  await mkdir(directory, { recursive: true });
  for (const { key, value } of texts) await writeKeyed(directory, key, value);
}

/** @throws Unreadable for a key that would be a file outside of the folder */
export async function writeKeyed(directory: string, key: string, text: string): Promise<void> {
  const file = path.join(directory, key);
  if (
    key.includes("\0") ||
    !file.startsWith(directory + path.sep) ||
    path.relative(directory, file) !== path.normalize(key)
  )
    throw new Unreadable(directory, `"${key}" cannot be the name of a file.`);
  await mkdir(path.dirname(file), { recursive: true });
  await writeFile(file, text);
}

export async function copyFiles(directory: string, owner: Owner, source: Source): Promise<void> {
  await mkdir(directory, { recursive: true });
  for (const { path: name } of await source.files(owner)) {
    const file = path.join(directory, name);
    if (!file.startsWith(directory + path.sep)) throw new Unreadable(directory, `"${name}" leads out of it.`);
    await mkdir(path.dirname(file), { recursive: true });
    await pipeline(Readable.from(await source.read(owner, name)), createWriteStream(file));
  }
}
