import { describe, expect, it } from "vitest";
import { classWeightParam, rowWeights } from "./class-weights";
import { weightedRows } from "./weighted-rows";

const target = {
  task: "classification",
  y: Float64Array.of(0, 0, 0, 1),
  classCount: 2,
  classLabels: ["no", "yes"],
} as const;

describe("rowWeights", () => {
  it("leaves the sample weights as they are without class weights, and for a regression", () => {
    expect(rowWeights(target, null)).toBeUndefined();
    const weights = Float64Array.of(1, 2, 3, 4);
    expect(rowWeights({ ...target, weights }, null)).toBe(weights);
    expect(rowWeights({ ...target, task: "regression", weights }, "balanced")).toBe(weights);
  });

  it("balances the classes: n / (classes x rows of the class)", () => {
    expect([...rowWeights(target, "balanced")!]).toEqual([4 / 6, 4 / 6, 4 / 6, 2]);
  });

  it("balances by weight, so that a weight of 2 is as good as the row twice", () => {
    const weights = Float64Array.of(1, 1, 0, 2);
    // Each class weighs 2 of 4 already.
    expect([...rowWeights({ ...target, weights }, "balanced")!]).toEqual([1, 1, 0, 2]);
  });

  it("does not count classes that never occur", () => {
    const three = { ...target, classCount: 3, classLabels: ["no", "yes", "never"] };
    expect(rowWeights(three, "balanced")).toEqual(rowWeights(target, "balanced"));
  });

  it("takes a record by label, 1 for those left out, and multiplies the sample weights", () => {
    const weights = Float64Array.of(1, 2, 3, 4);
    expect([...rowWeights({ ...target, weights }, { yes: 5 })!]).toEqual([1, 2, 3, 20]);
    const unnamed = { ...target, classLabels: undefined };
    expect([...rowWeights(unnamed, { 1: 5 })!]).toEqual([1, 1, 1, 5]);
  });

  it("refuses labels the target does not have, and weights that leave nothing", () => {
    expect(() => rowWeights(target, { maybe: 2 })).toThrow(
      "class_weight names maybe, which the target does not have. Its classes: no, yes.",
    );
    expect(() => rowWeights(target, { no: 0, yes: 0 })).toThrow("leaves no row any weight");
  });

  it("has a parameter that takes null, balanced and records of weights from 0 on", () => {
    expect(classWeightParam.parse(undefined)).toBeNull();
    expect(classWeightParam.parse("balanced")).toBe("balanced");
    expect(classWeightParam.safeParse({ yes: -1 }).success).toBe(false);
    expect(classWeightParam.safeParse("heavy").success).toBe(false);
  });
});

describe("weightedRows", () => {
  const x = { rowCount: 4, featureNames: ["a", "b"], data: Float64Array.of(1, 2, 3, 4, 5, 6, 7, 8) };

  it("leaves out the rows that weigh nothing", () => {
    const found = weightedRows({ ...target, x, weights: Float64Array.of(0, 1, 0, 2) }, { yes: 3 });
    expect([...found.x.data]).toEqual([3, 4, 7, 8]);
    expect([found.x.rowCount, [...found.y], [...found.weights!]]).toEqual([2, [0, 1], [1, 6]]);
  });

  it("copies nothing where every row weighs something", () => {
    const data = { ...target, x };
    expect(weightedRows(data).x).toBe(x);
    expect(weightedRows(data).weights).toBeUndefined();
  });
});
