import { describe, expect, it } from "vitest";
import { baseline } from "../families/baseline";
import { linear } from "../families/linear";
import type { FittedModel } from "../family";
import type { Matrix } from "../matrix";
import { runToEnd } from "../parallel/task";
import { createRandom } from "../random";
import { takeRows } from "./background";
import { sampleShapley, type MixedRows } from "./sampling";
import { bruteForceShapley } from "./testing";

const random = createRandom(9);
const x: Matrix = {
  rowCount: 60,
  featureNames: ["a", "b", "c", "d"],
  data: Float64Array.from({ length: 240 }, () => random.normal()),
};
const rowsFrom = (from: number, to: number) =>
  takeRows(
    x,
    Int32Array.from({ length: to - from }, (_, i) => from + i),
  );

/** Rows 0..2 explained over rows 10..16, answered by a function of four numbers. */
function mixed(of: (a: number, b: number, c: number, d: number) => number): MixedRows {
  const stacked = [...rowsFrom(0, 3).data, ...rowsFrom(10, 17).data];
  return {
    players: x.featureNames,
    outputs: 1,
    rowCount: 3,
    backgroundCount: 7,
    answer(sources, count) {
      const cell = (i: number, p: number) => stacked[sources[i * 4 + p] * 4 + p];
      return Float64Array.from({ length: count }, (_, i) =>
        of(cell(i, 0), cell(i, 1), cell(i, 2), cell(i, 3)),
      );
    },
  };
}

function exact(rows: MixedRows, row: number): number[] {
  return bruteForceShapley(4, (coalition) => {
    const sources = Int32Array.from({ length: 28 }, (_, i) =>
      (coalition >> (i % 4)) & 1 ? row : 3 + Math.floor(i / 4),
    );
    return rows.answer(sources, 7).reduce((sum, value) => sum + value / 7, 0);
  });
}

describe("sampling Shapley values", () => {
  it("is exact with one pair of orders where at most two features interact", () => {
    const rows = mixed((a, b, c, d) => 3 * a * b - Math.exp(c) + d * d * a);
    const { values } = runToEnd(sampleShapley(rows, "value", { permutationPairs: 1 }));
    for (const row of [0, 1, 2])
      exact(rows, row).forEach((value, p) => expect(values[row * 4 + p]).toBeCloseTo(value, 12));
  });

  it("comes close to brute force where all features interact, and always sums exactly", () => {
    const rows = mixed((a, b, c, d) => a * b * c * d + a * b * c - Math.max(a, b, c, d));
    const few = runToEnd(sampleShapley(rows, "value", { permutationPairs: 1 }));
    const many = runToEnd(sampleShapley(rows, "value", { permutationPairs: 1500, seed: 3 }));
    for (const { values, base, predictions } of [few, many]) {
      for (const row of [0, 1, 2]) {
        const sum = values.subarray(row * 4, row * 4 + 4).reduce((total, value) => total + value, 0);
        expect(sum).toBeCloseTo(predictions[row] - base[0], 12);
      }
    }
    for (const row of [0, 1, 2])
      exact(rows, row).forEach((value, p) =>
        expect(Math.abs(many.values[row * 4 + p] - value)).toBeLessThan(0.02),
      );
  });

  it("draws the same orders for the same seed", () => {
    const rows = mixed((a, b, c, d) => a * b * c * d);
    const run = (seed: number) =>
      runToEnd(sampleShapley(rows, "value", { permutationPairs: 1, seed })).values;
    expect(run(1)).toEqual(run(1));
    expect(run(1)).not.toEqual(run(2));
  });
});

describe("explaining a model by its answers", () => {
  const y = Float64Array.from({ length: 60 }, (_, row) => 2 * x.data[row * 4] - x.data[row * 4 + 1] + 5);
  const fitLinear = (classCount: number) => {
    const classes = y.map((value) => Math.max(0, Math.min(classCount - 1, Math.floor(value / 3))));
    const task = classCount === 0 ? ("regression" as const) : ("classification" as const);
    const params = linear.params.parse({ alpha: 1e-9 });
    return linear.fit({ task, x, y: classCount === 0 ? y : classes, classCount }, params, { seed: 1 });
  };
  const background = rowsFrom(20, 50);

  it("gives a linear model's features their coefficient times the distance from the mean", async () => {
    const model = await fitLinear(0);
    const { values, base, method } = await model.explain(rowsFrom(0, 2), { background });
    expect(method).toBe("sampling");
    const mean = (feature: number) =>
      background.data.reduce((sum, value, i) => sum + (i % 4 === feature ? value / 30 : 0), 0);
    [2, -1, 0, 0].forEach((coefficient, feature) =>
      expect(values[feature]).toBeCloseTo(coefficient * (x.data[feature] - mean(feature)), 6),
    );
    expect(base[0]).toBeCloseTo(5 + 2 * mean(0) - mean(1), 6);
  });

  it.each([2, 3])("sums to the probabilities of %i classes less their means", async (classCount) => {
    const model: FittedModel = await fitLinear(classCount);
    const { values, base, predictions, outputs, quantity } = await model.explain(rowsFrom(0, 5), {
      background,
    });
    expect([quantity, outputs]).toEqual(["probability", classCount === 2 ? 1 : 3]);
    for (let cell = 0; cell < 5 * outputs; cell++) {
      const sum = values.subarray(cell * 4, cell * 4 + 4).reduce((total, value) => total + value, 0);
      expect(sum).toBeCloseTo(predictions[cell] - base[cell % outputs], 12);
    }
    const alone = await model.explain(rowsFrom(3, 4), { background });
    expect(values.slice(3 * outputs * 4, 4 * outputs * 4)).toEqual(alone.values);
  });

  it("finds that a constant answer owes nothing to any feature", async () => {
    const model = await baseline.fit({ task: "regression", x, y, classCount: 0 }, baseline.params.parse({}), {
      seed: 1,
    });
    const { values, base, predictions } = await model.explain(rowsFrom(0, 2), { background });
    for (const value of values) expect(value).toBeCloseTo(0, 12);
    expect(base[0]).toBeCloseTo(predictions[0], 12);
  });

  it("asks for background rows", async () => {
    const model = await fitLinear(0);
    await expect(model.explain(x)).rejects.toMatchObject({ code: "background_missing" });
    await expect(model.explain(x, { background: rowsFrom(0, 0) })).rejects.toMatchObject({
      code: "background_missing",
    });
  });

  it("stops when aborted", async () => {
    const model = await fitLinear(0);
    const controller = new AbortController();
    const onProgress = () => controller.abort();
    const explaining = model.explain(x, { background, signal: controller.signal, onProgress });
    await expect(explaining).rejects.toMatchObject({ name: "AbortError" });
  });
});
