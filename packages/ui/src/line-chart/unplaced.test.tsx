import { render, screen } from "@testing-library/react";
import { describe, expect, it } from "vitest";
import type { LineSeries } from "./types";
import { Unplaced, unplaced } from "./unplaced";

const series: LineSeries[] = [
  {
    id: "loss",
    label: "loss",
    points: [
      [-1, 2],
      [0, 1],
      [0, null],
      [1, 0],
      [2, -3],
      [3, 4],
    ],
  },
];
const smoothed: LineSeries = { ...series[0], id: "smoothed", repeats: true };
const [log, linear] = [{ log: true }, { log: false }];

describe("points that a logarithmic axis has no place for", () => {
  it("are those of zero and below, each counted once and a gap never", () => {
    expect(unplaced(series, { x: linear, y: linear })).toEqual({ x: 0, y: 0 });
    expect(unplaced(series, { x: log, y: linear })).toEqual({ x: 2, y: 0 });
    expect(unplaced(series, { x: linear, y: log })).toEqual({ x: 0, y: 2 });
    expect(unplaced([...series, smoothed], { x: log, y: log })).toEqual({ x: 2, y: 2 });
  });

  it("are told of at the chart", () => {
    const { container, rerender } = render(<Unplaced id="told" series={series} x={log} y={linear} />);
    expect(container.querySelector("#told")?.textContent).toBe(
      "2 points at zero or below have no place on the logarithmic x axis; the table shows them.",
    );
    rerender(<Unplaced id="told" series={[{ ...series[0], points: [[0, 1]] }]} x={log} y={log} />);
    expect(screen.getByText(/^1 point at zero or below has no place/)).toBeTruthy();
    rerender(<Unplaced id="told" series={series} x={linear} y={linear} />);
    expect(container.textContent).toBe("");
  });
});
