import { DomainError } from "@pipepilot/domain/errors";

/** A field of a protobuf message: bytes for what has a length, else the number. */
export type Field =
  | { readonly number: number; readonly bytes: Uint8Array; readonly value?: undefined }
  | { readonly number: number; readonly value: bigint; readonly bytes?: undefined };

const MAX_VARINT_BYTES = 10;

/** The fields of a message in the order they stand. @throws DomainError invalid_input for what is no message */
export function* fieldsOf(message: Uint8Array): Generator<Field> {
  const view = new DataView(message.buffer, message.byteOffset, message.byteLength);
  let at = 0;
  const varint = () => {
    let value = 0n;
    for (let i = 0; i < MAX_VARINT_BYTES; i++) {
      if (at >= message.length) throw notOtlp();
      const byte = message[at++];
      value |= BigInt(byte & 0x7f) << BigInt(7 * i);
      if (byte < 0x80) return BigInt.asUintN(64, value);
    }
    throw notOtlp();
  };
  const skip = (length: number) => {
    const from = at;
    if (length > message.length - at) throw notOtlp();
    at += length;
    return from;
  };
  while (at < message.length) {
    const tag = varint();
    const number = Number(tag >> 3n);
    if (number === 0) throw notOtlp();
    switch (Number(tag & 7n)) {
      case 0:
        yield { number, value: varint() };
        break;
      case 1:
        yield { number, value: view.getBigUint64(skip(8), true) };
        break;
      case 2: {
        const length = Number(varint());
        const from = skip(length);
        yield { number, bytes: message.subarray(from, from + length) };
        break;
      }
      case 5:
        yield { number, value: BigInt(view.getUint32(skip(4), true)) };
        break;
      default:
        throw notOtlp();
    }
  }
}

const decoder = new TextDecoder("utf-8", { fatal: false });
export const textOf = ({ bytes }: Field): string => (bytes ? decoder.decode(bytes) : "");
export const bytesOf = ({ bytes }: Field): Uint8Array => {
  if (!bytes) throw notOtlp();
  return bytes;
};

/** A fixed64 field's bits as a double. */
export function doubleOf(bits: bigint): number {
  const view = new DataView(new ArrayBuffer(8));
  view.setBigUint64(0, bits);
  return view.getFloat64(0);
}

export function notOtlp(): DomainError {
  return new DomainError("invalid_input", "Invalid OpenTelemetry format");
}
