import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { chartLines, stepsOf, xAxis } from "./chart-lines";
import { parseChartView, parsePage } from "./chart-view";
import { smooth, type Point } from "./smooth";

describe("smoothing", () => {
  it("begins at the first value and leans on what came before", () => {
    expect(
      smooth(
        [
          [0, 10],
          [1, 0],
          [2, null],
          [3, 0],
        ],
        0.5,
      ),
    ).toEqual([
      [0, 10],
      [1, 10 / 3],
      [2, null],
      [3, 10 / 7],
    ]);
  });

  it("goes on past an infinite value as if it were a gap", () => {
    const points: Point[] = [1, Number.MAX_VALUE, 1].map((value, step) => [step, value]);
    expect(smooth(points, 0.9)).toEqual(points);
  });

  it("leaves constants and unsmoothed values as they are, and never leaves the range of the values", () => {
    const points = fc.array(fc.double({ min: -1e6, max: 1e6, noNaN: true }), { minLength: 1 });
    fc.assert(
      fc.property(points, fc.double({ min: 0.01, max: 0.99, noNaN: true }), (values, weight) => {
        const given = values.map((value, step): Point => [step, value]);
        expect(smooth(given, 0)).toEqual(given);
        const [low, high] = [Math.min(...values), Math.max(...values)];
        const slack = (Math.abs(low) + Math.abs(high)) * 1e-9 + 1e-300;
        for (const [, y] of smooth(given, weight)) {
          expect(y).toBeGreaterThanOrEqual(low - slack);
          expect(y).toBeLessThanOrEqual(high + slack);
        }
      }),
    );
  });
});

describe("the lines of a chart", () => {
  const start = new Date(1000);
  const history = (key: string, ...values: number[]) => ({
    key,
    points: values.map((value, step) => ({ step, value, timestamp: 1000 + step * 2000 })),
  });

  it("stand apart where doubles would hold the steps for one", () => {
    const first = 1_700_000_000_000_000_000n;
    const points = [0n, 1n, 19n].map((more) => ({ step: first + more, value: 1, timestamp: 1000 }));
    const view = { x: "step", smoothing: 0, logX: false } as const;
    const steps = stepsOf([{ key: "loss", points }], view);
    expect(steps.origin).toBe(String(first));
    const [line] = chartLines([{ key: "loss", points }], start, view, steps);
    expect(line.points.map(([x]) => x)).toEqual([0, 1, 19]);
    // Not even where it is wished for: they would all be in one place.
    expect(xAxis({ ...view, logX: true }, steps)).toMatchObject({ log: false });
    expect(xAxis({ ...view, logX: true }, stepsOf([{ key: "loss", points: [] }], view))).toMatchObject({
      log: true,
    });
  });

  it("stand over step, time or seconds since the start, NaN as a gap", () => {
    const at = (x: "step" | "time" | "relative") =>
      chartLines([history("loss", 5, NaN)], start, { x, smoothing: 0 })[0].points;
    expect(at("step")).toEqual([
      [0, 5],
      [1, null],
    ]);
    expect(at("time")).toEqual([
      [1000, 5],
      [3000, null],
    ]);
    expect(at("relative")).toEqual([
      [0, 5],
      [2, null],
    ]);
  });

  it("give infinite values as MLflow stores them", () => {
    const [{ points }] = chartLines([history("loss", 1, Infinity, -Infinity)], start, {
      x: "step",
      smoothing: 0,
    });
    expect(points.map(([, y]) => y)).toEqual([1, Number.MAX_VALUE, -Number.MAX_VALUE]);
  });

  it("show training before validation, dashed, and keep what was logged behind what is smoothed", () => {
    const both = [history("validation_loss", 2, 1), history("train_loss", 4, 0)];
    const lines = chartLines(both, start, { x: "step", smoothing: 0.5 });
    expect(lines.map(({ label, dashed }) => [label, dashed])).toEqual([
      ["training, as logged", false],
      ["validation, as logged", false],
      ["training, smoothed", false],
      ["validation, smoothed", true],
    ]);
    expect(lines[2].points).toEqual([
      [0, 4],
      [1, 4 / 3],
    ]);
  });
});

describe("the address of charts", () => {
  const view = (query: string) => parseChartView(new URLSearchParams(query));

  it("gives axis, scales and smoothing", () => {
    expect(view("x=relative&scale=log&xscale=log&smooth=0.6")).toEqual({
      x: "relative",
      logX: true,
      logY: true,
      smoothing: 0.6,
    });
  });

  it("makes the plainest of whatever makes no sense", () => {
    for (const query of ["", "x=hour&smooth=2&scale=1", "smooth=NaN", "smooth=-1", "x=__proto__"])
      expect(view(query)).toEqual({ x: "step", logX: false, logY: false, smoothing: 0 });
    expect(view("x=time&xscale=log").logX).toBe(false);
    expect(xAxis({ x: "time", logX: false })).toEqual({ label: "time", time: true });
    expect(["3", "0", "-1", "1e3", "x", null].map(parsePage)).toEqual([3, 1, 1, 1, 1, 1]);
  });
});
