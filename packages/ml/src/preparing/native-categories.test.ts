import { describe, expect, it } from "vitest";
import { gradientBoosting } from "../families/gradient-boosting";
import type { FamilyId } from "../family";
import { tableFromRecords } from "../table";
import { prepareConfigSchema } from "./config";
import { preparingKey } from "./family-needs";
import { fitPreparing } from "./fit";
import { preparingFromJSON } from "./preparing";
import type { UnseenCategory } from "./fitted-preparing";

const columns = [
  { name: "size", kind: "number" as const },
  { name: "place", kind: "category" as const },
  { name: "kind", kind: "category" as const },
  { name: "y", kind: "number" as const },
];
const PLACES = ["bay", "inland", "coast", "hill"];
const table = tableFromRecords(
  Array.from({ length: 80 }, (_, row) => ({
    size: row % 7,
    place: row % 11 === 0 ? null : PLACES[row % 4],
    kind: row % 2 === 0 ? "house" : "flat",
    y: (row % 4 === 1 ? 10 : row % 4) + (row % 7),
  })),
  columns,
);
const rows = Int32Array.from({ length: 80 }, (_, row) => row);

const fitted = (family: FamilyId, encode: unknown) =>
  fitPreparing(table, rows, prepareConfigSchema.parse({ encode }), { target: "y", family });

describe("encode: native", () => {
  it("gives families that take categories their codes, with those of a missing and an unseen one", () => {
    const preparing = fitted("gradient_boosting", "native");
    expect(preparing.featureNames).toEqual(["size", "place", "kind"]);
    expect(preparing.categorical).toEqual([
      { feature: 1, cardinality: 4 },
      { feature: 2, cardinality: 2 },
    ]);
    const unseen: UnseenCategory[] = [];
    const asked = tableFromRecords(
      [
        { size: 1, place: "hill", kind: "house", y: null },
        { size: 1, place: "moon", kind: "flat", y: null },
      ],
      columns,
    );
    expect([...preparing.transform(asked, unseen).data]).toEqual([1, 2, 1, 1, -1, 0]);
    expect(unseen).toEqual([{ column: "place", category: "moon", rows: 1 }]);
  });

  it("survives JSON, scaled families included", () => {
    for (const family of ["gradient_boosting", "neural_network"] as const) {
      const preparing = fitted(family, { default: "one_hot", columns: { kind: { method: "native" } } });
      const again = preparingFromJSON(JSON.parse(JSON.stringify(preparing.toJSON())));
      expect(again.categorical).toEqual([{ feature: 5, cardinality: 2 }]);
      expect(again.transform(table)).toEqual(preparing.transform(table));
    }
  });

  it("is one_hot for the other families", () => {
    const preparing = fitted("random_forest", "native");
    expect(preparing.toJSON().features).toEqual(fitted("random_forest", "one_hot").toJSON().features);
    expect(preparing.categorical).toEqual([]);
  });

  it("needs a preparing of its own only where a config asks for it", () => {
    const key = (family: FamilyId, encode: unknown) =>
      preparingKey(family, prepareConfigSchema.parse({ encode }));
    expect(key("gradient_boosting", "one_hot")).toBe(key("random_forest", "one_hot"));
    expect(key("gradient_boosting", "native")).not.toBe(key("random_forest", "native"));
    expect(key("gradient_boosting", { default: "target", columns: { kind: "native" } })).not.toBe(
      key("random_forest", { default: "target", columns: { kind: "native" } }),
    );
  });

  it("is what boosting learns subsets from", async () => {
    const preparing = fitted("gradient_boosting", "native");
    const x = preparing.transform(table);
    const y = Float64Array.from({ length: 80 }, (_, row) => (row % 4 === 1 ? 10 : row % 4) + (row % 7));
    const params = gradientBoosting.params.parse({
      n_estimators: 1,
      max_leaf_nodes: 2,
      min_samples_leaf: 5,
      learning_rate: 1,
    });
    const data = { task: "regression" as const, x, y, classCount: 0, categorical: preparing.categorical };
    const model = await gradientBoosting.fit(data, params, { seed: 1 });
    const answers = model.predict(x);
    const inland = [...rows].filter((row) => row % 4 === 1 && row % 11 !== 0);
    expect(new Set(inland.map((row) => answers[row])).size).toBe(1);
    expect(model.importance()![1]).toBe(1);
  });
});
