import { fireEvent, render, screen, within } from "@testing-library/react";
import { describe, expect, it } from "vitest";
import { ParallelCoordinates, type ParallelAxis, type ParallelSeries } from "./parallel-coordinates";
import { textWidth } from "./chart/short-label";
import { layoutAxes } from "./parallel-coordinates/layout";
import { axisModel } from "./parallel-coordinates/model";

const axes: ParallelAxis[] = [
  { id: "trees", label: "n_estimators" },
  { id: "seed", label: "seed" },
  { id: "rmse", label: "RMSE", format: { kind: "money" }, flipped: true },
];

const series: ParallelSeries[] = [
  { id: "one", label: "forest", values: { trees: 100, seed: 42, rmse: 49574 } },
  { id: "two", label: "boosting", values: { trees: 300, seed: 42, rmse: 46322 } },
  { id: "three", label: "linear", values: { seed: 42, rmse: NaN } },
];

describe("axes", () => {
  it("put the low end on top when lower is better", () => {
    const rmse = axisModel(axes[2], series);
    expect(rmse.place(46322)).toBe(1);
    expect(rmse.place(49574)).toBe(0);
  });

  it("send every value of a constant through the middle and label it once", () => {
    const seed = axisModel(axes[1], series);
    expect(seed.constant).toBe(true);
    expect(seed.place(42)).toBe(0.5);
    expect(seed.ticks).toEqual([{ label: "42", text: "42", share: 0.5 }]);
  });

  it("have no place for missing values and NaN", () => {
    const trees = axisModel(axes[0], series);
    expect([undefined, null, NaN, ""].map((value) => trees.place(value))).toEqual([
      undefined,
      undefined,
      undefined,
      undefined,
    ]);
    expect(trees.read(undefined)).toBe("missing");
  });

  it("turn texts, and texts mixed with numbers, into categories", () => {
    const model = axisModel({ id: "depth", label: "max_depth" }, [
      { id: "1", label: "1", values: { depth: 20 } },
      { id: "2", label: "2", values: { depth: "None" } },
      { id: "3", label: "3", values: { depth: 6 } },
    ]);
    expect(model.ticks.map(({ label }) => label)).toEqual(["None", "20", "6"]);
    expect(model.place("None")).toBe(0);
    expect(model.place(6)).toBe(1);
  });

  it("use logarithms where asked", () => {
    const model = axisModel({ id: "rate", label: "rate", log: true }, [
      { id: "1", label: "1", values: { rate: 0.001 } },
      { id: "2", label: "2", values: { rate: 0.1 } },
    ]);
    expect(model.place(0.01)).toBeCloseTo(0.5, 10);
  });
});

describe("the layout", () => {
  it("leaves room for every label, on the sides and between the axes, even where it is narrow", () => {
    const models = axes.map((axis) => axisModel(axis, series));
    const { x, width } = layoutAxes(models, 100, 260, true);
    expect(x[0]).toBeGreaterThanOrEqual(textWidth("missing"));
    expect(x[1] - x[0]).toBeGreaterThanOrEqual((textWidth("n_estimators") + textWidth("seed")) / 2);
    expect(width - x[2]).toBeGreaterThanOrEqual(textWidth("$49,574"));
  });
});

describe("the drawing", () => {
  it("marks each missing value in a lane below the axes", () => {
    const { container } = render(<ParallelCoordinates title="Runs" axes={axes} series={series} />);
    const marks = container.querySelectorAll("[data-missing]");
    expect(marks).toHaveLength(2);
    const axisEnd = Number(container.querySelector('[data-axis="trees"] line')!.getAttribute("y2"));
    marks.forEach((mark) => expect(Number(mark.getAttribute("cy"))).toBeGreaterThan(axisEnd));
    expect([...marks].every((mark) => mark.closest('[data-series="three"]'))).toBe(true);
    expect(within(screen.getByRole("img", { name: "Runs" })).getByText("missing")).toBeTruthy();
  });

  it("has no lane when nothing is missing", () => {
    const { container } = render(
      <ParallelCoordinates title="Runs" axes={axes} series={series.slice(0, 2)} />,
    );
    expect(container.querySelectorAll("[data-missing]")).toHaveLength(0);
    expect(screen.queryByText("missing")).toBeNull();
  });

  it("dashes a constant axis", () => {
    const { container } = render(<ParallelCoordinates title="Runs" axes={axes} series={series} />);
    const dash = (id: string) =>
      container.querySelector(`[data-axis="${id}"] line`)!.getAttribute("stroke-dasharray");
    expect(dash("seed")).toBe("2 4");
    expect(dash("trees")).toBeNull();
  });

  it("shows the same data as a table, in the axes' formats", () => {
    render(<ParallelCoordinates title="Runs" axes={axes} series={series} />);
    fireEvent.click(screen.getByRole("button", { name: "Table" }));
    const cells = screen.getAllByRole("row").map((row) => [...row.children].map((cell) => cell.textContent));
    expect(cells).toEqual([
      ["name", "n_estimators", "seed", "RMSE"],
      ["forest", "100", "42", "$49,574"],
      ["boosting", "300", "42", "$46,322"],
      ["linear", "missing", "42", "NaN"],
    ]);
  });
});
