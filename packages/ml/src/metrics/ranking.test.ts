import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { averagePrecision, prAuc } from "./average-precision";
import { bestF1Threshold, bestYoudenThreshold } from "./best-threshold";
import { prCurve, rocCurve } from "./curves";
import { areaUnderRoc } from "./roc-auc";
import { thresholdCounts } from "./threshold-counts";

const f = (...values: number[]) => Float64Array.from(values);
// scikit-learn's documented example: y = [0, 0, 1, 1], scores = [0.1, 0.4, 0.35, 0.8].
const y = f(0, 0, 1, 1);
const score = f(0.1, 0.4, 0.35, 0.8);

const rows = fc.array(
  fc.record({
    truth: fc.constantFrom(0, 1),
    score: fc.integer({ min: 0, max: 6 }),
    weight: fc.integer({ min: 0, max: 3 }),
  }),
  { minLength: 1 },
);
const of = (sample: readonly { truth: number; score: number }[]) => ({
  truths: Float64Array.from(sample, ({ truth }) => truth),
  scores: Float64Array.from(sample, (row) => row.score / 6),
});

describe("thresholdCounts", () => {
  it("counts what is called positive as the threshold falls", () => {
    const counts = thresholdCounts(y, score);
    expect([...counts.thresholds]).toEqual([0.8, 0.4, 0.35, 0.1]);
    expect([...counts.truePositives]).toEqual([1, 1, 2, 2]);
    expect([...counts.falsePositives]).toEqual([0, 1, 1, 2]);
    expect([counts.positives, counts.negatives]).toEqual([2, 2]);
  });

  it("counts a row of weight w as w rows", () => {
    fc.assert(
      fc.property(rows, (sample) => {
        const { truths, scores } = of(sample);
        const weights = Float64Array.from(sample, ({ weight }) => weight);
        const repeated = of(sample.flatMap((row) => new Array<typeof row>(row.weight).fill(row)));
        expect(thresholdCounts(truths, scores, { weights })).toEqual(
          thresholdCounts(repeated.truths, repeated.scores),
        );
      }),
    );
  });

  it("ranks a score that is NaN last and knows no rows", () => {
    expect([...thresholdCounts(f(1, 0), f(NaN, 0.2)).thresholds]).toEqual([0.2, -Infinity]);
    expect(thresholdCounts(f(), f())).toMatchObject({ positives: 0, negatives: 0 });
    expect(() => thresholdCounts(f(1), f())).toThrow(RangeError);
  });
});

describe("averagePrecision", () => {
  it("equals scikit-learn's documented 0.83", () => {
    // Recall rises by 1/2 at precision 1 and by 1/2 at precision 2/3.
    expect(averagePrecision(thresholdCounts(y, score))).toBeCloseTo(0.5 + 1 / 3, 15);
  });

  it("equals the sum over thresholds, taken one by one", () => {
    fc.assert(
      fc.property(rows, (sample) => {
        const { truths, scores } = of(sample);
        const positives = sample.filter(({ truth }) => truth === 1).length;
        let expected = 0;
        let recall = 0;
        for (const threshold of [...new Set(scores)].sort((a, b) => b - a)) {
          const called = sample.filter((_, row) => scores[row] >= threshold);
          const hits = called.filter(({ truth }) => truth === 1).length;
          expected += (hits / positives - recall) * (hits / called.length);
          recall = hits / positives;
        }
        const found = averagePrecision(thresholdCounts(truths, scores));
        if (positives === 0) expect(found).toBeNaN();
        else expect(found).toBeCloseTo(expected, 12);
      }),
    );
  });

  it("is the mean over the classes that occur when there are more than two", () => {
    const proba = f(0.6, 0.3, 0.1, 0.2, 0.5, 0.3, 0.5, 0.4, 0.1);
    // Class 0 ranks its rows 1 and 3 first and second: 1. Class 1 ranks its row first: 1. Class 2 does not occur.
    expect(prAuc(f(0, 1, 0), proba, 3)).toBe(1);
    // Of class 1 only: its one row is second of three.
    expect(prAuc(f(1, 0), f(0.6, 0.4, 0.3, 0.7), 2)).toBe(0.5);
  });
});

describe("curves", () => {
  it("run through every threshold of a small sample", () => {
    const counts = thresholdCounts(y, score);
    expect(rocCurve(counts)).toEqual([
      { x: 0, y: 0, threshold: null },
      { x: 0, y: 0.5, threshold: 0.8 },
      { x: 0.5, y: 0.5, threshold: 0.4 },
      { x: 0.5, y: 1, threshold: 0.35 },
      { x: 1, y: 1, threshold: 0.1 },
    ]);
    expect(prCurve(counts).map((point) => [point.x, point.y])).toEqual([
      [0, 1],
      [0.5, 1],
      [0.5, 0.5],
      [1, 2 / 3],
      [1, 0.5],
    ]);
  });

  it("are empty where a side has no row", () => {
    const counts = thresholdCounts(f(0, 0), f(0.1, 0.2));
    expect([rocCurve(counts), prCurve(counts)]).toEqual([[], []]);
    expect([bestF1Threshold(counts), bestYoudenThreshold(counts)]).toEqual([null, null]);
  });

  it("keep the area of 20,000 rows in 200 points", () => {
    const n = 20_000;
    const truths = Float64Array.from({ length: n }, (_, i) => ((i * 7919) % 3 === 0 ? 1 : 0));
    const scores = truths.map((truth, i) => ((i * 104_729) % 9973) / 9973 + truth * 0.4);
    const counts = thresholdCounts(truths, scores);
    const points = rocCurve(counts);
    expect(points.length).toBeLessThanOrEqual(200);
    expect([points[0], points.at(-1)]).toMatchObject([
      { x: 0, y: 0 },
      { x: 1, y: 1 },
    ]);
    const area = points
      .slice(1)
      .reduce((sum, { x, y: top }, i) => sum + ((x - points[i].x) * (top + points[i].y)) / 2, 0);
    expect(Math.abs(area - areaUnderRoc(counts))).toBeLessThan(0.001);
    expect(prCurve(counts, 50)).toHaveLength(50);
  });
});

describe("the best threshold", () => {
  it("has the highest score of all thresholds, the highest of several", () => {
    const called = (sample: readonly { truth: number }[], scores: Float64Array, threshold: number) => {
      const chosen = sample.filter((_, row) => scores[row] >= threshold);
      const hits = chosen.filter(({ truth }) => truth === 1).length;
      const positives = sample.filter(({ truth }) => truth === 1).length;
      const negatives = sample.length - positives;
      return {
        f1: (2 * hits) / (chosen.length + positives),
        j: hits / positives - (chosen.length - hits) / negatives,
      };
    };
    fc.assert(
      fc.property(rows, (sample) => {
        const { truths, scores } = of(sample);
        if (new Set(truths).size < 2) return;
        const counts = thresholdCounts(truths, scores);
        const all = [...new Set(scores)].sort((a, b) => b - a);
        const most = (key: "f1" | "j") =>
          all.reduce((best, each) =>
            called(sample, scores, each)[key] > called(sample, scores, best)[key] ? each : best,
          );
        const f1 = bestF1Threshold(counts);
        const youden = bestYoudenThreshold(counts);
        expect(f1?.threshold).toBe(most("f1"));
        expect(f1?.value).toBeCloseTo(called(sample, scores, most("f1")).f1, 12);
        expect(youden?.threshold).toBe(most("j"));
        expect(youden?.value).toBeCloseTo(called(sample, scores, most("j")).j, 12);
      }),
    );
  });
});
