import { randomBytes } from "node:crypto";
import { chmod, mkdir, readFile, rename, writeFile } from "node:fs/promises";
import path from "node:path";

export interface Secrets {
  /** Signs sessions of the web pages. */
  readonly authSecret: string;
  /** Shared by the web server and the inference service. */
  readonly internalSecret: string;
}

/** The private directory of one installation. Nobody else may list it. */
export async function ensureHome(home: string): Promise<void> {
  await mkdir(home, { recursive: true, mode: 0o700 });
  // Root's directory may carry group-pass for the database's user; never anything for others.
  const keepsGroupPass = process.getuid?.() === 0;
  if (!keepsGroupPass) await chmod(home, 0o700);
}

/** Generated once, kept in a file only its owner reads. */
export async function ensureSecrets(home: string): Promise<Secrets> {
  const file = path.join(home, "secrets.json");
  const known = await readFile(file, "utf8").catch(() => null);
  if (known) return JSON.parse(known) as Secrets;
  const secrets: Secrets = { authSecret: generate(), internalSecret: generate() };
  await writeFile(`${file}.new`, JSON.stringify(secrets, null, 2), { mode: 0o600 });
  await rename(`${file}.new`, file);
  return secrets;
}

const generate = () => randomBytes(48).toString("base64url");
