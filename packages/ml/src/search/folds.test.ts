import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { groupKFold, kFold, stratifiedKFold, timeSeriesFolds, type Fold } from "./folds";

const tests = (folds: readonly Fold[]) => folds.map(({ test }) => [...test]);
const letters = (text: string) => [...text].map((letter) => letter.charCodeAt(0) - 97);

function expectPartition(folds: readonly Fold[], rowCount: number) {
  const rows = Array.from({ length: rowCount }, (_, row) => row);
  expect(folds.flatMap(({ test }) => [...test]).sort((a, b) => a - b)).toEqual(rows);
  for (const { train, test } of folds) expect([...train, ...test].sort((a, b) => a - b)).toEqual(rows);
}

describe("folds", () => {
  it("are contiguous, the first ones a row larger, as scikit-learn's KFold", () => {
    const folds = kFold(10, 3);
    expect(tests(folds)).toEqual([
      [0, 1, 2, 3],
      [4, 5, 6],
      [7, 8, 9],
    ]);
    expect([...folds[1].train]).toEqual([0, 1, 2, 3, 7, 8, 9]);
  });

  it("are shuffled by the seed, each in ascending order", () => {
    const shuffled = tests(kFold(10, 3, { shuffleSeed: 5 }));
    expect(shuffled).toEqual(tests(kFold(10, 3, { shuffleSeed: 5 })));
    expect(shuffled).not.toEqual(tests(kFold(10, 3, { shuffleSeed: 6 })));
    expect(shuffled.map((fold) => fold.length)).toEqual([4, 3, 3]);
    for (const fold of shuffled) expect(fold).toEqual([...fold].sort((a, b) => a - b));
  });

  it("hold every row once as a test row, in all sizes", () => {
    const sizes = fc
      .integer({ min: 2, max: 60 })
      .chain((rows) => fc.tuple(fc.constant(rows), fc.integer({ min: 2, max: rows }), fc.option(fc.nat())));
    fc.assert(
      fc.property(sizes, ([rows, count, seed]) => {
        const folds = kFold(rows, count, { shuffleSeed: seed ?? undefined });
        expectPartition(folds, rows);
        const counts = folds.map(({ test }) => test.length);
        expect(Math.max(...counts) - Math.min(...counts)).toBeLessThanOrEqual(1);
      }),
      { numRuns: 60 },
    );
  });

  it("deal the classes out as scikit-learn's StratifiedKFold", () => {
    // Labels sorted by first appearance, b b b b b a a a: folds 0 1 2 0 1 | 2 0 1 are how many of each a fold gets.
    expect(tests(stratifiedKFold(letters("bbabaabb"), 3))).toEqual([
      [0, 1, 2],
      [3, 4, 6],
      [5, 7],
    ]);
  });

  it("keep every class's share to one row, shuffled or not", () => {
    const classes = fc.array(fc.integer({ min: 0, max: 3 }), { minLength: 12, maxLength: 80 });
    fc.assert(
      fc.property(classes, fc.option(fc.nat()), (labels, seed) => {
        const folds = stratifiedKFold(labels, 3, { shuffleSeed: seed ?? undefined });
        expectPartition(folds, labels.length);
        for (let label = 0; label <= 3; label++) {
          const counts = folds.map(({ test }) => test.filter((row) => labels[row] === label).length);
          expect(Math.max(...counts) - Math.min(...counts)).toBeLessThanOrEqual(1);
        }
      }),
      { numRuns: 60 },
    );
  });

  it("learn from the past only, as scikit-learn's TimeSeriesSplit", () => {
    const folds = timeSeriesFolds(7, 3);
    expect(folds.map(({ train, test }) => [[...train], [...test]])).toEqual([
      [[0, 1, 2, 3], [4]],
      [[0, 1, 2, 3, 4], [5]],
      [[0, 1, 2, 3, 4, 5], [6]],
    ]);
    expect(tests(timeSeriesFolds(12, 3))).toEqual([
      [3, 4, 5],
      [6, 7, 8],
      [9, 10, 11],
    ]);
  });

  it("never tear a group, as scikit-learn's GroupKFold", () => {
    expect(tests(groupKFold([0, 0, 2, 2], 2))).toEqual([
      [2, 3],
      [0, 1],
    ]);
    // Sizes 3 (of 7), 2 (of 5), 2 (of 4), 1 (of 9): 7 | 5 | then 4 to the lighter, 9 to the lighter.
    expect(tests(groupKFold([7, 5, 7, 4, 9, 5, 4, 7], 2))).toEqual([
      [0, 2, 4, 7],
      [1, 3, 5, 6],
    ]);
  });

  it("refuse what cannot be cut", () => {
    const code = (work: () => unknown) => {
      try {
        work();
        return null;
      } catch (error) {
        return (error as { code?: string }).code;
      }
    };
    expect(code(() => kFold(3, 4))).toBe("too_few_rows");
    expect(code(() => kFold(0, 2))).toBe("too_few_rows");
    expect(code(() => kFold(9, 1))).toBe("invalid_parameter");
    expect(code(() => kFold(9, 2.5))).toBe("invalid_parameter");
    expect(code(() => stratifiedKFold([0, 1, 2, 0], 3))).toBe("too_few_rows");
    expect(code(() => timeSeriesFolds(3, 3))).toBe("too_few_rows");
    expect(code(() => groupKFold([1, 1, 1], 2))).toBe("too_few_rows");
  });

  it("cut a million rows at once", () => {
    const classes = Int8Array.from({ length: 1_000_000 }, (_, row) => row % 3);
    expect(stratifiedKFold(classes, 5, { shuffleSeed: 1 }).map(({ test }) => test.length)).toEqual(
      Array(5).fill(200_000),
    );
  });
});
