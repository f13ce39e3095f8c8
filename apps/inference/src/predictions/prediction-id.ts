import { randomFillSync } from "node:crypto";

const RANDOM_BYTES = 10;
const pool = Buffer.alloc(RANDOM_BYTES * 512);
let used = pool.length;

/** A UUID of version 7: its time comes first, so that the log's index grows at one end. */
export function predictionId(nowMs = Date.now()): string {
  if (used === pool.length) {
    randomFillSync(pool);
    used = 0;
  }
  const time = nowMs.toString(16).padStart(12, "0");
  const random = pool.toString("hex", used, used + RANDOM_BYTES);
  const variant = ((pool[used + 2] & 0x3f) | 0x80).toString(16);
  used += RANDOM_BYTES;
  const version = `7${random.slice(1, 4)}`;
  return `${time.slice(0, 8)}-${time.slice(8)}-${version}-${variant}${random.slice(6, 8)}-${random.slice(8)}`;
}
