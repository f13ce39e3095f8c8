import { createHash } from "node:crypto";
import type { BundleFile } from "./schema";

/** SHA-256 (hexadecimal) over `<path>\0<hash>\n` of every file, sorted by path: a bundle's identity. */
export function bundleHash(files: readonly Pick<BundleFile, "path" | "hash">[]): string {
  const digest = createHash("sha256");
  for (const { path, hash } of sortedFiles(files)) digest.update(`${path}\0${hash}\n`);
  return digest.digest("hex");
}

/** By code units, the same everywhere. */
export function sortedFiles<File extends { path: string }>(files: readonly File[]): File[] {
  return [...files].sort((a, b) => (a.path < b.path ? -1 : a.path > b.path ? 1 : 0));
}
