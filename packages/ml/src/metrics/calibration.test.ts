import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { calibrationBins } from "./calibration";
import { thinCurve } from "./thin-curve";

const f = (...values: number[]) => Float64Array.from(values);

describe("calibrationBins", () => {
  it("equals scikit-learn's documented example", () => {
    const y = f(0, 0, 0, 0, 1, 1, 1, 1, 1);
    const probability = f(0.1, 0.2, 0.3, 0.4, 0.65, 0.7, 0.8, 0.9, 1);
    const bins = calibrationBins(y, probability, { bins: 3 });
    expect(bins.map(({ fractionPositive }) => fractionPositive)).toEqual([0, 0.5, 1]);
    expect(bins.map(({ meanPredicted }) => meanPredicted)).toEqual([
      expect.closeTo(0.2, 12),
      expect.closeTo(0.525, 12),
      expect.closeTo(0.85, 12),
    ]);
    expect(bins.map(({ rows }) => rows)).toEqual([3, 2, 4]);
  });

  it("puts about equally many rows into the bins of a quantile strategy", () => {
    const probability = Float64Array.from({ length: 100 }, (_, i) => (i / 100) ** 3);
    const bins = calibrationBins(probability.map(Math.round), probability, { strategy: "quantile" });
    expect(bins.map(({ rows }) => rows)).toEqual(new Array(10).fill(10));
  });

  it("loses no row, whatever the probabilities, and has no empty bin", () => {
    const row = fc.tuple(fc.constantFrom(0, 1), fc.double({ min: 0, max: 1, noNaN: true }));
    const given = fc.record({
      rows: fc.array(row),
      strategy: fc.constantFrom("uniform" as const, "quantile" as const),
    });
    fc.assert(
      fc.property(given, ({ rows, strategy }) => {
        const y = Float64Array.from(rows, ([truth]) => truth);
        const probability = Float64Array.from(rows, ([, value]) => value);
        const bins = calibrationBins(y, probability, { strategy });
        expect(bins.reduce((sum, bin) => sum + bin.rows, 0)).toBe(rows.length);
        expect(bins.every(({ rows: count }) => count > 0)).toBe(true);
        const hits = bins.reduce((sum, bin) => sum + bin.fractionPositive * bin.rows, 0);
        expect(hits).toBeCloseTo(
          y.reduce((sum, truth) => sum + truth, 0),
          9,
        );
      }),
    );
  });
});

describe("thinCurve", () => {
  it("drops points on a straight line and keeps corners", () => {
    expect(thinCurve(f(0, 1, 2, 3, 3, 3), f(0, 0, 0, 0, 1, 2), 200)).toEqual([0, 3, 5]);
    expect(thinCurve(f(), f(), 200)).toEqual([]);
    expect(thinCurve(f(1, 1, 1), f(2, 2, 2), 200)).toEqual([0, 2]);
  });

  it("keeps every dropped point near the line drawn in its place", () => {
    const n = 5000;
    const x = Float64Array.from({ length: n }, (_, i) => i / n);
    const y = x.map((value) => Math.sqrt(value));
    const kept = thinCurve(x, y, 200);
    expect(kept).toHaveLength(200);
    for (let i = 1; i < kept.length; i++) {
      const [a, b] = [kept[i - 1], kept[i]];
      for (let at = a + 1; at < b; at++) {
        const line = y[a] + ((y[b] - y[a]) * (x[at] - x[a])) / (x[b] - x[a]);
        expect(Math.abs(line - y[at])).toBeLessThan(0.002);
      }
    }
  });
});
