/** The beginning of a source, and the rest of it where it is longer than the beginning. */
export interface FirstPart {
  readonly bytes: Uint8Array;
  /** Null where `bytes` is everything; else all chunks, the beginning included. */
  readonly whole: AsyncGenerator<Uint8Array, void, undefined> | null;
}

/** Reads up to about `partBytes` into memory to find out whether a source is small. */
export async function readFirstPart(
  chunks: AsyncGenerator<Uint8Array, void, undefined>,
  partBytes: number,
): Promise<FirstPart> {
  const beginning: Uint8Array[] = [];
  let size = 0;
  while (size <= partBytes) {
    const next = await chunks.next();
    if (next.done) return { bytes: Buffer.concat(beginning), whole: null };
    beginning.push(next.value);
    size += next.value.byteLength;
  }
  return { bytes: new Uint8Array(), whole: chain(beginning, chunks) };
}

async function* chain(
  beginning: Uint8Array[],
  rest: AsyncGenerator<Uint8Array, void, undefined>,
): AsyncGenerator<Uint8Array, void, undefined> {
  for (let chunk = beginning.shift(); chunk; chunk = beginning.shift()) yield chunk;
  yield* rest;
}
