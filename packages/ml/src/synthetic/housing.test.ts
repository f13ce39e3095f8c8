import { describe, expect, it } from "vitest";
import { column, columnNames, selectRows, type CategoryColumn, type NumberColumn } from "../table";
import { coastDistance, isSea } from "./california";
import { syntheticHousing } from "./housing";

const table = syntheticHousing();
const values = (name: string) => (column(table, name) as NumberColumn).values;
const proximity = column(table, "ocean_proximity") as CategoryColumn;
const median = (of: Float64Array) => of.slice().sort()[of.length >> 1];

describe("syntheticHousing", () => {
  it("has the ten columns of the California housing data, in order", () => {
    expect(table.rowCount).toBe(20640);
    expect(columnNames(table)).toEqual([
      "longitude",
      "latitude",
      "housing_median_age",
      "total_rooms",
      "total_bedrooms",
      "population",
      "households",
      "median_income",
      "median_house_value",
      "ocean_proximity",
    ]);
  });

  it.each([
    ["longitude", -124.35, -114.31],
    ["latitude", 32.54, 41.95],
    ["housing_median_age", 1, 52],
    ["total_rooms", 2, 39320],
    ["population", 3, 35682],
    ["households", 1, 6082],
    ["median_income", 0.4999, 15.0001],
    ["median_house_value", 14999, 500001],
  ])("keeps %s between %d and %d", (name, low, high) => {
    expect(values(name).every((value) => value >= low && value <= high)).toBe(true);
  });

  it("misses about 207 bedrooms, caps about one value in thirty and has five blocks on the island", () => {
    const missing = values("total_bedrooms").filter(Number.isNaN).length;
    expect(missing).toBeGreaterThan(150);
    expect(missing).toBeLessThan(270);
    const capped = values("median_house_value").filter((value) => value === 500001).length;
    expect(capped / 20640).toBeGreaterThan(0.02);
    expect(capped / 20640).toBeLessThan(0.06);
    const island = proximity.categories.indexOf("ISLAND");
    expect(proximity.codes.filter((code) => code === island).length).toBe(5);
  });

  it("has a median price near 180,000 that falls away from the coast", () => {
    const price = values("median_house_value");
    expect(median(price)).toBeGreaterThan(170_000);
    expect(median(price)).toBeLessThan(190_000);
    const of = (category: string) =>
      median(price.filter((_, row) => proximity.categories[proximity.codes[row]] === category));
    expect(of("INLAND")).toBeLessThan(130_000);
    expect(of("<1H OCEAN")).toBeGreaterThan(180_000);
    expect(of("NEAR OCEAN")).toBeGreaterThan(of("<1H OCEAN"));
  });

  it("draws the same first rows for any number of rows, and others for another seed", () => {
    const few = syntheticHousing({ rows: 5 });
    expect(few).toEqual(selectRows(table, Int32Array.of(0, 1, 2, 3, 4)));
    expect(syntheticHousing({ rows: 5, seed: 43 })).not.toEqual(few);
  });
});

describe("the coast", () => {
  it("has San Francisco on land by the sea and Fresno far from it", () => {
    const city = { latitude: 37.77, longitude: -122.42 };
    expect([isSea(city), isSea({ latitude: 37.77, longitude: -122.8 })]).toEqual([false, true]);
    expect(coastDistance(city)).toBeLessThan(0.15);
    expect(coastDistance({ latitude: 36.75, longitude: -119.75 })).toBeGreaterThan(1);
  });
});
