import { describe, expect, it } from "vitest";
import { categoryColumn, numberColumn, tableFromColumns } from "../table";
import { preparingFromJSON } from "./preparing";
import { rowsOf } from "./testing";

/** As the first release wrote it into pipeline.json. */
const OLD = `{
  "version": 1,
  "config": {
    "drop": ["id"],
    "derive": { "ratio": "a / b" },
    "impute": { "numeric": { "constant": 2 }, "categorical": "most_frequent" },
    "encode": "one_hot",
    "max_categories": 3,
    "outliers": "clip_iqr",
    "scale": "auto"
  },
  "target": "y",
  "inputs": [
    { "name": "a", "kind": "number", "nullable": true },
    { "name": "b", "kind": "number", "nullable": true },
    { "name": "c", "kind": "category", "nullable": true },
    { "name": "d", "kind": "category", "nullable": true }
  ],
  "derived": [{ "name": "ratio", "expression": "a / b" }],
  "features": [
    { "kind": "number", "column": "a", "clip": [-10, 10], "fill": 2, "center": 1, "scale": 2 },
    { "kind": "one_hot", "column": "c", "fill": "x", "categories": ["x", "z"], "rareFeature": true },
    { "kind": "ordinal", "column": "d", "fill": "low", "categories": ["high", "low"], "center": 0.5, "scale": 0.5 },
    { "kind": "number", "column": "ratio", "clip": null, "fill": null, "center": 0, "scale": 1 }
  ],
  "notes": [
    { "column": "c", "reason": "rare_categories", "message": "c keeps its 2 most frequent categories, all others share one feature." }
  ]
}`;

describe("the preparing of an older bundle", () => {
  it("loads and gives the same features as ever", () => {
    const preparing = preparingFromJSON(JSON.parse(OLD));
    expect(preparing.featureNames).toEqual(["a", "c_x", "c_z", "c_infrequent", "d", "ratio"]);
    const table = tableFromColumns([
      numberColumn("a", [3, 99, null, -8]),
      numberColumn("b", [2, 3, 1, 0]),
      categoryColumn("c", ["x", "new", null, "z"]),
      categoryColumn("d", ["high", "low", null, "new"]),
    ]);
    expect(rowsOf(preparing.transform(table))).toEqual([
      [1, 1, 0, 0, -1, 1.5],
      [4.5, 0, 0, 1, 1, 33],
      [0.5, 1, 0, 0, 1, NaN],
      [-4.5, 0, 1, 0, -3, NaN],
    ]);
  });

  it("is written again as it was read", () => {
    const read: unknown = JSON.parse(OLD);
    expect(JSON.parse(JSON.stringify(preparingFromJSON(read)))).toEqual(read);
  });
});
