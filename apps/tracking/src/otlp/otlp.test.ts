import { DomainError } from "@pipepilot/domain/errors";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { jsonText, type AnyValue } from "./any-value";
import { readJson } from "./read-json";
import { readProtobuf } from "./read-protobuf";
import { spansIn } from "./span-in";

const TRACE = "0102030405060708090a0b0c0d0e0f10";
const SPAN = "1112131415161718";

/** A field of a message: its length before its bytes. */
const field = (number: number, bytes: Uint8Array | string) => {
  const content = Buffer.from(bytes as string);
  return Buffer.concat([varint((number << 3) | 2), varint(content.length), content]);
};
const varint = (value: number | bigint) => {
  const bytes: number[] = [];
  let rest = BigInt.asUintN(64, BigInt(value));
  for (; rest > 0x7fn; rest >>= 7n) bytes.push(Number(rest & 0x7fn) | 0x80);
  return Buffer.from([...bytes, Number(rest)]);
};
const attribute = (key: string, value: Buffer) => field(9, Buffer.concat([field(1, key), field(2, value)]));
const request = (...fields: Buffer[]) => {
  const ids = [field(1, Buffer.from(TRACE, "hex")), field(2, Buffer.from(SPAN, "hex"))];
  return field(1, field(2, field(2, Buffer.concat([...ids, ...fields]))));
};

describe("an OTLP request", () => {
  it("in protobuf keeps numbers of 64 bits exact, and fields nobody knows aside", () => {
    const start = Buffer.alloc(8);
    start.writeBigUInt64LE(1795285538815344148n);
    const message = request(
      Buffer.concat([varint((7 << 3) | 1), start]),
      attribute("big", Buffer.concat([varint(3 << 3), varint(-(2n ** 62n))])),
      attribute("null", Buffer.alloc(0)),
      field(99, "unknown"),
    );
    const [{ spans }] = readProtobuf(message);
    expect(spans[0]).toMatchObject({
      trace_id: TRACE,
      span_id: SPAN,
      parent_span_id: null,
      start_time_unix_nano: 1795285538815344148n,
      attributes: [
        { key: "big", value: { int_value: -(2n ** 62n) } },
        { key: "null", value: {} },
      ],
    });
    const [{ content, endTime }] = spansIn([{ resource: [], spans }]);
    expect(content).toContain('"start_time_unix_nano":1795285538815344148');
    expect(content).toContain('"int_value":-4611686018427387904');
    expect(endTime).toBeNull();
  });

  it("in whatever bytes is read or refused, and nothing else", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
        for (const message of [bytes, request(Buffer.from(bytes)), field(1, field(2, Buffer.from(bytes)))]) {
          try {
            spansIn(readProtobuf(message));
          } catch (error) {
            expect(DomainError.is(error)).toBe(true);
          }
        }
      }),
    );
  });

  it("in whatever JSON is read or refused, and nothing else", () => {
    const value = fc.jsonValue();
    const span = fc.record({ traceId: value, spanId: value, attributes: value, status: value, links: value });
    fc.assert(
      fc.property(fc.oneof(value, span), (given) => {
        const body = JSON.stringify({ resourceSpans: [{ scopeSpans: [{ spans: [given] }] }] });
        for (const text of [body, JSON.stringify(given)]) {
          try {
            spansIn(readJson(text));
          } catch (error) {
            expect(DomainError.is(error)).toBe(true);
          }
        }
      }),
    );
  });

  it("says the same in both forms", () => {
    const protobuf = request(field(5, "name"), attribute("k", field(1, "v")));
    const span = {
      traceId: TRACE,
      spanId: SPAN,
      name: "name",
      attributes: [{ key: "k", value: { stringValue: "v" } }],
    };
    const json = JSON.stringify({ resourceSpans: [{ scopeSpans: [{ spans: [span] }] }] });
    expect(spansIn(readJson(json))).toEqual(spansIn(readProtobuf(protobuf)));
  });
});

describe("JSON of a value", () => {
  it("is what JSON.stringify writes, but for numbers it cannot write", () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        expect(JSON.parse(jsonText(value))).toEqual(JSON.parse(JSON.stringify(value)));
      }),
    );
    const values: AnyValue = {
      array_value: { values: [{ double_value: NaN }, { int_value: 2n ** 63n - 1n }] },
    };
    expect(jsonText(values)).toBe(
      '{"array_value":{"values":[{"double_value":"NaN"},{"int_value":9223372036854775807}]}}',
    );
  });
});
