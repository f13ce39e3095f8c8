import { act, fireEvent, render, screen } from "@testing-library/react";
import { describe, expect, it, vi } from "vitest";
import { ParallelCoordinates, type ParallelAxis, type ParallelSeries } from "../parallel-coordinates";
import { destination } from "./axis-brush";
import { nearestLine, progress } from "./nearest";

const axes: ParallelAxis[] = [
  { id: "trees", label: "n_estimators" },
  { id: "kind", label: "kind" },
  { id: "rmse", label: "RMSE" },
];
const series: ParallelSeries[] = [
  { id: "one", label: "forest", values: { trees: 0, kind: "a", rmse: 3 } },
  { id: "two", label: "boosting", values: { trees: 100, kind: "b", rmse: 2 } },
  { id: "three", label: "linear", values: { kind: "b", rmse: 1 } },
];

function draw(more: Partial<Parameters<typeof ParallelCoordinates>[0]> = {}) {
  const edit = { onBrush: vi.fn(), onOrder: vi.fn(), onAxis: vi.fn() };
  const view = render(<ParallelCoordinates title="Runs" {...{ axes, series, edit }} {...more} />);
  return { ...edit, ...view };
}

const ends = (name: string) => ({
  low: screen.getByRole("slider", { name: `${name}, lower end of what is chosen` }),
  high: screen.getByRole("slider", { name: `${name}, upper end of what is chosen` }),
});

describe("choosing with the keyboard", () => {
  it("begins with everything and takes away a hundredth of the axis at a time, zeros being the low end", () => {
    const { onBrush } = draw();
    const { low, high } = ends("n_estimators");
    expect(low.getAttribute("aria-valuetext")).toBe("everything");
    fireEvent.keyDown(high, { key: "ArrowDown" });
    expect(onBrush).toHaveBeenLastCalledWith("trees", { low: 0, high: 99 });
    fireEvent.keyDown(low, { key: "PageUp" });
    expect(onBrush).toHaveBeenLastCalledWith("trees", { low: 10, high: 100 });
  });

  it("goes from category to category, and never past the other end", () => {
    const { onBrush } = draw({ brushes: { kind: { names: ["b"] } } });
    const { low, high } = ends("kind");
    expect(low.getAttribute("aria-valuetext")).toBe("b");
    fireEvent.keyDown(high, { key: "ArrowUp" });
    expect(onBrush).toHaveBeenLastCalledWith("kind", { names: ["b", "a"] });
    fireEvent.keyDown(low, { key: "End" });
    expect(onBrush).toHaveBeenLastCalledWith("kind", { names: ["b"] });
    fireEvent.keyDown(low, { key: "Escape" });
    expect(onBrush).toHaveBeenLastCalledWith("kind", undefined);
  });

  it("knows where each key leads", () => {
    expect(
      ["ArrowUp", "PageDown", "Home", "End", "x"].map((key) => destination(key, 0.5, undefined)),
    ).toEqual([0.51, 0.4, 0, 1, undefined]);
    expect(["ArrowUp", "ArrowDown"].map((key) => destination(key, 0.5, [0, 0.5, 1]))).toEqual([1, 0]);
  });
});

describe("moving axes", () => {
  it("works with the arrow keys, the axis keeping the focus", () => {
    const { onOrder, rerender } = draw();
    const head = () => screen.getByRole("button", { name: /^kind, axis/ });
    head().focus();
    fireEvent.keyDown(head(), { key: "ArrowLeft" });
    expect(onOrder).toHaveBeenCalledWith(["kind", "trees", "rmse"]);
    const edit = { onBrush: vi.fn(), onOrder, onAxis: vi.fn() };
    rerender(
      <ParallelCoordinates title="Runs" axes={[axes[1], axes[0], axes[2]]} series={series} edit={edit} />,
    );
    expect(document.activeElement).toBe(head());
    expect(head().getAttribute("aria-label")).toContain("axis 1 of 3");
    fireEvent.keyDown(head(), { key: "ArrowLeft" });
    expect(onOrder).toHaveBeenCalledTimes(1);
  });
});

describe("what is chosen", () => {
  it("is marked on its axis, and everything else is faint but there", () => {
    const { container } = draw({
      brushes: { trees: { low: 0, high: 50 }, rmse: { low: 2, high: 3 } },
      inside: new Set(["one"]),
    });
    expect(
      [...container.querySelectorAll("[data-brush]")].map((mark) => mark.getAttribute("data-brush")),
    ).toEqual(["trees", "rmse"]);
    const opacity = (id: string) => container.querySelector(`[data-series="${id}"]`)!.getAttribute("opacity");
    expect([opacity("one"), opacity("two"), opacity("three")]).toEqual([null, "0.07", "0.07"]);
  });

  it("may be what is missing, marked in the lane", () => {
    const { container } = draw({ brushes: { trees: { missing: true } }, inside: new Set(["three"]) });
    const lane = container.querySelector("[data-missing]")!.getAttribute("cy");
    expect(container.querySelector("circle[data-brush]")!.getAttribute("cy")).toBe(lane);
  });
});

describe("reading lines", () => {
  it("goes up and down with the arrow keys as the last axis has them, among what is chosen", () => {
    draw({ inside: new Set(["one", "three"]) });
    const region = screen.getByRole("region", { name: /^Runs, drawing/ });
    act(() => region.focus());
    fireEvent.keyDown(region, { key: "ArrowDown" });
    expect(screen.getByRole("status").textContent).toContain("forest");
    fireEvent.keyDown(region, { key: "ArrowDown" });
    expect(screen.getByRole("status").textContent).toBe("linearn_estimatorsmissingkindbRMSE1");
  });

  it("finds the line that passes nearest, along its curve", () => {
    expect([0, 0.5, 1].map((share) => Number(progress(share).toFixed(4)))).toEqual([0, 0.5, 1]);
    // At t = 1/4: x = 1.5 (1/4)(9/16) + 1.5 (1/16)(3/4) + 1/64 = 0.296875, y = 3/16 - 2/64 = 0.15625.
    expect(progress(0.296875)).toBeCloseTo(0.15625, 5);
    const line = (...ys: number[]) => ys.map((y, index) => ({ x: index * 100, y, missing: false }));
    const lines = [line(0, 100), line(100, 0)];
    expect(nearestLine(lines, [0, 100], { x: 29.6875, y: 16 })).toBe(0);
    expect(nearestLine(lines, [0, 100], { x: 29.6875, y: 80 })).toBe(1);
    expect(nearestLine(lines, [0, 100], { x: 0, y: 50 })).toBeUndefined();
    expect(nearestLine([[], lines[1]], [0, 100], { x: 29.6875, y: 16 })).toBeUndefined();
  });
});
