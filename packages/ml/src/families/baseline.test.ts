import { describe, expect, it } from "vitest";
import type { TrainingData } from "../family";
import { baseline } from "./baseline";
import { familyConformance } from "./family.testsuite";

const data = (task: TrainingData["task"], y: number[], classCount = 0): TrainingData => ({
  task,
  classCount,
  x: { rowCount: y.length, featureNames: ["a"], data: new Float64Array(y.length) },
  y: Float64Array.from(y),
});

const answer = async (of: TrainingData, strategy?: string) => {
  const model = await baseline.fit(of, baseline.params.parse({ strategy }), { seed: 1 });
  return { value: model.predict(of.x)[0], proba: [...model.predictProba(of.x)].slice(0, of.classCount) };
};

describe("baseline", () => {
  familyConformance(baseline);

  it("answers the mean or the median of values", async () => {
    expect((await answer(data("regression", [1, 2, 9]))).value).toBe(4);
    expect((await answer(data("regression", [1, 2, 9]), "median")).value).toBe(2);
    expect((await answer(data("regression", [1, 2, 9, 3]), "median")).value).toBe(2.5);
  });

  it("answers the most frequent class, with certainty or with the classes' shares", async () => {
    const classes = data("classification", [0, 1, 1, 2], 3);
    expect(await answer(classes)).toEqual({ value: 1, proba: [0.25, 0.5, 0.25] });
    expect(await answer(classes, "most_frequent")).toEqual({ value: 1, proba: [0, 1, 0] });
  });

  it("refuses a strategy of the other task", async () => {
    await expect(answer(data("regression", [1, 2]), "prior")).rejects.toThrow(
      "The strategy prior is not for regression; choose mean or median.",
    );
  });
});
