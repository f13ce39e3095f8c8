import { describe, expect, it } from "vitest";
import {
  categoryColumn,
  column,
  columnNames,
  dropColumns,
  numberColumn,
  selectRows,
  tableFromColumns,
  tableFromRecords,
  tableToRecords,
} from "./table";

const table = tableFromColumns([numberColumn("a", [1, null, 3]), categoryColumn("c", ["y", "x", null])]);

describe("a table", () => {
  it("keeps missing values and sorts categories", () => {
    expect(column(table, "a")).toEqual({ name: "a", kind: "number", values: Float64Array.of(1, NaN, 3) });
    expect(column(table, "c")).toEqual({
      name: "c",
      kind: "category",
      codes: Int32Array.of(1, 0, -1),
      categories: ["x", "y"],
    });
  });

  it("comes from records and goes back to them", () => {
    const records = [
      { a: 1, c: "y" },
      { a: null, c: "x" },
      { a: 3, c: null },
    ];
    const schema = [
      { name: "a", kind: "number" },
      { name: "c", kind: "category" },
    ] as const;
    expect(tableFromRecords(records, schema)).toEqual(table);
    expect(tableToRecords(table)).toEqual(records);
    expect(() => tableFromRecords([{ a: "1" }], schema)).toThrow(
      'Column "a", row 0: expected a number, received string.',
    );
    expect(() => tableFromRecords([{ c: {} }], schema)).toThrow(
      'Column "c", row 0: expected text, received object.',
    );
  });

  it("gives rows in any order, also twice, and fewer columns", () => {
    expect(tableToRecords(selectRows(table, Int32Array.of(2, 0, 0)))).toEqual([
      { a: 3, c: null },
      { a: 1, c: "y" },
      { a: 1, c: "y" },
    ]);
    expect(columnNames(dropColumns(table, ["a"]))).toEqual(["c"]);
  });

  it("survives being cloned to another thread", () => {
    expect(structuredClone(table)).toEqual(table);
  });

  it("refuses uneven columns, repeated and unknown names", () => {
    expect(() => tableFromColumns([numberColumn("a", [1]), numberColumn("b", [])])).toThrow(
      'Column "b" has 0 rows, the first column has 1.',
    );
    expect(() => tableFromColumns([numberColumn("a", [1]), numberColumn("a", [1])])).toThrow(
      '"a" appears twice',
    );
    expect(() => dropColumns(table, ["z"])).toThrow('Unknown column "z". Known columns: a, c.');
  });
});
