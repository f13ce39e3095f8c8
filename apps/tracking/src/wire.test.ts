import { describe, expect, it } from "vitest";
import { z } from "zod";
import { double, int64, jsonOf, list, parseJson, readInput, step } from "./wire";

const refused = { code: "invalid_input" };

describe("what a client sends", () => {
  it("may say nothing by null, at any depth, except in a list", () => {
    const schema = z.object({
      step: int64.default(0),
      items: list(z.object({ key: z.string(), step: int64.default(0) })),
    });
    expect(readInput(schema, { step: null, items: [{ key: "a", step: null }] })).toEqual({
      step: 0,
      items: [{ key: "a", step: 0 }],
    });
    expect(readInput(schema, { items: null })).toEqual({ step: 0, items: [] });
    expect(() => readInput(schema, { items: [null] })).toThrow("Invalid value null for parameter 'items[0]'");
    expect(() => readInput(schema, { items: [{ key: null }] })).toThrow(
      "Missing value for required parameter 'items[0].key'.",
    );
  });

  it("may be nested beyond all measure", () => {
    let deep: unknown = null;
    for (let level = 0; level < 100_000; level++) deep = { deep };
    expect(() => readInput(z.object({ name: z.string() }), { name: deep })).toThrow("parameter 'name'");
  });

  it("may have numbers as texts, as decimals alone", () => {
    const texts = [
      "1",
      "-1.5",
      "+2",
      ".5",
      "1.",
      "1e3",
      "NaN",
      "Infinity",
      "-Infinity",
      "inf",
      "-INF",
      "nan",
    ];
    expect(texts.map((text) => double.parse(text))).toEqual([
      1,
      -1.5,
      2,
      0.5,
      1,
      1000,
      NaN,
      Infinity,
      -Infinity,
      Infinity,
      -Infinity,
      NaN,
    ]);
    for (const text of ["", " ", "0x10", "0b1", "1,5", "1e", "infin", "nans", "constructor", "1 "])
      expect(double.safeParse(text).success, text).toBe(false);
    expect(() => readInput(z.object({ value: double }), { value: "0x10" })).toThrow(
      expect.objectContaining(refused),
    );
  });

  it("has whole numbers of at most 53 bits", () => {
    expect(["0", "-9007199254740991", 5].map((value) => int64.parse(value))).toEqual([
      0, -9007199254740991, 5,
    ]);
    for (const value of ["9007199254740992", 2 ** 53, 1.5, "1.5", "1e3", "", true])
      expect(int64.safeParse(value).success, String(value)).toBe(false);
  });

  it("may be one text where a list is asked for, as in a query; another thing may not", () => {
    expect(list(z.string()).parse("a")).toEqual(["a"]);
    expect(list(z.string()).parse(["a", "b"])).toEqual(["a", "b"]);
    expect(list(z.string()).parse(undefined)).toEqual([]);
    expect(list(z.object({ key: z.string() })).safeParse({ key: "a" }).success).toBe(false);
  });
});

describe("a step of 64 bits", () => {
  const [most, least] = ["9223372036854775807", "-9223372036854775808"];
  const read = (text: string) => (parseJson(text) as { step: unknown }).step;

  it.each([
    [`{"step":${most}}`, BigInt(most)],
    [`{"step" : ${least} , "key":"k"}`, BigInt(least)],
    [`{"step":"${most}"}`, BigInt(most)],
    ['{"step":9007199254740993}', 9007199254740993n],
    ['{"step":9007199254740991}', 9007199254740991],
    ['{"step":1000000000000000.0}', 1e15],
    ['{"step":1e15}', 1e15],
    ['{"step":1e18}', 10n ** 18n],
    ['{"step":-7}', -7],
  ])("is read with every digit: %s", (text, expected) => expect(step.parse(read(text))).toBe(expected));

  it("is no step with other characters, and texts stay as they are", () => {
    for (const odd of ["1.5", '"12345678901234567890123"'])
      expect(step.safeParse(read(`{"step":${odd}}`)).success, odd).toBe(false);
    const note = { value: '"step": 12345678901234567890', steps: [12345678901234567000] };
    expect(parseJson(JSON.stringify(note))).toEqual(note);
    expect(() => parseJson('{"step":12345678901234567')).toThrow(SyntaxError);
  });

  it("is written as a number", () => {
    expect(jsonOf({ runs: [{ step: BigInt(most), key: "1" }] })).toBe(
      `{"runs":[{"step":${most},"key":"1"}]}`,
    );
    expect(jsonOf({ step: 1, key: "\\u0000" })).toBe('{"step":1,"key":"\\\\u0000"}');
    const cyclic: Record<string, unknown> = {};
    cyclic.own = cyclic;
    expect(() => jsonOf(cyclic)).toThrow(TypeError);
  });
});

describe("a body of Python's json", () => {
  it("has NaN and infinities as numbers, where a text may hold the same words", () => {
    const text = '{"a":NaN,"b":[-Infinity, Infinity],"note":"NaN, \\"Infinity\\" and \\\\","NaN":1}';
    expect(parseJson(text)).toEqual({
      a: "NaN",
      b: ["-Infinity", "Infinity"],
      note: 'NaN, "Infinity" and \\',
      NaN: 1,
    });
    for (const odd of ["{NaN}", "NaNa", '{"a":NaNs}', '{"a":"NaN}'])
      expect(() => parseJson(odd), odd).toThrow(SyntaxError);
  });

  it("is read once, however many texts in it have no end", () => {
    const endless = '{"a":NaN,"b":"' + '\\"'.repeat(1_000_000);
    for (const text of [endless, endless + "\\"]) expect(() => parseJson(text)).toThrow(SyntaxError);
  });

  it("may begin with a byte order mark", () => {
    expect(parseJson('\ufeff{"a":1}')).toEqual({ a: 1 });
  });
});
