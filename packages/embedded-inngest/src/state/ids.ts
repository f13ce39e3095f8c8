import { createHash, randomBytes } from "node:crypto";

const alphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

/** A ULID: 48 bits of time in milliseconds, 80 bits of entropy; sorts by time. */
export function ulid(timeMs: number, entropy: Buffer = randomBytes(10)): string {
  let value =
    (BigInt(Math.max(0, Math.trunc(timeMs))) << 80n) | BigInt(`0x${entropy.subarray(0, 10).toString("hex")}`);
  let text = "";
  for (let index = 0; index < 26; index += 1) {
    text = `${alphabet[Number(value & 31n)]}${text}`;
    value >>= 5n;
  }
  return text;
}

/**
 * The id of event `index` of one send. The SDK repeats its seed when it repeats a send whose answer was lost,
 * so the repetition makes the same ids and is recognised.
 */
export function seededEventId(seed: string, index: number): string | null {
  const [time, entropy] = seed.split(",");
  const timeMs = Number(time);
  if (!entropy || !Number.isSafeInteger(timeMs) || timeMs < 0) return null;
  return ulid(timeMs, createHash("sha256").update(`${entropy}:${index}`).digest());
}
