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

const answer = async (of: TrainingData, strategy?: string, constant?: number | string) => {
  const model = await baseline.fit(of, baseline.params.parse({ strategy, constant }), { seed: 1 });
  return { value: model.predict(of.x)[0], proba: [...model.predictProba(of.x)].slice(0, of.classCount) };
};

describe("baseline", () => {
  familyConformance(baseline, { weights: { params: {}, digits: 12 } });

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
      "The strategy prior is not for regression; choose mean, median or constant.",
    );
  });

  it("answers a constant: a value, or a class by its label", async () => {
    expect((await answer(data("regression", [1, 2]), "constant", -7.5)).value).toBe(-7.5);
    const classes = { ...data("classification", [0, 1, 1], 2), classLabels: ["no", "yes"] };
    expect(await answer(classes, "constant", "no")).toEqual({ value: 0, proba: [1, 0] });
    expect((await answer(data("classification", [0, 1, 1], 2), "constant", 0)).value).toBe(0);
    await expect(answer(classes, "constant", "maybe")).rejects.toThrow(
      "The constant maybe is no class of the target: no, yes.",
    );
    await expect(answer(data("regression", [1, 2]), "constant")).rejects.toMatchObject({
      code: "invalid_parameter",
      facts: { parameter: "constant" },
    });
  });

  it("counts rows by their weights", async () => {
    const values = { ...data("regression", [1, 2, 9]), weights: Float64Array.of(1, 1, 2) };
    expect((await answer(values)).value).toBe(21 / 4);
    // As [1, 2, 9, 9].
    expect((await answer(values, "median")).value).toBe(5.5);
    const classes = { ...data("classification", [0, 1, 1], 2), weights: Float64Array.of(6, 1, 1) };
    expect(await answer(classes)).toEqual({ value: 0, proba: [0.75, 0.25] });
    expect(await answer(classes, "most_frequent")).toEqual({ value: 0, proba: [1, 0] });
  });
});
