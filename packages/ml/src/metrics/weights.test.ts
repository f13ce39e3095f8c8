import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { classificationMetrics } from "./classification";
import { median, quantile } from "./quantile";
import { regressionMetrics, residualQuantiles } from "./regression";

const f = (...values: number[]) => Float64Array.from(values);
const repeat = <T>(rows: readonly T[], weights: readonly number[]) =>
  rows.flatMap((row, i) => new Array<T>(weights[i]).fill(row));

describe("sample weights", () => {
  it("count a row of a regression as so many rows", () => {
    const row = fc.record({
      y: fc.integer({ min: -9, max: 9 }),
      p: fc.integer({ min: -9, max: 9 }),
      weight: fc.integer({ min: 1, max: 3 }),
    });
    fc.assert(
      fc.property(fc.array(row, { minLength: 2 }), (rows) => {
        const weights = rows.map(({ weight }) => weight);
        const many = repeat(rows, weights);
        const of = (sample: typeof rows, given?: Float64Array) =>
          regressionMetrics(
            Float64Array.from(sample, ({ y }) => y),
            Float64Array.from(sample, ({ p }) => p),
            given,
          );
        const found = of(rows, Float64Array.from(weights));
        const expected = of(many);
        for (const key of ["rmse", "mae", "median_ae", "max_error", "r2"] as const)
          expect(found[key]).toBeCloseTo(expected[key], 9);
        expect(found.mape / expected.mape || 1).toBeCloseTo(1, 9);
      }),
    );
  });

  it("count a row of a classification as so many rows", () => {
    const row = fc.record({
      y: fc.integer({ min: 0, max: 2 }),
      p: fc.integer({ min: 0, max: 2 }),
      proba: fc.tuple(
        fc.integer({ min: 1, max: 9 }),
        fc.integer({ min: 1, max: 9 }),
        fc.integer({ min: 1, max: 9 }),
      ),
      weight: fc.integer({ min: 1, max: 3 }),
    });
    fc.assert(
      fc.property(fc.array(row, { minLength: 1 }), (rows) => {
        const weights = rows.map(({ weight }) => weight);
        const of = (sample: typeof rows, given?: Float64Array) =>
          classificationMetrics(
            Float64Array.from(sample, ({ y }) => y),
            Float64Array.from(sample, ({ p }) => p),
            Float64Array.from(
              sample.flatMap(({ proba: [a, b, c] }) => [a, b, c].map((v) => v / (a + b + c))),
            ),
            3,
            given,
          );
        const found = of(rows, Float64Array.from(weights));
        const expected = of(repeat(rows, weights));
        for (const [key, value] of Object.entries(expected))
          expect([key, found[key as keyof typeof found]]).toEqual([
            key,
            Number.isNaN(value) ? NaN : expect.closeTo(value, 10),
          ]);
      }),
    );
  });

  it("must be as many as the rows", () => {
    expect(() => regressionMetrics(f(1, 2), f(1, 2), f(1))).toThrow("2 true values and 1 weights.");
    expect(() => classificationMetrics(f(1, 0), f(1, 0), f(0, 1, 1, 0), 2, f(1))).toThrow(RangeError);
  });
});

describe("the added scores", () => {
  it("equal the numbers worked out by hand for two classes", () => {
    const proba = f(0.9, 0.1, 0.4, 0.6, 0.2, 0.8, 0.7, 0.3, 0.3, 0.7);
    const metrics = classificationMetrics(f(0, 0, 1, 1, 1), f(0, 1, 1, 0, 1), proba, 2);
    expect(metrics.balanced_accuracy).toBeCloseTo((1 / 2 + 2 / 3) / 2, 15);
    expect(metrics.precision_macro).toBeCloseTo((1 / 2 + 2 / 3) / 2, 15);
    expect(metrics.precision_weighted).toBeCloseTo((2 * (1 / 2) + 3 * (2 / 3)) / 5, 15);
    expect(metrics.recall_macro).toBe(metrics.balanced_accuracy);
    expect(metrics.recall_weighted).toBeCloseTo(metrics.accuracy, 15);
    // Ranked: 0.8 and 0.7 positive, 0.6 not, 0.3 positive, 0.1 not.
    expect(metrics.pr_auc).toBeCloseTo((1 + 1 + 3 / 4) / 3, 15);
    expect(metrics.brier).toBeCloseTo((0.01 + 0.36 + 0.04 + 0.49 + 0.09) / 5, 15);
  });

  it("sum the Brier score over more than two classes", () => {
    const metrics = classificationMetrics(f(0, 2), f(0, 1), f(0.7, 0.2, 0.1, 0, 0.6, 0.4), 3);
    expect(metrics.brier).toBeCloseTo((0.09 + 0.04 + 0.01 + 0.36 + 0.36) / 2, 15);
    // Class 1 never occurs as truth: it counts for macro precision, not for balanced accuracy.
    expect(metrics.balanced_accuracy).toBe(0.5);
    expect(metrics.recall_macro).toBeCloseTo(1 / 3, 15);
  });
});

describe("quantiles", () => {
  it("lie between neighbours linearly, as numpy's", () => {
    expect([0, 0.25, 0.5, 0.9, 1].map((share) => quantile(f(1, 2, 3, 10), share))).toEqual([
      1,
      1.75,
      2.5,
      expect.closeTo(7.9, 12),
      10,
    ]);
    expect(quantile(f(), 0.5)).toBeNaN();
    expect(quantile(f(-1e308, 1e308), 0.5)).toBe(0);
    expect(quantile(f(Infinity, Infinity), 0.3)).toBe(Infinity);
  });

  it("of residuals are of the true value less the prediction", () => {
    expect(residualQuantiles(f(5, 5, 5), f(1, 5, 7), [0, 0.5, 1])).toEqual([-2, 0, 4]);
  });

  it("take the weighted median where half of the weight is reached", () => {
    expect(median(f(3, 1, 2), f(1, 1, 2))).toBe(2);
    expect(median(f(1, 2), f(1, 1))).toBe(1.5);
    expect(median(f(1, 9), f(1, 0))).toBe(1);
    expect(median(f(1), f(0))).toBeNaN();
  });
});
