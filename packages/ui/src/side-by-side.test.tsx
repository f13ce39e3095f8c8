import { fireEvent, render, screen } from "@testing-library/react";
import { describe, expect, it } from "vitest";
import { SideBySide, type SideBySideColumn, type SideBySideLine } from "./side-by-side";
import { cellAfter, scrollInto, visibleSpan } from "./side-by-side/grid-window";

const columns = (count: number): SideBySideColumn[] =>
  Array.from({ length: count }, (_, index) => ({
    id: `c${index}`,
    label: `run ${index}`,
    head: `run ${index}`,
  }));
const lines = (count: number): SideBySideLine[] => [
  { kind: "section", id: "s", label: "Metrics", folded: false, onFold: () => {}, count },
  ...Array.from({ length: count }, (_, index): SideBySideLine => ({
    kind: "values",
    id: `l${index}`,
    label: `metric ${index}`,
    cell: (column) => `${index}/${column}`,
    read: (column) => `${index} of ${column} in full`,
  })),
];

describe("a table of 500 columns and 300 lines", () => {
  it("has only what a screen shows in the page, and says how much there is", () => {
    const { container } = render(<SideBySide caption="Runs" columns={columns(500)} lines={lines(300)} />);
    expect(container.querySelectorAll("tbody td[data-line]").length).toBeLessThan(400);
    const grid = screen.getByRole("grid", { name: "Runs" });
    expect([grid.getAttribute("aria-colcount"), grid.getAttribute("aria-rowcount")]).toEqual(["501", "302"]);
  });

  it("draws what is on screen with a little more around it, and always something", () => {
    expect(visibleSpan(0, 1000, 100, 500, 2)).toEqual({ first: 0, end: 12 });
    expect(visibleSpan(2050, 1000, 100, 500, 2)).toEqual({ first: 18, end: 33 });
    expect(visibleSpan(49_500, 1000, 100, 500, 2)).toEqual({ first: 493, end: 500 });
    expect(visibleSpan(90_000, 1000, 100, 3, 2)).toEqual({ first: 2, end: 3 });
    expect(visibleSpan(0, 1000, 100, 0, 2)).toEqual({ first: 0, end: 0 });
  });

  it("scrolls no more than is needed", () => {
    expect([scrollInto(0, 500, 100, 50), scrollInto(200, 500, 100, 50), scrollInto(0, 500, 480, 50)]).toEqual(
      [0, 100, 30],
    );
  });
});

it("shares the page's width among few columns, and scrolls under many", () => {
  const widthOf = (count: number) => {
    const { container, unmount } = render(
      <SideBySide caption="Runs" columns={columns(count)} lines={lines(1)} />,
    );
    const { width } = container.querySelector("table")!.style;
    unmount();
    return width;
  };
  // The page is taken to be 1,200 px wide where nothing measures it; names take 252.
  expect([2, 4, 20].map(widthOf)).toEqual([
    `${252 + 2 * 474}px`,
    `${252 + 4 * 237}px`,
    `${252 + 20 * 164}px`,
  ]);
});

describe("moving through the table", () => {
  it("goes from cell to cell and reads each in full", () => {
    const { container } = render(<SideBySide caption="Runs" columns={columns(3)} lines={lines(2)} />);
    const cell = (line: number, column: number) =>
      container.querySelector<HTMLElement>(`[data-line="${line}"][data-column="${column}"]`)!;
    fireEvent.focus(cell(1, 0));
    fireEvent.keyDown(cell(1, 0), { key: "ArrowRight" });
    expect(document.activeElement).toBe(cell(1, 1));
    expect(container.textContent).toContain("metric 0run 10 of 1 in full");
    fireEvent.keyDown(cell(1, 1), { key: "ArrowDown" });
    expect(document.activeElement).toBe(cell(2, 1));
  });

  it("ends at the edges", () => {
    const from = (key: string) => cellAfter(key, { line: 0, column: 0 }, 5, 4);
    expect(from("ArrowUp")).toEqual({ line: -1, column: 0 });
    expect(from("ArrowLeft")).toEqual({ line: 0, column: -1 });
    expect(from("PageDown")).toEqual({ line: 4, column: 0 });
    expect(from("End")).toEqual({ line: 0, column: 3 });
    expect(from("Tab")).toBeUndefined();
  });
});
