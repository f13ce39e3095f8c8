import { describe, expect, it } from "vitest";
import type { FamilyId } from "../family";
import { numberColumn, tableFromColumns, type Table } from "../table";
import { prepareConfigSchema, type PrepareConfigInput } from "./config";
import { fitPreparing } from "./fit";
import { preparingFromJSON } from "./preparing";

function fit(table: Table, config: PrepareConfigInput, family: FamilyId = "random_forest") {
  const rows = Int32Array.from({ length: table.rowCount }, (_, row) => row);
  return fitPreparing(table, rows, prepareConfigSchema.parse(config), { target: "y", family });
}

describe("preparing numbers as large as doubles are", () => {
  it.each([
    ["standard", "none"],
    ["min_max", "none"],
    ["robust", "none"],
    ["none", "none"],
    ["standard", "clip_iqr"],
    ["min_max", "clip_quantile"],
  ] as const)("makes a finite feature of every one, scaled by %s with outliers %s", (scale, outliers) => {
    const values = [Number.MAX_VALUE, -1.7e308, 1e200, -1e200, 1e-300, 0, null, 3];
    const table = tableFromColumns([
      numberColumn("a", values),
      numberColumn("b", [1, 2, 3, 4, 5, 6, 7, 8]),
      numberColumn("y", [1, 2, 3, 4, 5, 6, 7, 8]),
    ]);
    const preparing = fit(table, { scale, outliers }, "linear");
    const again = preparingFromJSON(JSON.parse(JSON.stringify(preparing)));
    const { data } = again.transform(table);
    expect(data.every(Number.isFinite)).toBe(true);
    expect(data[0]).toBeGreaterThan(data[2]);
    // Asked later with more than training saw.
    const asked = tableFromColumns([numberColumn("a", [1]), numberColumn("b", [-Number.MAX_VALUE])]);
    expect(again.transform(asked).data.every(Number.isFinite)).toBe(true);
  });

  it("centres them on their mean, in units of their deviation", () => {
    const table = tableFromColumns([
      numberColumn("a", [1e308, 1.6e308, 1e308, 1.6e308]),
      numberColumn("y", [1, 2, 3, 4]),
    ]);
    const { data } = fit(table, { scale: "standard" }).transform(table);
    [-1, 1, -1, 1].forEach((expected, row) => expect(data[row]).toBeCloseTo(expected, 12));
  });
});

it("keeps every bit of a negative zero through JSON text, which has none", () => {
  const table = tableFromColumns([numberColumn("a", [-0, -0, null, -0]), numberColumn("y", [1, 2, 3, 4])]);
  const preparing = fit(table, {});
  const again = preparingFromJSON(JSON.parse(JSON.stringify(preparing)));
  expect(again.transform(table)).toEqual(preparing.transform(table));
});
