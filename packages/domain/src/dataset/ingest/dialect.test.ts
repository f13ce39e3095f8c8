import { describe, expect, it } from "vitest";
import { guessDelimiter, readRecords } from "./dialect";

describe("reading the first records", () => {
  it("keeps delimiters, quotes and line ends inside quotes", () => {
    expect(readRecords('a,"b,c","d ""e"""\r\n"f\ng",,h\n', ",", 10)).toEqual([
      ["a", "b,c", 'd "e"'],
      ["f\ng", "", "h"],
    ]);
  });

  it("stops at the limit and skips blank lines", () => {
    expect(readRecords("\n\na\nb\nc", ",", 2)).toEqual([["a"], ["b"]]);
  });

  it("reads a last record without a line end", () => {
    expect(readRecords("a,b\n1,", ",", 9)).toEqual([
      ["a", "b"],
      ["1", ""],
    ]);
  });
});

describe("guessing the delimiter", () => {
  it.each([
    ["a,b\n1,2\n", ","],
    ["a;b\n1,5;2\n3,5;4\n", ";"],
    ["a\tb c\n1\t2, 3\n", "\t"],
    ["a|b\n1|2\n", "|"],
    ['"x;y",b\n"1;2",3\n', ","],
    ["name\nAda\n", ","],
    ["name;note\nAda;a, b, c\nEve;d\n", ";"],
  ])("of %j is %j", (text, delimiter) => {
    expect(guessDelimiter(text)).toBe(delimiter);
  });
});
