import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parseCsv, writeCsv } from "./csv";
import { categoryColumn, numberColumn, tableFromColumns } from "./table";

describe("writeCsv", () => {
  it("quotes what needs it and leaves missing values empty", () => {
    const table = tableFromColumns([
      numberColumn("a,b", [1.5, null, -0.1]),
      categoryColumn("text", ['say "hi"', null, "<1H OCEAN"]),
    ]);
    expect(writeCsv(table)).toBe('"a,b",text\n1.5,"say ""hi"""\n,\n-0.1,<1H OCEAN\n');
  });

  it("is read back as it was", () => {
    const cell = fc.string({ minLength: 1 }).filter((text) => text.trim() !== "");
    fc.assert(
      fc.property(
        fc.uniqueArray(cell, { minLength: 1, maxLength: 4 }),
        fc.array(cell, { minLength: 1 }),
        (names, texts) => {
          const table = tableFromColumns(names.map((name) => categoryColumn(name, texts)));
          expect(parseCsv(writeCsv(table))).toEqual({
            header: names,
            rows: texts.map((text) => names.map(() => text)),
          });
        },
      ),
    );
  });
});

describe("parseCsv", () => {
  it("reads quotes, line breaks inside them, CRLF and a byte order mark", () => {
    expect(parseCsv('\uFEFFa,"b ""x"""\r\n1,"two\nlines"\r\n\r\n,\r\n')).toEqual({
      header: ["a", 'b "x"'],
      rows: [
        ["1", "two\nlines"],
        ["", ""],
      ],
    });
  });

  it("names the line of what it cannot read", () => {
    expect(() => parseCsv("")).toThrow("Line 1: the text is empty");
    expect(() => parseCsv("a,b\n1,2\n1\n")).toThrow("Line 3: 1 cells, the header has 2.");
    expect(() => parseCsv("a,a\n")).toThrow('Line 1: the column "a" appears twice.');
    expect(() => parseCsv("a,\n")).toThrow("Line 1: column 2 has no name.");
    expect(() => parseCsv('a\n"x\ny" z\n')).toThrow('Line 3: " " after a closing quote');
    expect(() => parseCsv('a\nb\n"x\n')).toThrow("Line 3: a quote is opened and never closed.");
    expect(() => parseCsv('a\nx"y\n')).toThrow("Line 2: a quote inside a cell");
  });
});
