import { describe, expect, it } from "vitest";
import type { ModelFamily, TrainingData } from "../family";
import { featureCount } from "../matrix";
import { example, ROWS, type ConformanceOptions } from "./family-examples.testsuite";

/** The rows of the data, each as often as `times` says. */
function repeated(data: TrainingData, times: Float64Array): TrainingData {
  const rows = [...times].flatMap((count, row) => new Array<number>(count).fill(row));
  const width = featureCount(data.x);
  const values = rows.flatMap((row) => [...data.x.data.subarray(row * width, (row + 1) * width)]);
  return {
    ...data,
    x: { ...data.x, rowCount: rows.length, data: Float64Array.from(values) },
    y: Float64Array.from(rows, (row) => data.y[row]),
  };
}

/** A sample weight is how often a row counts. */
export function weightsConformance<Params>(
  family: ModelFamily<Params>,
  { weights: { params: given, digits } }: ConformanceOptions,
): void {
  const params = family.params.parse({ ...given });
  const fit = (data: TrainingData) => family.fit(data, params, { seed: 42 });

  describe.each(family.tasks)("%s weights", (task) => {
    const data = example(task);
    const answers = async (of: TrainingData) => {
      const model = await fit(of);
      return task === "regression" ? model.predict(data.x) : model.predictProba(data.x);
    };

    it("of 2 are as good as the row twice, and differ from 1", async () => {
      const weights = Float64Array.from({ length: ROWS }, (_, row) => (data.x.data[row * 4] > 0 ? 2 : 1));
      const weighted = await answers({ ...data, weights });
      const twice = await answers(repeated(data, weights));
      const once = await answers(data);
      weighted.forEach((value, i) => expect(value).toBeCloseTo(twice[i], digits));
      expect(weighted.some((value, i) => Math.abs(value - once[i]) > 1e-4)).toBe(true);
    });

    it("of 0 are as good as no row", async () => {
      const weights = Float64Array.from({ length: ROWS }, (_, row) => Number(row % 3 !== 0));
      const without = await fit(repeated(data, weights));
      expect((await answers({ ...data, weights })).every(Number.isFinite)).toBe(true);
      const predicted = (await fit({ ...data, weights })).predict(data.x);
      expect(predicted).toEqual(without.predict(data.x));
    });

    it("that are negative, unknown, too few or all 0 are refused", async () => {
      const wrong = [
        new Float64Array(ROWS),
        new Float64Array(ROWS).fill(1, 1).fill(-1, 0, 1),
        new Float64Array(ROWS).fill(1, 1).fill(NaN, 0, 1),
        new Float64Array(ROWS - 1).fill(1),
      ];
      for (const weights of wrong)
        await expect(fit({ ...data, weights })).rejects.toMatchObject({ name: "LearningError" });
    });
  });
}
