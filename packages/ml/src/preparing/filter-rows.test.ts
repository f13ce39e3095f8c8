import { describe, expect, it } from "vitest";
import { categoryColumn, numberColumn, tableFromColumns } from "../table";
import { checkPreparing } from "./check-config";
import { prepareConfigSchema } from "./config";
import { filterRows } from "./filter-rows";
import { fit } from "./testing";

const table = tableFromColumns([
  numberColumn("rooms", [5, 0, 3, null, 8]),
  categoryColumn("place", ["INLAND", "INLAND", "ISLAND", "BAY", null]),
  numberColumn("y", [1, 2, 3, 4, 500]),
]);
const rows = (filter?: string, more = {}) =>
  filterRows(table, prepareConfigSchema.parse({ filter, ...more }), "y");

describe("filterRows", () => {
  it("keeps the rows for which the filter holds, and none for which it is unknown", () => {
    expect(rows("rooms > 0 and place != 'ISLAND'")).toEqual(Int32Array.of(0));
    expect(rows("rooms > 0")).toEqual(Int32Array.of(0, 2, 4));
    expect(rows("not place == 'ISLAND'")).toEqual(Int32Array.of(0, 1, 3));
    expect(rows()).toBeNull();
  });

  it("may read the target and derived columns", () => {
    expect(rows("y < 4 and twice < 10", { derive: { twice: "rooms * 2" } })).toEqual(Int32Array.of(1, 2));
  });

  it("says what it cannot read, and when nothing is left", () => {
    expect(() => rows("floor > 1")).toThrow('Unknown column "floor" in "floor > 1"');
    expect(() => rows("place > 1")).toThrow('The column "place" holds text');
    expect(() => rows("rooms > 100")).toThrow("prepare.filter: rooms > 100 holds for none of 5 rows.");
  });

  it("is never asked of rows to predict", () => {
    const preparing = fit(table, { filter: "y < 4" });
    expect(preparing.inputs.map(({ name }) => name)).toEqual(["rooms", "place"]);
    expect(preparing.transform(table).rowCount).toBe(5);
  });
});

describe("checkPreparing", () => {
  it("finds what does not fit without fitting anything", () => {
    const check = (config: object) => () => checkPreparing(table, prepareConfigSchema.parse(config), "y");
    expect(
      check({ filter: "rooms > 0", derive: { twice: "rooms * 2" }, buckets: { twice: 3 } }),
    ).not.toThrow();
    expect(check({ filter: "floor > 0" })).toThrow('Unknown column "floor"');
    expect(check({ derive: { twice: "floor * 2" } })).toThrow('Unknown column "floor"');
    expect(check({ buckets: { floor: 3 } })).toThrow('Unknown column "floor" in prepare.buckets');
    expect(check({ dates: { columns: ["place"] } })).toThrow("holds no date");
    expect(check({ drop: ["y"] })).toThrow('The target "y" cannot be dropped.');
  });
});
