import { describe, expect, it } from "vitest";
import { z } from "zod";
import { double, int64, list, readInput } from "./wire";

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
    const texts = ["1", "-1.5", "+2", ".5", "1.", "1e3", "NaN", "Infinity", "-Infinity"];
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
    ]);
    for (const text of ["", " ", "0x10", "0b1", "1,5", "1e", "inf", "nan", "constructor", "1 "])
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
