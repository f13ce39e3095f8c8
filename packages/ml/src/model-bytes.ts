import { LearningError } from "./errors";

/** Saved bytes that are cut short, damaged, of another kind or of a version this code does not read. */
export class ModelFormatError extends LearningError {
  constructor(reason: string) {
    super("invalid_model", `The model file cannot be read: ${reason}.`, { reason });
  }
}

const ARRAY_TYPES = { Float64Array, Float32Array, Int32Array, Uint8Array } as const;
type ArrayType = keyof typeof ARRAY_TYPES;
export type ModelArray = Float64Array | Float32Array | Int32Array | Uint8Array;

const MAGIC = 0x4c4d5050; // "PPML"
const VERSION = 1;
const PREFIX_BYTES = 16;

/**
 * Packs a model: magic, version, header length, checksum (four little-endian 32-bit words), a JSON header, then the
 * arrays, little-endian, each starting on a multiple of 8 bytes.
 */
export function packModel(header: object, arrays: Readonly<Record<string, ModelArray>>): Uint8Array {
  requireLittleEndian();
  const layout = Object.entries(arrays).map(([name, array]) => ({
    name,
    type: typeOf(array),
    length: array.length,
  }));
  const json = new TextEncoder().encode(JSON.stringify({ header, layout }));
  const bodyStart = align(PREFIX_BYTES + json.length);
  const total = Object.values(arrays).reduce((size, array) => size + align(array.byteLength), bodyStart);
  const bytes = new Uint8Array(total);
  bytes.set(json, PREFIX_BYTES);
  let offset = bodyStart;
  for (const array of Object.values(arrays)) {
    bytes.set(new Uint8Array(array.buffer, array.byteOffset, array.byteLength), offset);
    offset += align(array.byteLength);
  }
  new Uint32Array(bytes.buffer, 0, 4).set([MAGIC, VERSION, json.length, checksum(bytes)]);
  return bytes;
}

export interface UnpackedModel {
  readonly header: unknown;
  readonly arrays: Readonly<Record<string, ModelArray>>;
}

/** Reads what `packModel` wrote; the arrays are views into `bytes` where its alignment allows, else into a copy. */
export function unpackModel(bytes: Uint8Array): UnpackedModel {
  requireLittleEndian();
  if (bytes.length < PREFIX_BYTES) throw new ModelFormatError("it is cut short");
  const aligned = bytes.byteOffset % 8 === 0 ? bytes : bytes.slice();
  const [magic, version, jsonLength, sum] = new Uint32Array(aligned.buffer, aligned.byteOffset, 4);
  if (magic !== MAGIC) throw new ModelFormatError("it is not a PipePilot model");
  if (version !== VERSION)
    throw new ModelFormatError(`its format version is ${version}, expected ${VERSION}`);
  const { header, layout } = readJson(aligned.subarray(PREFIX_BYTES, PREFIX_BYTES + jsonLength));
  let offset = align(PREFIX_BYTES + jsonLength);
  const arrays: Record<string, ModelArray> = {};
  for (const { name, type, length } of layout) {
    const ArrayOf = ARRAY_TYPES[type];
    if (offset + length * ArrayOf.BYTES_PER_ELEMENT > aligned.length)
      throw new ModelFormatError("it is cut short");
    arrays[name] = new ArrayOf(aligned.buffer as ArrayBuffer, aligned.byteOffset + offset, length);
    offset += align(length * ArrayOf.BYTES_PER_ELEMENT);
  }
  if (offset !== aligned.length) throw new ModelFormatError("its length does not fit its contents");
  if (checksum(aligned) !== sum) throw new ModelFormatError("its checksum does not match");
  return { header, arrays };
}

/** The array of that name, checked for its type. */
export function requireArray<Type extends ArrayType>(
  model: UnpackedModel,
  name: string,
  type: Type,
): InstanceType<(typeof ARRAY_TYPES)[Type]> {
  const array = model.arrays[name];
  if (array === undefined || typeOf(array) !== type)
    throw new ModelFormatError(`it has no ${type} "${name}"`);
  return array as InstanceType<(typeof ARRAY_TYPES)[Type]>;
}

interface Layout {
  readonly name: string;
  readonly type: ArrayType;
  readonly length: number;
}

function readJson(bytes: Uint8Array): { header: unknown; layout: Layout[] } {
  try {
    const parsed = JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes)) as {
      header: unknown;
      layout: Layout[];
    };
    const sound = parsed.layout.every(
      ({ name, type, length }) =>
        typeof name === "string" &&
        Object.hasOwn(ARRAY_TYPES, type) &&
        Number.isSafeInteger(length) &&
        length >= 0,
    );
    if (sound) return parsed;
  } catch {
    // Falls through to the one error for every kind of damage.
  }
  throw new ModelFormatError("its header is damaged");
}

function typeOf(array: ModelArray): ArrayType {
  if (array instanceof Float64Array) return "Float64Array";
  if (array instanceof Float32Array) return "Float32Array";
  return array instanceof Int32Array ? "Int32Array" : "Uint8Array";
}

function align(length: number): number {
  return Math.ceil(length / 8) * 8;
}

/** FNV-1a over 32-bit words of everything after the checksum; the length is always a multiple of 8. */
function checksum(bytes: Uint8Array): number {
  const words = new Uint32Array(
    bytes.buffer,
    bytes.byteOffset + PREFIX_BYTES,
    Math.floor((bytes.length - PREFIX_BYTES) / 4),
  );
  let hash = 0x811c9dc5;
  for (let i = 0; i < words.length; i++) hash = Math.imul(hash ^ words[i], 0x01000193);
  return hash >>> 0;
}

function requireLittleEndian(): void {
  if (new Uint8Array(Uint16Array.of(1).buffer)[0] !== 1)
    throw new ModelFormatError("this machine is big-endian");
}
