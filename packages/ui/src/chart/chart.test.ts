import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { axisScale, spacedTicks } from "./axis-scale";
import { brushBetween, brushShares, passes, readBrush } from "./brush";
import { colorScale, rampColor } from "./color-scale";
import { shortLabel } from "./short-label";
import { smooth } from "./statistics";
import { layoutXY, nearestPoint } from "./xy-layout";

const numbers = (...values: (number | undefined)[]) => values;

describe("a scale", () => {
  it("draws zeros like every other number", () => {
    const scale = axisScale({}, numbers(0, 5, 10), { ends: true });
    expect([0, 5, 10].map(scale.place)).toEqual([0, 0.5, 1]);
    expect(scale.ticks.map(({ label }) => label)).toEqual(["0", "5", "10"]);
  });

  it("gives zeros of a logarithmic axis a place of their own below the powers of ten", () => {
    const scale = axisScale({ log: true }, numbers(0, 0.001, 0.1), { ends: true });
    expect([0, 0.001, 0.01, 0.1].map((value) => Number(scale.place(value)!.toFixed(6)))).toEqual([
      0, 0.1, 0.55, 1,
    ]);
    expect(scale.ticks[0]).toEqual({ label: "0", share: 0 });
    expect(scale.at(0.05)).toBe(-Infinity);
    const negative = axisScale({ log: true }, numbers(-5, 1, 10));
    expect(negative.ticks[0].label).toBe("≤ 0");
    expect(negative.place(-5)).toBe(0);
  });

  it("has round numbers on a logarithmic axis, however short it is", () => {
    const labels = (...values: number[]) => axisScale({ log: true }, values).ticks.map(({ label }) => label);
    expect(labels(0.17, 2.45)).toEqual(["0.2", "0.5", "1", "2"]);
    expect(labels(1e-6, 10)).toEqual(["1e-6", "1e-5", "0.0001", "0.001", "0.01", "0.1", "1", "10"]);
    expect(labels(3.1, 3.2)).toEqual(["3.1", "3.2"]);
  });

  it("stays linear where there is nothing to take the logarithm of", () => {
    const scale = axisScale({ log: true }, numbers(-4, 0));
    expect([-4, -2, 0].map(scale.place)).toEqual([0, 0.5, 1]);
  });

  it.each([
    ["infinite", Infinity],
    ["stored as the largest doubles", Number.MAX_VALUE],
  ])("gives values that are %s places of their own beyond all others", (_, infinite) => {
    const most = Number.MAX_VALUE;
    const scale = axisScale({}, numbers(0, 10, infinite, -infinite));
    expect([-infinite, 0, 5, 10, infinite].map(scale.place)).toEqual([0, 0.1, 0.5, 0.9, 1]);
    expect([-infinite, 10, infinite].map(scale.read)).toEqual(["-∞", "10", "∞"]);
    expect(scale.ticks[0]).toEqual({ label: "-∞", share: 0 });
    expect(scale.ticks.at(-1)).toEqual({ label: "∞", share: 1 });
    expect([scale.at(0.05), scale.at(0.1), scale.at(0.9), scale.at(0.95)]).toEqual([-most, 0, 10, most]);
    const log = axisScale({ log: true }, numbers(0, 1, 100, infinite));
    expect([0, 1, 10, 100, infinite].map((value) => Number(log.place(value)!.toFixed(6)))).toEqual([
      0, 0.1, 0.5, 0.9, 1,
    ]);
    // Alone they are numbers like others.
    expect(axisScale({}, numbers(infinite, infinite)).place(infinite)).toBe(0.5);
    expect(axisScale({ log: true }, numbers(infinite)).place(infinite)).toBe(0.5);
    expect(axisScale({}, numbers(0, 10)).place(10)).toBe(1);
  });

  it("puts a constant into the middle, zero too, and has no place for what is missing", () => {
    expect(axisScale({}, numbers(0, 0)).place(0)).toBe(0.5);
    expect(axisScale({}, ["a", "a"]).place("a")).toBe(0.5);
    const scale = axisScale({}, numbers(1, undefined, NaN, 3));
    expect([undefined, null, "", NaN].map((value) => scale.place(value))).toEqual([
      undefined,
      undefined,
      undefined,
      undefined,
    ]);
  });

  it("names places back, the ends exactly, also logarithmic, padded and flipped", () => {
    fc.assert(
      fc.property(
        fc.uniqueArray(fc.double({ min: 1e-9, max: 1e9, noNaN: true }), { minLength: 2, maxLength: 9 }),
        fc.boolean(),
        fc.boolean(),
        (values, log, flipped) => {
          const scale = axisScale({ log, flipped }, values);
          const [low, high] = [Math.min(...values), Math.max(...values)];
          expect([scale.at(0), scale.at(1)]).toEqual(flipped ? [high, low] : [low, high]);
          for (const value of values) {
            const share = scale.place(value)!;
            expect(Math.abs(scale.place(scale.at(share))! - share)).toBeLessThan(1e-9);
          }
        },
      ),
    );
  });

  it("writes time and durations at whole minutes and hours", () => {
    const minutes = axisScale({ format: { kind: "duration" } }, [0, 60 * 60_000]);
    expect(minutes.ticks.map(({ label }) => label)).toEqual(["0 s", "15 min", "30 min", "45 min", "1 h"]);
    const day = axisScale({ time: true }, [Date.UTC(2026, 0, 1), Date.UTC(2026, 0, 3)], { ends: true });
    expect(day.ticks.map(({ label }) => label)).toEqual([
      "2026-01-01 00:00",
      "2026-01-01 12:00",
      "2026-01-02 00:00",
      "2026-01-02 12:00",
      "2026-01-03 00:00",
    ]);
  });

  it("shows as many ticks as have room, the last one always", () => {
    const ticks = Array.from({ length: 101 }, (_, index) => ({ label: String(index), share: index / 100 }));
    const shown = spacedTicks(ticks, 200, 40).map(({ label }) => label);
    expect(shown).toEqual(["0", "20", "40", "60", "80", "100"]);
    expect(spacedTicks(ticks, 10, 40).map(({ label }) => label)).toEqual(["100"]);
  });
});

