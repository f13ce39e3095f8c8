import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { classScores, confusionMatrix } from "./class-scores";
import { classificationMetrics } from "./classification";
import { isBetter, isMetricKey, METRICS } from "./metrics";
import { regressionMetrics } from "./regression";
import { rocAuc } from "./roc-auc";

const f = (...values: number[]) => Float64Array.from(values);

describe("regressionMetrics", () => {
  it("equals the numbers worked out by hand", () => {
    const metrics = regressionMetrics(f(3, -0.5, 2, 7), f(2.5, 0, 2, 8));
    expect(metrics.rmse).toBeCloseTo(Math.sqrt((0.25 + 0.25 + 0 + 1) / 4), 15);
    expect(metrics.mae).toBe(0.5);
    expect(metrics.median_ae).toBe(0.5);
    expect(metrics.max_error).toBe(1);
    expect(metrics.mape).toBeCloseTo((0.5 / 3 + 1 + 0 + 1 / 7) / 4, 15);
    // scikit-learn's documentation gives 0.948... for these four rows.
    expect(metrics.r2).toBeCloseTo(1 - 1.5 / 29.1875, 15);
  });

  it("divides by the machine epsilon where a true value is zero", () => {
    expect(regressionMetrics(f(0, 2), f(1, 2)).mape).toBe(1 / Number.EPSILON / 2);
    expect(regressionMetrics(f(0, 2), f(0, 2)).mape).toBe(0);
  });

  it("has an R² for constant values and none for a single row", () => {
    expect(regressionMetrics(f(2, 2), f(2, 2)).r2).toBe(1);
    expect(regressionMetrics(f(2, 2), f(2, 3)).r2).toBe(0);
    expect(regressionMetrics(f(2), f(2)).r2).toBeNaN();
    expect(regressionMetrics(f(), f()).rmse).toBeNaN();
    expect(regressionMetrics(f(), f()).median_ae).toBeNaN();
  });
});

describe("classificationMetrics", () => {
  it("equals the numbers worked out by hand for two classes", () => {
    const proba = f(0.9, 0.1, 0.4, 0.6, 0.2, 0.8, 0.7, 0.3, 0.3, 0.7);
    const metrics = classificationMetrics(f(0, 0, 1, 1, 1), f(0, 1, 1, 0, 1), proba, 2);
    expect(metrics.accuracy).toBe(0.6);
    expect(metrics.precision).toBeCloseTo(2 / 3, 15);
    expect(metrics.recall).toBeCloseTo(2 / 3, 15);
    expect(metrics.f1).toBeCloseTo(2 / 3, 15);
    expect(metrics.f1_macro).toBeCloseTo((2 / 3 + 1 / 2) / 2, 15);
    expect(metrics.f1_weighted).toBeCloseTo((3 * (2 / 3) + 2 * (1 / 2)) / 5, 15);
    // Six pairs of a positive and a negative: 0.8 and 0.7 beat 0.1 and 0.6, 0.3 beats 0.1 only.
    expect(metrics.roc_auc).toBeCloseTo(5 / 6, 15);
    const expected = -(Math.log(0.9) + Math.log(0.4) + Math.log(0.8) + Math.log(0.3) + Math.log(0.7)) / 5;
    expect(metrics.log_loss).toBeCloseTo(expected, 15);
  });

  it("averages over the classes that occur when there are more than two", () => {
    const y = f(0, 1, 2, 2);
    const predicted = f(0, 2, 2, 2);
    const proba = f(1, 0, 0, 0, 0, 0.4, 0.6, 0, 0, 0.2, 0.8, 0, 0, 0, 1, 0);
    const metrics = classificationMetrics(y, predicted, proba, 4);
    expect(confusionMatrix(y, predicted, 4)).toEqual([
      [1, 0, 0, 0],
      [0, 0, 1, 0],
      [0, 0, 2, 0],
      [0, 0, 0, 0],
    ]);
    expect(metrics.precision).toBeCloseTo((1 + 0 + 2 / 3) / 3, 15);
    expect(metrics.recall).toBeCloseTo((1 + 0 + 1) / 3, 15);
    expect(metrics.f1).toBeCloseTo((1 + 0 + 0.8) / 3, 15);
    expect(metrics.f1_weighted).toBeCloseTo((1 + 0 + 2 * 0.8) / 4, 15);
    expect(metrics.roc_auc).toBe(1);
  });

  it("scores 0 where there is nothing to divide by, and has no area for a single class", () => {
    const metrics = classificationMetrics(f(0, 0), f(0, 0), f(1, 0, 1, 0), 2);
    expect([metrics.accuracy, metrics.precision, metrics.recall, metrics.f1]).toEqual([1, 0, 0, 0]);
    expect(metrics.roc_auc).toBeNaN();
    expect(metrics.log_loss).toBeCloseTo(0, 12);
    expect(classificationMetrics(f(), f(), f(), 2).accuracy).toBeNaN();
    expect(
      classScores([
        [0, 0],
        [0, 0],
      ])[1],
    ).toEqual({ precision: 0, recall: 0, f1: 0, support: 0 });
  });

  it("stays finite for a certain mistake", () => {
    expect(classificationMetrics(f(1), f(0), f(1, 0), 2).log_loss).toBeCloseTo(-Math.log(Number.EPSILON), 12);
  });
});

describe("rocAuc", () => {
  it("equals the share of well ordered pairs, ties counting half", () => {
    const row = fc.tuple(fc.constantFrom(0, 1), fc.integer({ min: 0, max: 5 }));
    fc.assert(
      fc.property(fc.array(row, { minLength: 2 }), (rows) => {
        const scores = (truth: number) => rows.filter(([y]) => y === truth).map(([, score]) => score);
        const pairs = scores(1).flatMap((high) =>
          scores(0).map((low) => (high > low ? 1 : high === low ? 0.5 : 0) as number),
        );
        const proba = Float64Array.from(rows.flatMap(([, score]) => [1 - score / 5, score / 5]));
        const area = rocAuc(
          Float64Array.from(rows, ([y]) => y),
          proba,
          2,
        );
        if (pairs.length === 0) expect(area).toBeNaN();
        else expect(area).toBeCloseTo(pairs.reduce((sum, pair) => sum + pair, 0) / pairs.length, 12);
      }),
    );
  });
});

describe("METRICS", () => {
  it("knows which of two values is better", () => {
    expect(isBetter("rmse", 48000, 49000)).toBe(true);
    expect(isBetter("r2", 0.81, 0.82)).toBe(false);
    expect(isBetter("r2", 0.83, 0.82, 0.02)).toBe(false);
    expect(isBetter("rmse", NaN, 49000)).toBe(false);
    expect(METRICS.log_loss.direction).toBe("minimize");
    expect([isMetricKey("f1"), isMetricKey("toString")]).toEqual([true, false]);
  });
});
