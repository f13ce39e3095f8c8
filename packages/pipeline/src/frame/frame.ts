/**
 * Typed arrays and a JSON header in one run of bytes, so that steps hand each other objects without parsing numbers:
 * "PPF1", the header's length (uint32, little endian), the header as UTF-8, then each array at a multiple of 8 bytes.
 */
const MAGIC = "PPF1";
const ALIGNMENT = 8;

const KINDS = {
  f64: Float64Array,
  i32: Int32Array,
} as const;
type Kind = keyof typeof KINDS;
export type FrameArray = Float64Array | Int32Array;

interface Entry {
  readonly name: string;
  readonly kind: Kind;
  readonly length: number;
}

export interface Frame<Header> {
  readonly header: Header;
  readonly arrays: ReadonlyMap<string, FrameArray>;
}

/** Equal headers (with equal key order) and arrays give equal bytes. */
export function encodeFrame(header: unknown, arrays: Iterable<readonly [string, FrameArray]>): Uint8Array {
  const list = [...arrays];
  const entries: Entry[] = list.map(([name, { length }], index) => ({
    name,
    kind: kindOf(list[index][1]),
    length,
  }));
  const head = new TextEncoder().encode(JSON.stringify({ header, entries }));
  const offsets: number[] = [];
  let end = aligned(MAGIC.length + 4 + head.length);
  for (const [, array] of list) {
    offsets.push(end);
    end = aligned(end + array.byteLength);
  }
  const bytes = new Uint8Array(end);
  bytes.set(new TextEncoder().encode(MAGIC));
  new DataView(bytes.buffer).setUint32(MAGIC.length, head.length, true);
  bytes.set(head, MAGIC.length + 4);
  list.forEach(([, array], index) =>
    bytes.set(new Uint8Array(array.buffer, array.byteOffset, array.byteLength), offsets[index]),
  );
  return bytes;
}

/** Reads a frame; its arrays are views of the bytes where these are aligned. Throws where the bytes are no frame. */
export function decodeFrame<Header>(given: Uint8Array): Frame<Header> {
  const bytes = given.byteOffset % ALIGNMENT === 0 ? given : new Uint8Array(given);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (new TextDecoder().decode(bytes.subarray(0, MAGIC.length)) !== MAGIC)
    throw new Error("These bytes are no frame.");
  const headLength = view.getUint32(MAGIC.length, true);
  const headStart = MAGIC.length + 4;
  const head = new TextDecoder().decode(bytes.subarray(headStart, headStart + headLength));
  const { header, entries } = JSON.parse(head) as { header: Header; entries: Entry[] };
  const arrays = new Map<string, FrameArray>();
  let offset = aligned(headStart + headLength);
  for (const { name, kind, length } of entries) {
    const array = new KINDS[kind](bytes.buffer as ArrayBuffer, bytes.byteOffset + offset, length);
    arrays.set(name, array);
    offset = aligned(offset + array.byteLength);
  }
  return { header, arrays };
}

/** The array of that name and kind. Throws where the frame has none: it was written by other code. */
export function floats(frame: Frame<unknown>, name: string): Float64Array {
  const array = frame.arrays.get(name);
  if (!(array instanceof Float64Array)) throw new Error(`The frame has no numbers "${name}".`);
  return array;
}

export function integers(frame: Frame<unknown>, name: string): Int32Array {
  const array = frame.arrays.get(name);
  if (!(array instanceof Int32Array)) throw new Error(`The frame has no integers "${name}".`);
  return array;
}

function kindOf(array: FrameArray): Kind {
  return array instanceof Float64Array ? "f64" : "i32";
}

function aligned(offset: number): number {
  return Math.ceil(offset / ALIGNMENT) * ALIGNMENT;
}
