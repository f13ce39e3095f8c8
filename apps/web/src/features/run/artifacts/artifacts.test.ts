import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parseDelimited } from "./delimited";
import { indentJson, jsonTable } from "./json-table";
import { artifactKind, shownAs } from "./kinds";
import { artifactHref } from "./root";

describe("delimited text", () => {
  const csv = (text: string, isCut = false, rows = 100) =>
    parseDelimited(text, { delimiter: ",", rows, isCut });

  it("keeps quotes, commas and line breaks inside cells, and rows of any length", () => {
    expect(csv('\uFEFFa,b\r\n"x, ""y""\nz",2\n3\n')).toEqual([["a", "b"], ['x, "y"\nz', "2"], ["3"]]);
    expect(csv("a,b\n1,")).toEqual([
      ["a", "b"],
      ["1", ""],
    ]);
    expect(parseDelimited("a\tb\n", { delimiter: "\t", rows: 9, isCut: false })).toEqual([["a", "b"]]);
  });

  it("ends before the row that the text was cut in, and after as many rows as asked for", () => {
    expect(csv("a\n1\n2", true)).toEqual([["a"], ["1"]]);
    expect(csv("a\n1\n2\n3", false, 2)).toEqual([["a"], ["1"]]);
  });

  it("reads whatever is written with quotes", () => {
    const cell = fc.oneof(fc.string(), fc.constantFrom('"', ",", "\n", "\r\n", ""));
    const written = (rows: string[][]) =>
      rows.map((row) => `${row.map((text) => `"${text.replaceAll('"', '""')}"`).join(",")}\r\n`).join("");
    fc.assert(
      fc.property(fc.array(fc.array(cell, { minLength: 2, maxLength: 4 }), { maxLength: 5 }), (rows) => {
        expect(csv(written(rows))).toEqual(rows);
      }),
    );
  });
});

describe("JSON", () => {
  it("is a table where it is one of MLflow's", () => {
    expect(jsonTable('{"columns":["a","b"],"data":[[1,"x"],[null,[2]]]}')).toEqual({
      columns: ["a", "b"],
      rows: [
        ["1", "x"],
        ["null", "[2]"],
      ],
    });
    for (const text of ["{", "[]", '{"columns":[],"data":[]}', '{"columns":"a","data":[]}'])
      expect(jsonTable(text)).toBeNull();
  });

  it("is indented, unless it is none", () => {
    expect([indentJson('{"a":[1]}'), indentJson("{a}")]).toEqual(['{\n  "a": [\n    1\n  ]\n}', "{a}"]);
  });
});

describe("an artifact", () => {
  it("is shown by the end of its name", () => {
    const kinds = [
      "a.PNG",
      "x/report.html",
      "t.tsv",
      "d.parquet",
      "m.json",
      "README.md",
      "MLmodel",
      "model.pkl",
      "constructor",
    ];
    expect(kinds.map((path) => artifactKind(path).kind)).toEqual([
      "picture",
      "page",
      "table",
      "rows",
      "json",
      "markdown",
      "text",
      "binary",
      "text",
    ]);
    expect(["a.svg", "a.htm", "a.js", "a.constructor", "svg"].map(shownAs)).toEqual([
      "image/svg+xml; charset=utf-8",
      "text/html; charset=utf-8",
      null,
      null,
      null,
    ]);
  });

  it("has an address, whatever its name", () => {
    expect(artifactHref("p", { runId: "r" }, "a b/ü?#%.png", "view")).toBe(
      "/api/projects/p/runs/r/view/a%20b/%C3%BC%3F%23%25.png",
    );
    expect(artifactHref("p", { modelId: "m-1" }, "MLmodel", "artifacts")).toBe(
      "/api/projects/p/logged-models/m-1/artifacts/MLmodel",
    );
    expect(artifactHref("p", { runId: "r" }, "a../..b/c.png", "view")).toBe(
      "/api/projects/p/runs/r/view/a~.~./~.~.b/c.png",
    );
  });
});