describe("labels", () => {
  it("are whole up to forty characters; of longer ones beginning and end are left", () => {
    expect(shortLabel("optimizer__param_groups__0__learning_rate")).toBe(
      "optimizer__param_gro…s__0__learning_rate",
    );
    expect(shortLabel("n_estimators_of_x")).toBe("n_estimators_of_x");
  });
});

describe("a brush", () => {
  const scale = axisScale({}, numbers(0, 10));

  it("chooses numbers from end to end, zeros included, and never what is missing", () => {
    expect(brushBetween(scale, 0.5, 0)).toEqual({ low: 0, high: 5 });
    const brush = { low: 0, high: 5 };
    expect([0, 5, 5.1, NaN, undefined].map((value) => passes(brush, value))).toEqual([
      true,
      true,
      false,
      false,
      false,
    ]);
    expect(brushShares(scale, brush)).toEqual([0, 0.5]);
    expect(readBrush(scale, brush)).toBe("0 to 5");
  });

  it("chooses the zeros of a logarithmic axis by its low end", () => {
    const log = axisScale({ log: true }, numbers(0, 1, 100));
    const brush = brushBetween(log, 0, 0.1)!;
    expect(brush).toEqual({ low: -Infinity, high: 1 });
    expect([0, 1, 100].map((value) => passes(brush, value))).toEqual([true, true, false]);
    expect(brushShares(log, brush)).toEqual([0, 0.1]);
    expect(brushBetween(log, 0, 0.05)).toEqual({ low: -Infinity, high: 0 });
  });

  it("chooses infinite values by the end beyond the others, and leaves them out below it", () => {
    const scale = axisScale({}, numbers(1, 2, Infinity, Number.MAX_VALUE));
    const chosen = (one: number, other: number) =>
      [1, 2, Infinity, Number.MAX_VALUE].filter((value) => passes(brushBetween(scale, one, other)!, value));
    expect(chosen(0.95, 1)).toEqual([Infinity, Number.MAX_VALUE]);
    expect(chosen(0, 0.9)).toEqual([1, 2]);
    expect(chosen(0, 1)).toEqual([1, 2, Infinity, Number.MAX_VALUE]);
    expect(brushShares(scale, { low: 1, high: Infinity })).toEqual([0, 1]);
  });

  it("chooses categories that lie in it, and nothing where none does", () => {
    const names = axisScale({}, ["a", "b", "c"]);
    expect(names.names).toEqual(["c", "b", "a"]);
    expect(brushBetween(names, 0.4, 1)).toEqual({ names: ["b", "a"] });
    expect(brushBetween(names, 0.6, 0.9)).toBeUndefined();
    expect(passes({ names: ["a"] }, "b")).toBe(false);
    expect(brushShares(names, { names: ["gone"] })).toBeUndefined();
  });

  it("chooses what is missing by itself", () => {
    expect([undefined, NaN, "", 0].map((value) => passes({ missing: true }, value))).toEqual([
      true,
      true,
      true,
      false,
    ]);
  });
});

