import { createHash, createHmac, timingSafeEqual } from "node:crypto";

const prefix = /^signkey-\w+-/;

/** JSON with sorted keys and no spaces (RFC 8785), the form that is signed. */
export function canonicalJson(value: unknown): string {
  if (Array.isArray(value))
    return `[${value.map((item) => (item === undefined ? "null" : canonicalJson(item))).join(",")}]`;
  if (typeof value !== "object" || value === null) return JSON.stringify(value) ?? "null";
  const entries = Object.entries(value).filter(([, item]) => item !== undefined);
  entries.sort(([left], [right]) => (left < right ? -1 : 1));
  return `{${entries.map(([key, item]) => `${JSON.stringify(key)}:${canonicalJson(item)}`).join(",")}}`;
}

/** The header x-inngest-signature of a body in canonical JSON. */
export function signature(canonicalBody: string, signingKey: string, now: Date): string {
  const seconds = Math.floor(now.getTime() / 1000).toString();
  const digest = createHmac("sha256", signingKey.replace(prefix, ""))
    .update(canonicalBody)
    .update(seconds)
    .digest("hex");
  return `t=${seconds}&s=${digest}`;
}

/** What the SDK sends instead of the signing key itself. */
export function hashedSigningKey(signingKey: string): string {
  const key = signingKey.replace(prefix, "");
  return `${prefix.exec(signingKey)?.[0] ?? ""}${createHash("sha256").update(key, "hex").digest("hex")}`;
}

/** Whether an Authorization header carries the signing key, plain or hashed. */
export function isAuthorized(header: string | undefined, signingKey: string): boolean {
  const token = (header ?? "").replace(/^Bearer\s+/i, "");
  return sameText(token, signingKey) || sameText(token, hashedSigningKey(signingKey));
}

/** Compares in constant time. */
export function sameText(left: string, right: string): boolean {
  const [a, b] = [left, right].map((text) => createHash("sha256").update(text).digest());
  return a !== undefined && b !== undefined && timingSafeEqual(a, b);
}
