import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { band, cellMeans, isoline, surface, type Vertex } from "./contour";
import { boxFigures, quantile, smooth, spearman } from "./statistics";

describe("the contour", () => {
  const corners: Vertex[] = [
    [0, 0, 0],
    [1, 0, 1],
    [0, 1, 0],
    [1, 1, 1],
  ];
  const area = (polygons: readonly (readonly Vertex[])[]) =>
    polygons.reduce(
      (sum, polygon) =>
        sum +
        Math.abs(
          polygon.reduce((twice, [x, y], index) => {
            const [nextX, nextY] = polygon[(index + 1) % polygon.length];
            return twice + x * nextY - nextX * y;
          }, 0),
        ) /
          2,
      0,
    );

  it("parts a slope into bands of equal width", () => {
    const triangles = surface(corners);
    expect(triangles).toHaveLength(2);
    for (const [low, high] of [
      [0, 0.25],
      [0.25, 0.75],
      [0.75, 1],
    ])
      expect(area(band(triangles, low, high))).toBeCloseTo(high - low, 12);
    expect(band(triangles, 1.1, 2)).toEqual([]);
  });

  it("draws a line where the surface has one height", () => {
    const points = isoline(surface(corners), 0.5).flat();
    expect(points.map(([x]) => x)).toEqual([0.5, 0.5, 0.5, 0.5]);
    expect(Math.max(...points.map(([, y]) => y)) - Math.min(...points.map(([, y]) => y))).toBe(1);
  });

  it("takes the mean of points at one place, and is empty where all lie on a line", () => {
    const twice = surface([...corners, [0, 0, 1]]);
    expect(twice.flat().find(([x, y]) => x === 0 && y === 0)?.[2]).toBe(0.5);
    expect(
      surface([
        [0, 0, 1],
        [1, 1, 2],
        [2, 2, 3],
      ]),
    ).toEqual([]);
    expect(
      surface([
        [0, 0, 1],
        [0, 0, 2],
      ]),
    ).toEqual([]);
  });

  it("covers the points' hull without holes or overlaps, whatever they are", () => {
    const point = fc.tuple(
      fc.integer({ min: 0, max: 20 }),
      fc.integer({ min: 0, max: 20 }),
      fc.double({ min: 0, max: 1, noNaN: true }),
    );
    fc.assert(
      fc.property(fc.array(point, { minLength: 3, maxLength: 40 }), (points) => {
        const triangles = surface(points);
        const bands = [0, 1, 2, 3].map((step) => area(band(triangles, step / 4, (step + 1) / 4)));
        const whole = area(triangles);
        expect(Math.abs(bands.reduce((sum, one) => sum + one, 0) - whole)).toBeLessThan(1e-6 * (1 + whole));
      }),
    );
  });

  it("goes through means of a cell's points", () => {
    expect(
      cellMeans(
        [
          [1, 1, 2],
          [3, 1, 4],
          [11, 1, 9],
        ],
        10,
      ),
    ).toEqual([
      [2, 1, 3],
      [11, 1, 9],
    ]);
  });
});

describe("statistics", () => {
  it("have NumPy's quantiles", () => {
    expect([0, 0.25, 0.5, 0.75, 1].map((share) => quantile([1, 2, 4, 8], share))).toEqual([1, 1.75, 3, 5, 8]);
    expect(quantile([], 0.5)).toBeNaN();
  });

  it("draw whiskers to the outermost values within 1.5 boxes", () => {
    // Quartiles 2 and 4: whiskers reach to -1 and 7, 30 stands alone.
    expect(boxFigures([3, 1, 2, 4, 30, NaN])).toEqual({
      count: 5,
      mean: 8,
      low: 1,
      q1: 2,
      median: 3,
      q3: 4,
      high: 4,
    });
    expect(boxFigures([NaN])).toBeUndefined();
    expect(boxFigures([0])).toMatchObject({ low: 0, q1: 0, high: 0 });
  });

  it("correlate ranks, equal values sharing theirs", () => {
    expect(
      spearman([
        [1, 1],
        [2, 4],
        [3, 9],
        [4, 16],
      ]),
    ).toBe(1);
    expect(
      spearman([
        [1, 9],
        [2, 4],
        [3, 1],
      ]),
    ).toBe(-1);
    // Ranks 1, 2.5, 2.5, 4 and 1, 3, 2, 4: covariance 4.5, variances 4.5 and 5.
    expect(
      spearman([
        [1, 1],
        [2, 3],
        [2, 2],
        [3, 4],
      ]),
    ).toBeCloseTo(4.5 / Math.sqrt(4.5 * 5), 12);
    expect(
      spearman([
        [1, 1],
        [1, 2],
      ]),
    ).toBeUndefined();
  });

  it("smooth without drawing the first values to zero, and keep gaps", () => {
    expect(smooth([2, 4, null, 6], 0)).toEqual([2, 4, null, 6]);
    // 2; (1/4 * 2 + 1/2 * 4) / (3/4); the gap counts for nothing; (0.125 * 2 + 0.25 * 4 + 0.5 * 6) / (7/8)
    const smoothed = smooth([2, 4, null, 6], 0.5);
    expect(smoothed[0]).toBe(2);
    expect(smoothed[1]).toBeCloseTo(10 / 3, 12);
    expect(smoothed[2]).toBeNull();
    expect(smoothed[3]).toBeCloseTo(4.25 / 0.875, 12);
    expect(smooth([5, 5, 5], 0.99).map((value) => Number(value!.toFixed(9)))).toEqual([5, 5, 5]);
  });
});
