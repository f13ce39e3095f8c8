import { StorageError } from "./errors";

const objectKeyPattern = /^sha256\/([0-9a-f]{2})\/([0-9a-f]{2})\/([0-9a-f]{64})$/;

/** Two levels of 256 directories keep every directory small with millions of objects. */
export function objectKey(hash: string): string {
  return `sha256/${hash.slice(0, 2)}/${hash.slice(2, 4)}/${hash}`;
}

/** Refuses every key that `put` could not have given: `..`, absolute paths and odd characters among them. */
export function assertObjectKey(key: string): void {
  const match = objectKeyPattern.exec(key);
  if (!match || !match[3].startsWith(match[1] + match[2])) {
    throw new StorageError("invalid_key", "An object key has the form sha256/ab/cd/<64 hexadecimal digits>.");
  }
}

/** A prefix is the beginning of a key, cut anywhere; "" is all objects. */
export function assertKeyPrefix(prefix: string): void {
  const possible = "sha256/".startsWith(prefix) || /^sha256\/[0-9a-f/]{0,70}$/.test(prefix);
  if (!possible || prefix.includes("//")) {
    throw new StorageError(
      "invalid_key",
      "A key prefix is the beginning of sha256/ab/cd/<64 hexadecimal digits>.",
    );
  }
}

/** The SHA-256 (hexadecimal) a key promises for its object's bytes. */
export function hashOfKey(key: string): string {
  assertObjectKey(key);
  return key.slice(key.lastIndexOf("/") + 1);
}
