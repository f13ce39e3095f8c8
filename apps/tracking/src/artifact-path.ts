import { DomainError } from "@pipepilot/domain/errors";
import { relativePath } from "@pipepilot/domain/run/keys";

/** Nobody's file is called so; each round costs the length of the path. */
const MAX_DECODINGS = 8;

/**
 * A path among artifacts, cleaned. As MLflow does it, it is decoded until nothing is left to decode, since clients encode
 * what they were told once more; empty parts and "." mean nothing. "" is the root.
 * @throws DomainError invalid_input "Invalid path" for what would lead out, or cannot be a file's
 */
export function artifactPath(given: string): string {
  // Clients of Python take these out of an address, and would look for the file without them.
  const decoded = fullyDecoded(given).replaceAll(/[\t\r\n]/g, "");
  if (/^([a-z]:)?\//i.test(decoded) || /[#\\]/.test(decoded)) throw invalidPath();
  const parts = decoded.split("/").filter((part) => part !== "" && part !== ".");
  // A drive of Windows would be refused where it comes first, so that such a file could be stored and not be read.
  if (parts.some((part) => /^[a-z]:$/i.test(part))) throw invalidPath();
  const path = parts.join("/");
  if (path !== "" && !relativePath.safeParse(path).success) throw invalidPath();
  return path;
}

/** As `artifactPath`, of a file. @throws DomainError invalid_input */
export function filePath(given: string): string {
  const path = artifactPath(given);
  // A folder is meant.
  if (path === "" || given.endsWith("/")) throw invalidPath();
  return path;
}

/** In MLflow's own words. */
export function invalidPath(): DomainError {
  return new DomainError("invalid_input", "Invalid path");
}

function fullyDecoded(given: string): string {
  let path = given;
  for (let round = 0; round < MAX_DECODINGS; round++) {
    const decoded = path.replace(/(%[0-9a-f]{2})+/gi, decode);
    if (decoded === path) return path;
    path = decoded;
  }
  throw invalidPath();
}

function decode(encoded: string): string {
  try {
    return decodeURIComponent(encoded);
  } catch {
    // No UTF-8.
    throw invalidPath();
  }
}
