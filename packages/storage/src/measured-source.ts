import { createHash } from "node:crypto";
import { StorageError } from "./errors";
import type { ObjectSource, PutOptions } from "./object-store";

/** One large array is handed on in pieces, so that hashing it never holds the event loop for long. */
const sliceBytes = 1024 * 1024;

export interface MeasuredSource {
  /** The source's bytes, once; throws `object_too_large` or `aborted`, or whatever the source throws. */
  readonly chunks: AsyncGenerator<Uint8Array, void, undefined>;
  /** Bytes seen so far. */
  size(): number;
  /** True once reading has ended with an error of the source, the limit or the signal: not the store's fault. */
  failed(): boolean;
  /** SHA-256 (hexadecimal) of all bytes; call once, after the last chunk. */
  digest(): string;
}

/** Wraps a source so that hash, size, limit and abort are looked after while it streams. */
export function measureSource(source: ObjectSource, options: PutOptions = {}): MeasuredSource {
  const hash = createHash("sha256");
  let size = 0;
  let failed = false;

  async function* measured(): AsyncGenerator<Uint8Array, void, undefined> {
    try {
      for await (const chunk of abortable(chunksOf(source), options.signal)) {
        if (!(chunk instanceof Uint8Array))
          throw new TypeError("An object's source must give Uint8Array chunks.");
        size += chunk.byteLength;
        if (options.maxBytes !== undefined && size > options.maxBytes) throw tooLarge(options.maxBytes);
        hash.update(chunk);
        yield chunk;
      }
    } catch (error) {
      failed = true;
      throw error;
    }
  }
  return { chunks: measured(), size: () => size, failed: () => failed, digest: () => hash.digest("hex") };
}

function tooLarge(maxBytes: number): StorageError {
  return new StorageError("object_too_large", `The object has more than the allowed ${maxBytes} bytes.`);
}

async function* chunksOf(source: ObjectSource): AsyncGenerator<Uint8Array, void, undefined> {
  if (!(source instanceof Uint8Array)) {
    yield* source as AsyncIterable<Uint8Array>;
    return;
  }
  for (let offset = 0; offset < source.byteLength; offset += sliceBytes) {
    yield source.subarray(offset, offset + sliceBytes);
  }
}

/** Lets an abort end the wait for a source that has stalled, and tells the source that nobody listens any more. */
async function* abortable<T>(
  source: AsyncGenerator<T, void, undefined>,
  signal: AbortSignal | undefined,
): AsyncGenerator<T, void, undefined> {
  if (!signal) return yield* source;
  let onAbort = () => {};
  const aborted = new Promise<never>((_, reject) => {
    onAbort = () =>
      reject(new StorageError("aborted", "Storing the object was aborted.", { cause: signal.reason }));
    if (signal.aborted) onAbort();
    else signal.addEventListener("abort", onAbort, { once: true });
  });
  aborted.catch(() => {});
  try {
    for (;;) {
      const next = await Promise.race([aborted, source.next()]);
      if (next.done) return;
      yield next.value;
    }
  } finally {
    signal.removeEventListener("abort", onAbort);
    // Not awaited: a stalled generator answers `return` only after its pending read.
    source.return().catch(() => {});
  }
}
