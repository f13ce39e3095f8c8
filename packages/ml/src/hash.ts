/**
 * A keyed 64-bit hash in two 32-bit lanes, for deciding by content and not for secrecy. Each lane is MurmurHash3 (x86, 32 bit)
 * with a seed of its own; the words fed in are the same. Typed arithmetic only: the same on every machine.
 */
export interface RowHashes {
  /** shape (rowCount), the high 32 bits */
  readonly high: Uint32Array;
  /** shape (rowCount), the low 32 bits */
  readonly low: Uint32Array;
}

/** Starts one hash per row. `seed` is any finite number; its 64 bits key both lanes. */
export function startHashes(rowCount: number, seed: number): RowHashes {
  const [first, second] = wordsOf(seed);
  const high = new Uint32Array(rowCount).fill(finalize(mix(mix(0x9e3779b9, first), second)));
  const low = new Uint32Array(rowCount).fill(finalize(mix(mix(0x85ebca6b, first), second)));
  return { high, low };
}

/** Feeds two words into the hash of one row. */
export function feed(hashes: RowHashes, row: number, first: number, second: number): void {
  hashes.high[row] = mix(mix(hashes.high[row], first), second);
  hashes.low[row] = mix(mix(hashes.low[row], second), first);
}

/** Ends the hashes; nothing may be fed afterwards. */
export function finishHashes({ high, low }: RowHashes): void {
  for (let row = 0; row < high.length; row++) {
    high[row] = finalize(high[row]);
    low[row] = finalize(low[row]);
  }
}

/** The hash of a row as a number in [0, 1) with 53 bits. */
export function hashFraction({ high, low }: RowHashes, row: number): number {
  return ((high[row] >>> 5) * 67108864 + (low[row] >>> 6)) / 9007199254740992;
}

/** Two words for a text: MurmurHash3 over its UTF-16 units, twice. */
export function textWords(text: string): [number, number] {
  let first = 0x1b873593;
  let second = 0xcc9e2d51;
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    first = mix(first, unit);
    second = mix(second, unit + i);
  }
  return [finalize(first ^ text.length), finalize(second ^ text.length)];
}

const float = new Float64Array(1);
const words = new Uint32Array(float.buffer);

/** The bits of a number; every NaN is one NaN and -0 is 0, since they read the same in a table. */
export function wordsOf(value: number): [number, number] {
  float[0] = Number.isNaN(value) ? NaN : value + 0;
  return [words[0], words[1]];
}

function mix(hash: number, word: number): number {
  let mixed = Math.imul(word, 0xcc9e2d51);
  mixed = Math.imul((mixed << 15) | (mixed >>> 17), 0x1b873593);
  const joined = hash ^ mixed;
  return (Math.imul((joined << 13) | (joined >>> 19), 5) + 0xe6546b64) >>> 0;
}

function finalize(hash: number): number {
  let mixed = hash ^ (hash >>> 16);
  mixed = Math.imul(mixed, 0x85ebca6b);
  mixed ^= mixed >>> 13;
  mixed = Math.imul(mixed, 0xc2b2ae35);
  return (mixed ^ (mixed >>> 16)) >>> 0;
}
