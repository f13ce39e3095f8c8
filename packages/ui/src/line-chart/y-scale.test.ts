import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { axisTexts, logAxisTicks, logSplits, lonePoints, yScale } from "./y-scale";

const of = (...values: (number | null)[]) =>
  [values.map((_, index) => index), values] as [number[], (number | null)[]];

describe("the scale of a chart's values", () => {
  it("leaves usual values as they are", () => {
    const scale = yScale(of(0.25, 46322, null), {});
    expect(scale.unit).toBe(1);
    expect([0.25, 46322].map(scale.forth)).toEqual([0.25, 46322]);
    expect(scale.edges).toEqual({});
  });

  it("draws the smallest and the largest in a unit of their own", () => {
    expect(yScale(of(1e-150, 3e-150), {}).unit).toBe(1e-150);
    const scale = yScale(of(-1e308, 0, 1e308), {});
    expect([-1e308, 0, 1e308].map(scale.forth)).toEqual([-1, 0, 1]);
    expect(scale.back(2)).toBe(Number.MAX_VALUE);
  });

  it("puts a stored infinity just beyond the others, which keep their room", () => {
    const scale = yScale(of(1, 2, Number.MAX_VALUE, 1), {});
    expect([1, 2, Number.MAX_VALUE].map(scale.forth)).toEqual([1, 2, 2.1]);
    expect(scale.edges).toEqual({ high: 2.1 });
    expect(yScale(of(1, 1, -Number.MAX_VALUE), {}).edges).toEqual({ low: 0.9 });
    const log = yScale(of(1, 100, Number.MAX_VALUE), { log: true });
    expect(log.edges.high).toBeCloseTo(2.2);
  });

  it("takes it as a number where nothing else is there", () => {
    const scale = yScale(of(Number.MAX_VALUE), {});
    expect(scale.edges).toEqual({});
    expect(scale.forth(Number.MAX_VALUE)).toBeCloseTo(1.7977, 3);
  });

  it("gives every double a place of a usual size, in their order", () => {
    const values = fc.array(fc.double({ noNaN: true, noDefaultInfinity: true }), {
      minLength: 1,
      maxLength: 8,
    });
    fc.assert(
      fc.property(values, fc.boolean(), (given, log) => {
        const shown = log ? given.map(Math.abs).filter((value) => value > 0) : given;
        const scale = yScale(of(...shown), { log });
        const places = [...shown].sort((one, other) => one - other).map(scale.forth);
        places.forEach((place, index) => {
          expect(Math.abs(place)).toBeLessThan(1e16);
          if (index > 0) expect(place).toBeGreaterThanOrEqual(places[index - 1]);
        });
        if (log && places.length > 1)
          for (const split of logSplits(places[0], places[places.length - 1])) expect(split).not.toBeNaN();
      }),
    );
  });

  it("has round ticks on a logarithmic axis, however short it is", () => {
    expect(logAxisTicks(2.495, 4.809)).toEqual([3, 4]);
    expect(logAxisTicks(0.9, 12)).toEqual([1, 2, 5, 10]);
  });

  it("words its ticks so that they differ", () => {
    expect(axisTexts([0, 20_000, 1e300], {})).toEqual(["0", "20K", "1e300"]);
    expect(axisTexts([100_001, 100_002], {})).toEqual(["100,001", "100,002"]);
  });
});

describe("lone points", () => {
  it("are those between gaps or ends, wherever other lines have points", () => {
    expect(lonePoints([1, null, 3, null, 2])).toEqual([0, 2, 4]);
    expect(lonePoints([1, 2, null, undefined, 3, undefined, 4])).toEqual([]);
    expect(lonePoints([null, undefined, 7, undefined])).toEqual([2]);
    expect(lonePoints([])).toEqual([]);
  });
});
