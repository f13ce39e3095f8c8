import { describe, expect, it } from "vitest";
import { createRandom } from "../random";
import { categoryColumn, numberColumn, tableFromColumns } from "../table";
import { preparingFromJSON } from "./preparing";
import { assignFolds, encodeOutOfFold, fitTargetEncoding } from "./target-encoding";
import { featureOf, fit, fitTransform, rowsOf } from "./testing";
import type { UnseenCategory } from "./fitted-preparing";

const codes = Int32Array.of(0, 0, 1, 1, 1, 2);
const y = Float64Array.of(1, 3, 10, 20, 30, 8);
const mean = 72 / 6;

describe("target encoding", () => {
  it("mixes the target's mean into every category's as if it were that many more rows", () => {
    const { encodings, mean: overall } = fitTargetEncoding(codes, y, 4, 2);
    expect(overall).toBe(mean);
    expect([...encodings]).toEqual([(4 + 2 * mean) / 4, (60 + 2 * mean) / 5, (8 + 2 * mean) / 3, mean]);
    expect([...fitTargetEncoding(codes, y, 4, 0).encodings]).toEqual([2, 20, 8, mean]);
  });

  it("weighs by empirical Bayes when smoothing is auto", () => {
    const variance = y.reduce((sum, value) => sum + (value - mean) ** 2, 0) / 6;
    // Within the categories: (1 + 1) / 2 = 1, (100 + 0 + 100) / 3, and 0 for the one row of the last.
    const weight = (count: number, within: number) => (variance * count) / (variance * count + within);
    const first = weight(2, 1);
    const second = weight(3, 200 / 3);
    const { encodings } = fitTargetEncoding(codes, y, 4, "auto");
    expect(encodings[0]).toBeCloseTo(first * 2 + (1 - first) * mean, 12);
    expect(encodings[1]).toBeCloseTo(second * 20 + (1 - second) * mean, 12);
    expect(encodings[2]).toBe(8);
    expect(encodings[3]).toBe(mean);
  });

  it("is the mean where the target does not vary, and ignores rows without a target", () => {
    expect([...fitTargetEncoding(Int32Array.of(0, 1), Float64Array.of(7, 7), 2, "auto").encodings]).toEqual([
      7, 7,
    ]);
    const partly = fitTargetEncoding(Int32Array.of(0, 0, 1), Float64Array.of(2, NaN, 4), 2, 0);
    expect([...partly.encodings, partly.mean]).toEqual([2, 4, 3]);
  });

  it("encodes a row by the other folds only", () => {
    const random = createRandom(3);
    const many = Int32Array.from({ length: 200 }, () => random.int(12));
    const values = Float64Array.from(many, (code) => code + random.normal());
    const fold = assignFolds(values, 5, 0, random);
    const encoded = encodeOutOfFold(many, values, 12, "auto", { fold, count: 5 });
    for (let row = 0; row < 200; row += 7) {
      const others = Array.from(many, (_, other) => other).filter((other) => fold[other] !== fold[row]);
      const fitted = fitTargetEncoding(
        Int32Array.from(others, (other) => many[other]),
        Float64Array.from(others, (other) => values[other]),
        12,
        "auto",
      );
      expect(encoded[row]).toBeCloseTo(fitted.encodings[many[row]], 10);
    }
  });

  it("makes folds of equal sizes, with every class in each", () => {
    const classes = Float64Array.from({ length: 53 }, (_, row) => (row % 5 === 0 ? 1 : 0));
    const fold = assignFolds(classes, 5, 2, createRandom(1));
    const sizes = [0, 1, 2, 3, 4].map((each) => fold.filter((value) => value === each).length);
    expect(sizes.toSorted()).toEqual([10, 10, 11, 11, 11]);
    const rare = [0, 1, 2, 3, 4].map(
      (each) => fold.filter((value, row) => value === each && classes[row] === 1).length,
    );
    expect(rare.toSorted()).toEqual([2, 2, 2, 2, 3]);
    expect([...assignFolds(new Float64Array(7), 3, 0, createRandom(1))].sort()).toEqual([
      0, 0, 0, 1, 1, 2, 2,
    ]);
  });

  it("stays finite where sums and squares are beyond a double", () => {
    const { encodings, mean: overall } = fitTargetEncoding(
      Int32Array.of(0, 0, 1, 1),
      Float64Array.of(1.7e308, 1.7e308, -1.7e308, 1e308),
      2,
      "auto",
    );
    expect(encodings[0]).toBeCloseTo(1.7e308, -300);
    expect([...encodings, overall].every(Number.isFinite)).toBe(true);
  });
});

