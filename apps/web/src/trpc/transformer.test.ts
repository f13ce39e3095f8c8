import superjson from "superjson";
import { describe, expect, it } from "vitest";
import { transformer } from "./transformer";

const named = (name: string, value: unknown) =>
  JSON.parse(`{"${name}":${JSON.stringify(value)},"a":1}`) as object;

describe("what pages and server hand each other", () => {
  it("arrives as it was, dates and NaN too", () => {
    const value = { at: new Date(5), loss: NaN, bound: -Infinity, list: [undefined, 1n], "a.b": { c: "\\" } };
    expect(transformer.deserialize(transformer.serialize(value))).toEqual(value);
    expect(transformer.serialize(value)).toEqual(superjson.serialize(value));
  });

  it.each(["__proto__", "constructor", "prototype"])(
    "leaves out what is named %s, which cannot be handed on, and keeps the rest",
    (name) => {
      const value = { at: new Date(5), rows: [named(name, 7)], params: named(name, { deep: true }) };
      expect(() => superjson.serialize(value)).toThrow();
      expect(transformer.deserialize(transformer.serialize(value))).toEqual({
        at: new Date(5),
        rows: [{ a: 1 }],
        params: { a: 1 },
      });
      expect(transformer.deserialize(transformer.serialize(named(name, 1)))).toEqual({ a: 1 });
    },
  );
});
