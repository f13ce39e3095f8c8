import { describe, expect, it } from "vitest";
import { logTicks, niceTicks } from "../ticks";
import { alignSeries, seriesRows } from "./align";
import type { LineSeries } from "./types";

const one: LineSeries = {
  id: "1",
  label: "training",
  points: [
    [2, 0.5],
    [0, 1],
    [1, NaN],
  ],
};
const two: LineSeries = {
  id: "2",
  label: "validation",
  points: [
    [0, 0],
    [3, 7],
  ],
};

describe("alignSeries", () => {
  it("puts all series on the union of their x values: no point is undefined, no value is null", () => {
    expect(alignSeries([one, two])).toEqual([
      [0, 1, 2, 3],
      [1, null, 0.5, undefined],
      [0, undefined, undefined, 7],
    ]);
  });

  it("leaves out what a logarithmic axis cannot show", () => {
    expect(alignSeries([two], { y: true })).toEqual([
      [0, 3],
      [null, 7],
    ]);
    expect(alignSeries([two], { x: true })).toEqual([[3], [7]]);
  });

  it("gives a heading and a row per x value", () => {
    expect(seriesRows([two], "Step")).toEqual([
      ["Step", "validation"],
      [0, 0],
      [3, 7],
    ]);
  });
});

describe("ticks", () => {
  it("are round and free of rounding noise", () => {
    expect(niceTicks(0, 0.5)).toEqual([0, 0.1, 0.2, 0.3, 0.4, 0.5]);
    expect(niceTicks(46322, 49574, 4)).toEqual([47000, 48000, 49000]);
    expect(niceTicks(3, 3)).toEqual([3]);
  });

  it("are powers of ten on a logarithmic axis, or its ends", () => {
    expect(logTicks(0.001, 0.1)).toEqual([0.001, 0.01, 0.1]);
    expect(logTicks(2, 8)).toEqual([2, 8]);
  });
});
