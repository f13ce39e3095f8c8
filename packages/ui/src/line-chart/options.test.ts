import type uPlot from "uplot";
import { expect, it } from "vitest";
import { logXTicks, plotOptions } from "./options";
import { yScale } from "./y-scale";

function optionsOf(points: readonly (readonly [number, number])[], log = false) {
  const series = [{ id: "loss", label: "loss", points }];
  const [x, y] = [{ label: "step", log }, { label: "loss" }];
  const scale = yScale([points.map(([at]) => at), points.map(([, value]) => value)], {});
  return plotOptions({ series, x, y, scale, width: 400, height: 200, onCursor: () => undefined });
}

it("draws lines between the pixels too, so that a slow rise is no staircase", () => {
  const options = optionsOf(Array.from({ length: 900 }, (_, step) => [step, step / 1e4] as const));
  expect(options.series[1].pxAlign).toBe(0);
});

it("leaves room on the right for a number below the end of the x axis", () => {
  const [, right] = optionsOf([[20, 1]]).padding as uPlot.PaddingSide[];
  const roomFor = (max?: number) =>
    (right as (plot: uPlot) => number)({ scales: { x: { max } } } as unknown as uPlot);
  expect([roomFor(), roomFor(50), roomFor(3000), roomFor(90_000)]).toEqual([14, 14, 17, 14]);
});

it("ends a logarithmic x axis with its values, where whole decades would leave a corner empty", () => {
  const range = optionsOf([[20, 1]], true).scales?.x.range as uPlot.Range.Function;
  const of = (low: number | null, high: number | null) =>
    range(undefined as never, low as never, high as never, "x");
  expect(of(20, 19_999)).toEqual([20, 19_999]);
  expect(of(10, 10)).toEqual([Math.sqrt(10), 10 * Math.sqrt(10)].map((end) => expect.closeTo(end, 9)));
  expect(of(null, null)).toEqual([null, null]);
});

it("marks powers of ten on it, with doubles and fives where there is room", () => {
  expect(logXTicks(20, 19_999, 430)).toEqual([100, 1000, 10_000]);
  expect(logXTicks(20, 19_999, 900)).toEqual([20, 50, 100, 200, 500, 1000, 2000, 5000, 10_000]);
  expect(logXTicks(1246, 6120, 430)).toEqual([2000, 5000]);
  expect(logXTicks(1100, 1900, 430)).toEqual([1200, 1400, 1600, 1800]);
});
