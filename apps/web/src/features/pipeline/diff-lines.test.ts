import { describe, expect, it } from "vitest";
import { diffLines, withContext } from "./diff-lines";

const short = (before: string, after: string) =>
  diffLines(before, after).map(({ kind, text }) => `${{ same: " ", added: "+", removed: "-" }[kind]}${text}`);

describe("diffLines", () => {
  it("shows a changed line as removed and added", () => {
    expect(short("a\nb\nc\n", "a\nB\nc\n")).toEqual([" a", "-b", "+B", " c"]);
  });

  it("shows inserted and deleted lines alone", () => {
    expect(short("a\nc\n", "a\nb\nc\n")).toEqual([" a", "+b", " c"]);
    expect(short("a\nb\nc\n", "a\nc\n")).toEqual([" a", "-b", " c"]);
  });

  it("numbers the lines of both texts", () => {
    expect(diffLines("a\nb", "b\nc")).toEqual([
      { kind: "removed", text: "a", before: 1, after: null },
      { kind: "same", text: "b", before: 2, after: 1 },
      { kind: "added", text: "c", before: null, after: 2 },
    ]);
  });

  it("does not care about the last newline or its kind", () => {
    expect(diffLines("a\r\nb\r\n", "a\nb").every(({ kind }) => kind === "same")).toBe(true);
  });

  it("handles empty texts", () => {
    expect(short("", "a\n")).toEqual(["+a"]);
    expect(short("", "")).toEqual([]);
  });
});

describe("withContext", () => {
  it("replaces long unchanged stretches by their length", () => {
    const before = "1\n2\n3\n4\n5\n6\n7\n8\n9";
    const lines = withContext(diffLines(before, before.replace("5", "five")), 1);
    expect(lines.map((line) => (line.kind === "gap" ? line.count : line.text))).toEqual([
      3,
      "4",
      "5",
      "five",
      "6",
      3,
    ]);
  });

  it("is one gap when nothing changed", () => {
    expect(withContext(diffLines("a\nb", "a\nb"))).toEqual([{ kind: "gap", count: 2 }]);
  });
});
