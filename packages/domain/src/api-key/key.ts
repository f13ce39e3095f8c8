import { createHash, randomBytes } from "node:crypto";

const PREFIX = "pp_";
const SHOWN_CHARACTERS = 8;

/** A new key of 256 random bits: `pp_` and 43 base64url characters. */
export function generateKey(): string {
  return PREFIX + randomBytes(32).toString("base64url");
}

/** What is stored of a key. */
export function hashKey(key: string): string {
  return createHash("sha256").update(key).digest("hex");
}

/** The first characters, to recognise a key by. */
export function prefixOf(key: string): string {
  return key.slice(0, SHOWN_CHARACTERS);
}

export function hasKeyForm(key: string): boolean {
  return /^pp_[A-Za-z0-9_-]{43}$/.test(key);
}
