import { describe, expect, it } from "vitest";
import { categoryColumn, numberColumn, tableFromColumns } from "../table";
import { prepareConfigSchema } from "./config";
import { featureOf, fit, rowsOf } from "./testing";

const table = tableFromColumns([
  numberColumn("a", [1, 2, null, 5, 100]),
  numberColumn("b", [null, 1, 1, 3, 5]),
  categoryColumn("c", ["x", "y", "x", null, "z"]),
  categoryColumn("d", ["p", "p", "q", "q", "r"]),
  numberColumn("y", [1, 2, 3, 4, 5]),
]);
const problems = (config: unknown) =>
  prepareConfigSchema
    .safeParse(config)
    .error?.issues.map(({ path, message }) => `${path.join(".")}: ${message}`);

describe("rules of single columns", () => {
  it("impute their columns and leave the others to the rule for all", () => {
    const columns = {
      a: { strategy: "constant", value: 0 },
      c: { strategy: "constant", fill_value: "none given" },
    } as const;
    const preparing = fit(table, { impute: { numeric: "mean", columns }, drop: ["d"] });
    expect(preparing.featureNames).toEqual(["a", "b", "c_none given", "c_x", "c_y", "c_z"]);
    expect(featureOf(preparing.transform(table), "a")).toEqual([1, 2, 0, 5, 100]);
    expect(featureOf(preparing.transform(table), "b")).toEqual([2.5, 1, 1, 3, 5]);
    expect(featureOf(preparing.transform(table), "c_none given")).toEqual([0, 0, 0, 1, 0]);
  });

  it("add an indicator to columns with missing values in training", () => {
    const all = fit(table, { impute: { indicator: true } });
    expect(all.featureNames.filter((name) => name.endsWith("_missing"))).toEqual([
      "a_missing",
      "b_missing",
      "c_missing",
    ]);
    expect(featureOf(all.transform(table), "c_missing")).toEqual([0, 0, 0, 1, 0]);
    const one = fit(table, { impute: { columns: { b: { indicator: true } } } });
    expect(one.featureNames).toContain("b_missing");
    expect(one.featureNames).not.toContain("a_missing");
    const none = fit(table, { impute: { indicator: true, columns: { a: { indicator: false } } } });
    expect(none.featureNames).not.toContain("a_missing");
  });

  it("leave values missing where the family takes it, and say whose rule it was where it does not", () => {
    const impute = { categorical: "none", columns: { a: "none" } } as const;
    const encode = { columns: { c: "ordinal" } } as const;
    const kept = fit(table, { impute, encode }).transform(table);
    expect(featureOf(kept, "a")[2]).toBe(NaN);
    expect(featureOf(kept, "c")[3]).toBe(NaN);
    expect(() => fit(table, { impute: { columns: { a: "none" } } }, "linear")).toThrow(
      '"a" has missing values and impute.columns.a is none',
    );
    expect(() => fit(table, { impute: { categorical: "none" }, encode }, "linear")).toThrow(
      '"c" has missing values and impute.categorical is none',
    );
    const zeros = fit(table, { impute: { categorical: "none" }, drop: ["a", "b", "d"] }, "linear");
    expect(rowsOf(zeros.transform(table))[3]).toEqual([0, 0, 0]);
  });

  it("encode, clip and scale their columns", () => {
    const preparing = fit(table, {
      drop: ["b"],
      encode: { default: "ordinal", columns: { d: "one_hot" } },
      outliers: { columns: { a: { method: "clip_quantile", lower: 0, upper: 0.5 } } },
      scale: { default: "none", columns: { a: "min_max" } },
    });
    expect(preparing.featureNames).toEqual(["a", "c", "d_p", "d_q", "d_r"]);
    // The median of 1, 2, 5 and 100 is 3.5; clipped they are 1, 2, 3.5 and 3.5, whose median stands in.
    expect(featureOf(preparing.transform(table), "a")).toEqual([0, 0.4, 0.7, 1, 1]);
  });

  it("clip to as many interquartile ranges as they say", () => {
    const values = tableFromColumns([
      numberColumn("a", [0, 1, 2, 3, 4, 50]),
      numberColumn("y", [1, 2, 3, 4, 5, 6]),
    ]);
    // Quartiles 1.25 and 3.75.
    const clipped = fit(values, { outliers: { method: "clip_iqr", factor: 2 } }).transform(values);
    expect(clipped.data[5]).toBe(3.75 + 2 * 2.5);
  });

  it("let categories share a feature that are rarer than a number of rows, or than a share of them", () => {
    const one = fit(table, { drop: ["a", "b", "c"], min_frequency: 2 });
    expect(one.featureNames).toEqual(["d_p", "d_q", "d_infrequent"]);
    const share = fit(table, { drop: ["a", "b", "c"], min_frequency: 0.4 });
    expect(share.featureNames).toEqual(one.featureNames);
    const own = fit(table, {
      drop: ["a", "b"],
      encode: { columns: { d: { method: "one_hot", min_frequency: 3 } } },
    });
    expect(own.featureNames).toEqual(["c_x", "c_y", "c_z", "d_infrequent"]);
  });

  it("are refused where they name no column, one that is not learned from, or do not fit what it holds", () => {
    expect(() => fit(table, { encode: { columns: { city: "target" } } })).toThrow(
      'Unknown column "city" in prepare.encode.columns. Known columns: a, b, c, d.',
    );
    expect(() => fit(table, { drop: ["a"], scale: { columns: { a: "none" } } })).toThrow(
      'prepare.scale.columns: "a" is not learned from',
    );
    expect(() => fit(table, { encode: { columns: { a: "target" } } })).toThrow('"a" holds numbers');
    expect(() => fit(table, { outliers: { columns: { c: "clip_iqr" } } })).toThrow('"c" holds text');
    expect(() => fit(table, { buckets: { c: 4 } })).toThrow('"c" holds text');
    expect(() => fit(table, { impute: { columns: { c: "median" } } })).toThrow(
      "c holds text, which has no median",
    );
    expect(() => fit(table, { impute: { columns: { a: { strategy: "constant", value: "x" } } } })).toThrow(
      'a holds numbers, and "x" is none',
    );
  });
});

