import { describe, expect, it } from "vitest";
import { createRandom } from "../random";
import { binTable } from "./boosting-data";
import { createHistogram, fillHistogram, subtractHistogram } from "./gradient-histogram";
import { GradientSplitSearch } from "./gradient-split";

const random = createRandom(12);
const ROWS = 400;
const data = Float64Array.from({ length: ROWS * 3 }, () =>
  random.next() < 0.1 ? Number.NaN : random.int(60),
);
const table = binTable({ rowCount: ROWS, featureNames: ["a", "b", "c"], data }, 255);
/** Multiples of 1/64 add up without rounding, so sums can be compared exactly. */
const gradients = Float64Array.from({ length: ROWS }, () => (random.int(2000) - 1000) / 64);
const hessians = Float64Array.from({ length: ROWS }, () => (1 + random.int(16)) / 64);

function histogramOf(rows: Int32Array, unit: boolean) {
  const histogram = createHistogram(table, unit);
  const pick = (values: Float64Array) => Float64Array.from(rows, (row) => values[row]);
  const leaf = { gradients: pick(gradients), hessians: unit ? null : pick(hessians) };
  fillHistogram(histogram, table, rows, 0, rows.length, leaf);
  return histogram;
}

const all = random.shuffle(Int32Array.from({ length: ROWS }, (_, row) => row));

describe("gradient histograms", () => {
  it.each([true, false])("of a child equal the parent's less the sibling's (unit hessians: %s)", (unit) => {
    const parent = histogramOf(all, unit);
    subtractHistogram(parent, histogramOf(all.slice(0, 150), unit));
    expect(parent).toEqual(histogramOf(all.slice(150), unit));
  });

  it("lead to the split an exhaustive search finds", () => {
    for (const minSamplesLeaf of [1, 60]) {
      const l2 = 0.5;
      const total = (values: Float64Array, rows: Int32Array) =>
        rows.reduce((sum, row) => sum + values[row], 0);
      const score = (rows: Int32Array) => total(gradients, rows) ** 2 / (total(hessians, rows) + l2);
      let best = 0;
      for (let feature = 0; feature < 3; feature++) {
        for (let cut = 0; cut < 60; cut++) {
          for (const missingLeft of [true, false]) {
            const isLeft = (row: number) => {
              const value = data[row * 3 + feature];
              return Number.isNaN(value) ? missingLeft : value <= cut;
            };
            const left = all.filter(isLeft);
            const right = all.filter((row) => !isLeft(row));
            if (Math.min(left.length, right.length) < minSamplesLeaf) continue;
            best = Math.max(best, score(left) + score(right) - score(all));
          }
        }
      }
      const totals = { count: ROWS, gradient: total(gradients, all), hessian: total(hessians, all) };
      const search = new GradientSplitSearch(table, { minSamplesLeaf, l2 });
      const split = search.best(histogramOf(all, false), totals, Int32Array.of(0, 1, 2), 3);
      expect(split!.gain).toBeCloseTo(best, 9);
    }
  });
});
