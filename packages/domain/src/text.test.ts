import { describe, expect, it } from "vitest";
import { z } from "zod";
import { parse } from "./parse";
import { cut, firstCharacters, isStorable, keptText, storableText, unstorablePlaces } from "./text";

describe("a text that PostgreSQL keeps", () => {
  it("has neither NUL nor half a character", () => {
    expect(["", "a\n\t", "日本語", "😀"].map(isStorable)).toEqual([true, true, true, true]);
    expect(["\0", "a\0b", "\ud83d", "\ude00\ud83d"].map(isStorable)).toEqual([false, false, false, false]);
  });

  it("is made of any other by replacing what it cannot keep", () => {
    expect(storableText("a\0b\ud83dc😀")).toBe("a\ufffdb\ufffdc😀");
  });

  it("is not cut through a character", () => {
    expect([cut("a😀b", 1), cut("a😀b", 2), cut("a😀b", 3), cut("a😀b", 9)]).toEqual([
      "a",
      "a",
      "a😀",
      "a😀b",
    ]);
    expect(keptText(3).parse("\0😀😀")).toBe("\ufffd😀");
  });

  it("is counted in whole characters where others count so", () => {
    expect([0, 1, 2, 3, 9].map((count) => firstCharacters("a😀b", count))).toEqual([
      "",
      "a",
      "a😀",
      "a😀b",
      "a😀b",
    ]);
    expect(firstCharacters("😀".repeat(5), 3)).toBe("😀😀😀");
    expect(firstCharacters("a".repeat(10) + "\ud83d", 10)).toBe("a".repeat(10));
    expect(isStorable(firstCharacters("\ud83d".repeat(9), 3))).toBe(false);
  });
});

describe("what a verb is given", () => {
  it("is refused with the place of every text and key that cannot be stored", () => {
    const value = { a: ["x", "\0"], b: { "\ud800": 1 }, c: new Date(0), d: { e: "y\0" } };
    expect(unstorablePlaces(value).sort()).toEqual(["a.1", "b", "d.e"]);
    expect(() => parse(z.looseObject({}), { name: "a\0", deep: { list: ["\ud800"] } })).toThrow(
      "deep.list.0: NUL and incomplete characters are not allowed.; name: NUL and incomplete characters are not allowed.",
    );
  });

  it("may hold itself or be deep", () => {
    const round: Record<string, unknown> = { name: "a" };
    round.self = round;
    expect(unstorablePlaces(round)).toEqual([]);
    let deep: unknown = "\0";
    for (let level = 0; level < 100_000; level++) deep = [deep];
    expect(unstorablePlaces(deep)).toHaveLength(1);
  });
});
