import { describe, expect, it } from "vitest";
import type { TrainingData } from "../family";
import { checkTrainingData } from "./check-matrix";

const data: TrainingData = {
  task: "classification",
  x: { rowCount: 3, featureNames: ["a"], data: Float64Array.of(1, 2, 3) },
  y: Float64Array.of(0, 1, 1),
  classCount: 2,
};

describe("checkTrainingData", () => {
  it("takes weights of which some are 0", () => {
    expect(() => checkTrainingData({ ...data, weights: Float64Array.of(0, 0.5, 2) })).not.toThrow();
  });

  it.each([
    [[1, 2], "invalid_input", "3 rows have 2 sample weights."],
    [[1, NaN, 2], "invalid_input", "The sample weight of row 1 is NaN"],
    [[1, Infinity, 2], "invalid_input", "The sample weight of row 1 is Infinity"],
    [[1, 2, -1], "invalid_input", "The sample weight of row 2 is -1"],
    [[0, 0, 0], "too_few_rows", "Every sample weight is 0"],
  ])("refuses the weights %j", (weights, code, message) => {
    const check = () => checkTrainingData({ ...data, weights: Float64Array.from(weights) });
    expect(check).toThrow(expect.objectContaining({ code }));
    expect(check).toThrow(message);
  });

  it("refuses category features that the matrix does not have, and labels that do not fit the classes", () => {
    expect(() => checkTrainingData({ ...data, categorical: [{ feature: 0, cardinality: 3 }] })).not.toThrow();
    expect(() => checkTrainingData({ ...data, categorical: [{ feature: 1, cardinality: 3 }] })).toThrow(
      "A category feature needs an index below 1",
    );
    expect(() => checkTrainingData({ ...data, classLabels: ["a"] })).toThrow("1 labels for 2 classes");
  });
});
