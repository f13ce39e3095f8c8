/** A seeded source of pseudo-random numbers. The same seed gives the same numbers on every machine. */
export interface Random {
  /** Uniform in [0, 1), 53 bits. */
  next(): number;
  /** Uniform integer in 0..n-1, without modulo bias; `n` from 1 to 2^32. */
  int(n: number): number;
  /** Standard normal (mean 0, variance 1). */
  normal(): number;
  /** Fisher-Yates, in place; returns the same array. */
  shuffle(values: Int32Array): Int32Array;
  /** An independent stream that depends only on this stream's seed and the label, not on what was drawn before. */
  fork(label: string | number): Random;
}

/**
 * xoshiro128** 1.1 (Blackman and Vigna, "Scrambled Linear Pseudorandom Number Generators", ACM TOMS 47(4), 2021),
 * its state filled by SplitMix32 as the authors advise. `seed` is any finite number.
 */
export function createRandom(seed: number): Random {
  if (!Number.isFinite(seed)) throw new RangeError(`A seed must be a finite number, got ${seed}.`);
  return fromKey(hashText(String(seed), 0x9e3779b9), hashText(String(seed), 0x85ebca6b));
}

function fromKey(keyA: number, keyB: number): Random {
  const first = splitMix32(keyA);
  const second = splitMix32(keyB);
  // An all-zero state would stay zero for ever.
  return new Xoshiro128(keyA, keyB, [first() | 1, first(), second(), second()]);
}

class Xoshiro128 implements Random {
  private s0: number;
  private s1: number;
  private s2: number;
  private s3: number;
  private spareNormal: number | null = null;

  constructor(
    private readonly keyA: number,
    private readonly keyB: number,
    state: readonly [number, number, number, number],
  ) {
    [this.s0, this.s1, this.s2, this.s3] = state;
  }

  private bits32(): number {
    const scrambled = Math.imul(this.s1, 5);
    const result = Math.imul((scrambled << 7) | (scrambled >>> 25), 9) >>> 0;
    const shifted = this.s1 << 9;
    this.s2 ^= this.s0;
    this.s3 ^= this.s1;
    this.s1 ^= this.s2;
    this.s0 ^= this.s3;
    this.s2 ^= shifted;
    this.s3 = (this.s3 << 11) | (this.s3 >>> 21);
    return result;
  }

  next(): number {
    const high = this.bits32() >>> 5;
    const low = this.bits32() >>> 6;
    return (high * 67108864 + low) / 9007199254740992;
  }

  int(n: number): number {
    const limit = 4294967296 - (4294967296 % n);
    let bits = this.bits32();
    while (bits >= limit) bits = this.bits32();
    return bits % n;
  }

  /** Marsaglia's polar method: two normals per accepted pair. */
  normal(): number {
    if (this.spareNormal !== null) {
      const spare = this.spareNormal;
      this.spareNormal = null;
      return spare;
    }
    for (;;) {
      const u = 2 * this.next() - 1;
      const v = 2 * this.next() - 1;
      const radius = u * u + v * v;
      if (radius === 0 || radius >= 1) continue;
      const scale = Math.sqrt((-2 * Math.log(radius)) / radius);
      this.spareNormal = v * scale;
      return u * scale;
    }
  }

  shuffle(values: Int32Array): Int32Array {
    for (let i = values.length - 1; i > 0; i--) {
      const j = this.int(i + 1);
      const held = values[i];
      values[i] = values[j];
      values[j] = held;
    }
    return values;
  }

  fork(label: string | number): Random {
    const text = `${typeof label}:${label}`;
    return fromKey(hashText(text, this.keyA), hashText(text, this.keyB));
  }
}

/** MurmurHash3's 32-bit mixing over UTF-16 units. */
function hashText(text: string, seed: number): number {
  let hash = seed | 0;
  for (let i = 0; i < text.length; i++) {
    let unit = Math.imul(text.charCodeAt(i), 0xcc9e2d51);
    unit = Math.imul((unit << 15) | (unit >>> 17), 0x1b873593);
    hash ^= unit;
    hash = (Math.imul((hash << 13) | (hash >>> 19), 5) + 0xe6546b64) | 0;
  }
  return mix32(hash ^ text.length);
}

function mix32(value: number): number {
  let mixed = value ^ (value >>> 16);
  mixed = Math.imul(mixed, 0x85ebca6b);
  mixed ^= mixed >>> 13;
  mixed = Math.imul(mixed, 0xc2b2ae35);
  return (mixed ^ (mixed >>> 16)) >>> 0;
}

function splitMix32(seed: number): () => number {
  let state = seed | 0;
  return () => {
    state = (state + 0x9e3779b9) | 0;
    return mix32(state);
  };
}