describe("colours", () => {
  it("step up a ramp of nine; what has no value has none of them", () => {
    expect([0, 0.5, 1].map(rampColor)).toEqual(["var(--ramp-1)", "var(--ramp-5)", "var(--ramp-9)"]);
    const scale = colorScale({ id: "m", label: "m" }, numbers(0, 9, undefined));
    expect([0, 4.4, 9, undefined].map(scale.colorOf)).toEqual([
      "var(--ramp-1)",
      "var(--ramp-5)",
      "var(--ramp-9)",
      "var(--control)",
    ]);
    expect(scale.legend).toEqual({ kind: "ramp", low: "0", middle: "4.5", high: "9" });
    expect(scale.anyMissing).toBe(true);
  });

  it("go to the eight most frequent categories", () => {
    const names = [..."aabbccddeeffgghhijk"];
    const scale = colorScale({ id: "p", label: "p" }, names);
    expect(scale.legend).toMatchObject({ kind: "categories", others: 3 });
    expect([scale.colorOf("a"), scale.colorOf("h"), scale.colorOf("k")]).toEqual([
      "var(--series-1)",
      "var(--series-8)",
      "var(--control)",
    ]);
  });
});

describe("smoothing", () => {
  it("is weighed without infinite values, which stay what they are, and over gaps", () => {
    const drawn = smooth([1, Number.MAX_VALUE, null, -Infinity, 3], 0.5);
    const most = Number.MAX_VALUE;
    expect(drawn).toEqual([1, most, null, -most, (1 * 0.25 + 3 * 0.5) / 0.75]);
  });
});

describe("a chart with two axes", () => {
  const layout = layoutXY(
    { x: { id: "x", label: "x" }, y: { id: "y", label: "y" } },
    { x: [0, 1, undefined], y: [0, 100, 50] },
    { width: 600, height: 300 },
  );

  it("has a lane beside the axis for what lacks a value, and none where nothing does", () => {
    expect(layout.laneY).toBeUndefined();
    expect(layout.laneX).toBeLessThan(layout.left);
    expect(layout.placeX(undefined)).toBe(layout.laneX);
    expect(layout.placeX(0)).toBeGreaterThan(layout.left);
    expect(layout.placeX(1)).toBeLessThan(layout.right);
    expect(layout.placeY(100)).toBeLessThan(layout.placeY(0));
  });

  it("finds the nearest place within reach", () => {
    const places = [
      { x: 0, y: 0 },
      { x: 10, y: 0 },
    ];
    expect(nearestPoint(places, { x: 7, y: 1 })).toBe(1);
    expect(nearestPoint(places, { x: 7, y: 1 }, (index) => index === 0)).toBe(0);
    expect(nearestPoint(places, { x: 40, y: 0 })).toBeUndefined();
  });
});