const cities = ["a", "a", "a", "b", "b", "b", null, "c", "c", "c", "c", "a"];
const table = (target: ReturnType<typeof numberColumn> | ReturnType<typeof categoryColumn>) =>
  tableFromColumns([categoryColumn("city", cities), target]);
const numbers = table(numberColumn("y", [1.5, 2, 3, 10, 11, 12, 50, 20, 21, 22, 23, 1.5]));

describe("a column encoded by the target", () => {
  it("gives rows to predict the means of all training rows, and training rows those of other folds", () => {
    const { preparing, x } = fitTransform(numbers, { encode: { method: "target", smooth: 0 } });
    const asked = tableFromColumns([categoryColumn("city", ["a", "b", "c", null, "new"])]);
    const unseen: UnseenCategory[] = [];
    // The missing one counts as the most frequent, a.
    const a = (1.5 + 2 + 3 + 1.5 + 50) / 5;
    expect([...preparing.transform(asked, unseen).data]).toEqual([a, 11, 21.5, a, 177 / 12]);
    expect(unseen).toEqual([{ column: "city", category: "new", rows: 1 }]);
    expect(x.featureNames).toEqual(["city"]);
    expect([...x.data]).not.toEqual([...preparing.transform(numbers).data]);
  });

  it("knows a missing value as a category of its own where nothing stands in for it", () => {
    const config = { encode: { method: "target", smooth: 0 }, impute: { categorical: "none" } } as const;
    const asked = tableFromColumns([categoryColumn("city", ["a", null])]);
    expect([...fit(numbers, config).transform(asked).data]).toEqual([2, 50]);
  });

  it("has one feature for two classes and one for each of more", () => {
    const two = table(
      categoryColumn(
        "y",
        cities.map((city) => (city === "a" ? "no" : "yes")),
      ),
    );
    const config = { encode: { method: "target", smooth: 0 }, impute: { categorical: "none" } } as const;
    const asked = tableFromColumns([categoryColumn("city", ["a", "b"])]);
    expect([...fit(two, config).transform(asked).data]).toEqual([0, 1]);
    const three = table(
      categoryColumn(
        "y",
        cities.map((city, row) => (row === 0 ? "b" : (city ?? "c"))),
      ),
    );
    const fitted = fit(three, config);
    expect(fitted.featureNames).toEqual(["city_a", "city_b", "city_c"]);
    expect(rowsOf(fitted.transform(asked))).toEqual([
      [0.75, 0.25, 0],
      [0, 1, 0],
    ]);
    expect(preparingFromJSON(JSON.parse(JSON.stringify(fitted))).transform(asked)).toEqual(
      fitted.transform(asked),
    );
  });

  it("is scaled as the model sees it in training", () => {
    const { x } = fitTransform(numbers, { encode: "target" }, "linear");
    const values = featureOf(x, "city");
    expect(values.reduce((sum, value) => sum + value, 0)).toBeCloseTo(0, 10);
    expect(values.reduce((sum, value) => sum + value ** 2, 0) / values.length).toBeCloseTo(1, 10);
  });

  it("is the same for the same seed and works on a single row", () => {
    const config = { encode: "target" } as const;
    expect(fitTransform(numbers, config).x).toEqual(fitTransform(numbers, config).x);
    const one = fitTransform(numbers, config, "linear", Int32Array.of(4));
    expect(one.x.data.every(Number.isFinite)).toBe(true);
  });
});
