import { describe, expect, it } from "vitest";
import { numberColumn, tableFromColumns } from "../table";
import { featureOf, fit, rowsOf } from "./testing";

const table = tableFromColumns([
  numberColumn("a", [0, 10, 20, 30, 40, 50, 60, 70, 80, null]),
  numberColumn("y", [1, 2, 3, 4, 5, 6, 7, 8, 9, 10]),
]);

describe("quantile buckets", () => {
  it("hold equally many training rows, a value on an edge being in the upper one", () => {
    // With the median 40 filled in, the ten values have the thirds 30 and 50.
    const preparing = fit(table, { buckets: { a: { n_bins: 3, encode: "ordinal" } } });
    expect(preparing.toJSON().features).toMatchObject([{ kind: "buckets", edges: [30, 50], fill: 40 }]);
    expect(featureOf(preparing.transform(table), "a")).toEqual([0, 0, 0, 1, 1, 2, 2, 2, 2, 1]);
    const asked = tableFromColumns([numberColumn("a", [-1e308, 29.9, 1e308, Infinity])]);
    expect([...preparing.transform(asked).data]).toEqual([0, 0, 2, 1]);
  });

  it("are one feature each when they are one-hot, which is the default", () => {
    const preparing = fit(table, { buckets: { a: 3 } });
    expect(preparing.featureNames).toEqual(["a_bucket_0", "a_bucket_1", "a_bucket_2"]);
    expect(preparing.origins.map(({ category }) => category)).toEqual([
      "below 30",
      "30 to 50",
      "50 and more",
    ]);
    const rows = rowsOf(preparing.transform(table));
    expect([rows[0], rows[3], rows[8]]).toEqual([
      [1, 0, 0],
      [0, 1, 0],
      [0, 0, 1],
    ]);
  });

  it("leave missing values missing, or all zeros, where nothing stands in for them", () => {
    const impute = { numeric: "none" } as const;
    const ordinal = fit(table, { impute, buckets: { a: { n_bins: 2, encode: "ordinal" } } });
    expect(ordinal.transform(table).data[9]).toBe(NaN);
    expect(rowsOf(fit(table, { impute, buckets: { a: 2 } }).transform(table))[9]).toEqual([0, 0]);
    expect(() => fit(table, { impute, buckets: { a: { encode: "ordinal" } } }, "linear")).toThrow(
      '"a" has missing values and impute.numeric is none',
    );
  });

  it("are fewer where values repeat, and say so", () => {
    const repeated = tableFromColumns([
      numberColumn("a", [1, 1, 1, 1, 1, 1, 1, 2]),
      numberColumn("y", [1, 2, 3, 4, 5, 6, 7, 8]),
    ]);
    const preparing = fit(repeated, { buckets: { a: 4 } });
    expect(preparing.featureNames).toEqual(["a_bucket_0"]);
    expect(preparing.notes).toEqual([
      {
        column: "a",
        reason: "few_buckets",
        message: "a has 1 bucket instead of 4: too many of its values are equal.",
      },
    ]);
  });

  it("are of derived columns and parts of dates too, and scaled for families that need it", () => {
    const config = {
      drop: ["a"],
      derive: { half: "a / 2" },
      buckets: { half: { n_bins: 2, encode: "ordinal" } },
    } as const;
    const { data } = fit(table, { ...config, drop: ["a"] }, "linear").transform(table);
    expect(data.reduce((sum, value) => sum + value, 0)).toBeCloseTo(0, 10);
  });
});
