import { describe, expect, it } from "vitest";
import { prepareConfigSchema } from "./config";

describe("prepareConfigSchema", () => {
  it("has the documented defaults and refuses unknown keys", () => {
    expect(prepareConfigSchema.parse({})).toEqual({
      drop: [],
      derive: {},
      impute: { numeric: "median", categorical: "most_frequent" },
      encode: "one_hot",
      max_categories: 50,
      outliers: "none",
      scale: "auto",
    });
    expect(prepareConfigSchema.safeParse({ imputer: "mean" }).success).toBe(false);
    expect(prepareConfigSchema.parse({ impute: { numeric: { constant: 0 } } }).impute.categorical).toBe(
      "most_frequent",
    );
  });
});
