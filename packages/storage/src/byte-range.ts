import type { ByteRange } from "./object-store";

/** A range that cannot mean anything is the caller's mistake, not the store's answer. */
export function assertByteRange(range: ByteRange): void {
  const { start, end = start } = range;
  if (!Number.isSafeInteger(start) || !Number.isSafeInteger(end) || start < 0 || end < start) {
    throw new RangeError(`A byte range needs whole numbers with 0 <= start <= end, not ${start}-${end}.`);
  }
}
