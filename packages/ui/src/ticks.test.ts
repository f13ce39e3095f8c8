import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { axisScale } from "./chart/axis-scale";
import { finerLogTicks, logTicks, niceTicks, timeTicks } from "./ticks";

const any = fc.double({ noNaN: true, noDefaultInfinity: true });
const ranges = fc
  .oneof(
    fc.tuple(any, any),
    // Neighbours, between which hardly a number lies.
    fc.tuple(any, fc.integer({ min: 1, max: 40 })).map(([low, steps]): [number, number] => {
      return [low, low + steps * Math.max(Number.MIN_VALUE, Math.abs(low) * Number.EPSILON)];
    }),
    fc.constantFrom<[number, number]>(
      [-1e308, 1e308],
      [-Number.MAX_VALUE, Number.MAX_VALUE],
      [0, Number.MIN_VALUE],
      [1e-150, 3e-150],
      [Number.MAX_VALUE / 2, Number.MAX_VALUE],
      [1e22, 1e22 + 2_097_152],
    ),
  )
  .map(([one, other]): [number, number] => [Math.min(one, other), Math.max(one, other)])
  .filter(([, high]) => Number.isFinite(high));

function expectTicks(ticks: number[], low: number, high: number) {
  expect(ticks.length).toBeGreaterThan(0);
  expect(ticks.length).toBeLessThan(40);
  ticks.forEach((tick, index) => {
    expect(tick).toBeGreaterThanOrEqual(low);
    expect(tick).toBeLessThanOrEqual(high);
    if (index > 0) expect(tick).toBeGreaterThan(ticks[index - 1]);
  });
}

describe("ticks of any two doubles", () => {
  it("are finite, inside the range and increasing", () => {
    fc.assert(
      fc.property(ranges, ([low, high]) => {
        expectTicks(niceTicks(low, high), low, high);
        expectTicks(timeTicks(low, high), low, high);
        const [above, top] = [Math.abs(low), Math.abs(high)].sort((one, other) => one - other);
        if (above === 0 || above === top) return;
        expectTicks(logTicks(above, top), above, top);
        expectTicks(finerLogTicks(above, top), above, top);
      }),
      { numRuns: 1000 },
    );
  });

  it("are there for neighbours too, whose fifths are equal", () => {
    const [low, high] = [4.681022378355886e-201, 4.6810223783558864e-201];
    expect(low / 5).toBe(high / 5);
    for (let wanted = 1; wanted <= 12; wanted++) expectTicks(niceTicks(low, high, wanted), low, high);
  });

  it("are round at the ends of what a double holds", () => {
    expect(niceTicks(1e-150, 3e-150, 4)).toEqual([1e-150, 1.5e-150, 2e-150, 2.5e-150, 3e-150]);
    expect(niceTicks(-1e308, 1e308)).toEqual([-1e308, -5e307, 0, 5e307, 1e308]);
    expect(niceTicks(0, Number.MIN_VALUE)).toEqual([0, Number.MIN_VALUE]);
    expect(logTicks(1e-300, 1e300)).toEqual([1e-300, 1e-200, 1e-100, 1, 1e100, 1e200, 1e300]);
  });
});

describe("an axis over any doubles", () => {
  const formats = fc.constantFrom(
    undefined,
    { kind: "significant" } as const,
    { kind: "integer" } as const,
    { kind: "percent" } as const,
    { kind: "duration" } as const,
    { kind: "bytes" } as const,
  );

  it("has ticks with labels that differ and places between its ends", () => {
    fc.assert(
      fc.property(
        ranges,
        fc.array(any, { maxLength: 4 }),
        formats,
        fc.record({ log: fc.boolean(), time: fc.boolean(), flipped: fc.boolean() }),
        fc.boolean(),
        ([low, high], others, format, kind, ends) => {
          const values = [low, high, ...others];
          const scale = axisScale({ ...kind, format }, values, { ends });
          const labels = scale.ticks.map(({ label }) => label);
          expect(labels.length).toBeGreaterThan(0);
          expect(new Set(labels).size).toBe(labels.length);
          for (const { share } of scale.ticks) expectShare(share);
          for (const value of values) {
            expectShare(scale.place(value)!);
            expect(typeof scale.read(value)).toBe("string");
          }
          for (const share of [0, 0.1, 0.5, 1]) expect(scale.at(share)).not.toBeNaN();
        },
      ),
      { numRuns: 1000 },
    );
  });

  it("keeps halves of its length halves where this is more than a double holds", () => {
    const scale = axisScale({}, [-1e308, 0, 1e308]);
    expect([-1e308, 0, 1e308].map(scale.place)).toEqual([0, 0.5, 1]);
    expect([0, 0.5, 1].map(scale.at)).toEqual([-1e308, 0, 1e308]);
  });

  it("writes as many digits as tell its ticks apart", () => {
    const labels = axisScale({}, [46322.1, 46322.2], { ends: true }).ticks.map(({ label }) => label);
    expect(labels).toEqual(["46,322.1", "46,322.15", "46,322.2"]);
  });
});

function expectShare(share: number) {
  expect(share).toBeGreaterThanOrEqual(0);
  expect(share).toBeLessThanOrEqual(1);
}