describe("the config of preparing", () => {
  it("says of each problem where it is", () => {
    expect(problems({ encode: { columns: { city: { method: "targt" } } } })).toEqual([
      "encode.columns.city.method: must be one of one_hot, ordinal, target, native",
    ]);
    expect(problems({ impute: { columns: { age: { strategy: "constant" } } } })).toEqual([
      "impute.columns.age.value: is missing: the strategy is constant",
    ]);
    expect(problems({ outliers: { method: "clip_quantile", lower: 0.9, upper: 0.1 } })).toEqual([
      "outliers.lower: must be less than upper",
    ]);
    expect(problems({ filter: "rooms >" })?.[0]).toMatch(/^filter: Expected a number/);
    expect(problems({ buckets: { age: 1 } })?.[0]).toMatch(/^buckets\.age: Too small/);
    expect(problems({ scale: { columns: { __proto__: null, constructor: "none" } } })).toEqual([
      "scale.columns.constructor: is a reserved name",
    ]);
  });

  it("reads what it has read to the same", () => {
    const read = prepareConfigSchema.parse({
      filter: "a > 0",
      dates: { columns: ["at"], cyclical: true },
      buckets: { a: 4 },
      impute: { columns: { a: "mean", b: { strategy: "constant", fill_value: 3 } } },
      encode: { default: "one_hot", columns: { c: "target", d: { method: "target", smooth: 5 } } },
      outliers: { method: "clip_iqr" },
    });
    expect(prepareConfigSchema.parse(JSON.parse(JSON.stringify(read)))).toEqual(read);
    expect(read.impute.columns).toEqual({ a: { strategy: "mean" }, b: { strategy: "constant", value: 3 } });
  });
});
