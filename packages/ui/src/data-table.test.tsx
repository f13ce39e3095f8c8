import { fireEvent, render, screen, within } from "@testing-library/react";
import { describe, expect, it, vi } from "vitest";
import { DataTable, type DataTableColumn, type DataTableProps } from "./data-table";

interface Person {
  id: string;
  name: string;
  score: number | null;
}

const people: Person[] = [
  { id: "a", name: "run_10", score: 2 },
  { id: "b", name: "run_2", score: null },
  { id: "c", name: "run_1", score: 30 },
  { id: "d", name: "run_3", score: NaN },
];

const columns: DataTableColumn<Person>[] = [
  { id: "name", header: "Name", cell: (row) => row.name, sortBy: (row) => row.name },
  {
    id: "score",
    header: "Score",
    numeric: true,
    cell: (row) => String(row.score),
    sortBy: (row) => row.score,
  },
  { id: "plain", header: "Plain", cell: () => "x" },
];

function show(props: Partial<DataTableProps<Person>> = {}) {
  return render(
    <DataTable
      caption="People"
      columns={columns}
      rows={people}
      rowId={(row) => row.id}
      rowLabel={(row) => row.name}
      {...props}
    />,
  );
}

const names = () =>
  screen
    .getAllByRole("row")
    .slice(1)
    .map((row) => within(row).getAllByRole("cell").at(-3)!.textContent);
const heading = (name: string) => screen.getByRole("columnheader", { name });

describe("sorting", () => {
  it("keeps the given order until a heading is clicked", () => {
    show();
    expect(names()).toEqual(["run_10", "run_2", "run_1", "run_3"]);
    expect(heading("Name").hasAttribute("aria-sort")).toBe(false);
  });

  it("sorts texts as people read them, upwards first, then downwards", () => {
    show();
    fireEvent.click(screen.getByRole("button", { name: "Name" }));
    expect(names()).toEqual(["run_1", "run_2", "run_3", "run_10"]);
    expect(heading("Name").getAttribute("aria-sort")).toBe("ascending");
    fireEvent.click(screen.getByRole("button", { name: "Name" }));
    expect(names()).toEqual(["run_10", "run_3", "run_2", "run_1"]);
    expect(heading("Name").getAttribute("aria-sort")).toBe("descending");
  });

  it("sorts figures downwards first and keeps missing ones and NaN last both ways", () => {
    show();
    fireEvent.click(screen.getByRole("button", { name: "Score" }));
    expect(names()).toEqual(["run_1", "run_10", "run_2", "run_3"]);
    fireEvent.click(screen.getByRole("button", { name: "Score" }));
    expect(names()).toEqual(["run_10", "run_1", "run_2", "run_3"]);
  });

  it("offers no sorting where there is nothing to sort by", () => {
    show();
    expect(screen.queryByRole("button", { name: "Plain" })).toBeNull();
  });

  it("links to the next order and leaves the rows as they come when the server sorts", () => {
    show({
      sort: { id: "score", descending: true },
      sortHref: ({ id, descending }) => `?order_by=${id}+${descending ? "DESC" : "ASC"}`,
    });
    expect(screen.getByRole("link", { name: "Score" }).getAttribute("href")).toBe("?order_by=score+ASC");
    expect(screen.getByRole("link", { name: "Name" }).getAttribute("href")).toBe("?order_by=name+ASC");
    expect(names()).toEqual(["run_10", "run_2", "run_1", "run_3"]);
    expect(heading("Score").getAttribute("aria-sort")).toBe("descending");
  });
});

describe("selecting", () => {
  const box = (name: string) => screen.getByRole<HTMLInputElement>("checkbox", { name: `Select ${name}` });

  it("tells the selected ids and shows some of all as indeterminate", () => {
    const onSelectionChange = vi.fn();
    show({ onSelectionChange });
    fireEvent.click(box("run_2"));
    expect(onSelectionChange).toHaveBeenLastCalledWith(new Set(["b"]));
    expect(box("all rows").indeterminate).toBe(true);
    fireEvent.click(box("all rows"));
    expect(onSelectionChange).toHaveBeenLastCalledWith(new Set(["a", "b", "c", "d"]));
  });

  it("selects a range with Shift, in the order on screen", () => {
    const onSelectionChange = vi.fn();
    show({ onSelectionChange, defaultSort: { id: "name", descending: false } });
    fireEvent.click(box("run_1"));
    fireEvent.click(box("run_3"), { shiftKey: true });
    expect(onSelectionChange).toHaveBeenLastCalledWith(new Set(["c", "b", "d"]));
  });

  it("shows what it is given and does not keep a selection of its own then", () => {
    show({ selection: new Set(["a"]), onSelectionChange: () => {} });
    fireEvent.click(box("run_2"));
    expect(box("run_10").checked).toBe(true);
    expect(box("run_2").checked).toBe(false);
  });
});

describe("the keyboard", () => {
  const row = (index: number) => screen.getAllByRole("row")[index + 1];

  it("moves between rows with the arrows, Home and End, with one row in the tab order", () => {
    show();
    row(0).focus();
    fireEvent.keyDown(row(0), { key: "ArrowDown" });
    expect(document.activeElement).toBe(row(1));
    fireEvent.keyDown(row(1), { key: "End" });
    expect(document.activeElement).toBe(row(3));
    fireEvent.keyDown(row(3), { key: "ArrowDown" });
    expect(document.activeElement).toBe(row(3));
    expect([0, 1, 2, 3].map((index) => row(index).tabIndex)).toEqual([-1, -1, -1, 0]);
  });

  it("selects with Space, extends with Shift and an arrow, and opens with Enter", () => {
    const onSelectionChange = vi.fn();
    const onOpen = vi.fn();
    show({ onSelectionChange, onOpen });
    fireEvent.keyDown(row(0), { key: " " });
    expect(onSelectionChange).toHaveBeenLastCalledWith(new Set(["a"]));
    fireEvent.keyDown(row(0), { key: "ArrowDown", shiftKey: true });
    expect(onSelectionChange).toHaveBeenLastCalledWith(new Set(["a", "b"]));
    fireEvent.keyDown(row(1), { key: "Enter" });
    expect(onOpen).toHaveBeenCalledExactlyOnceWith(people[1]);
  });
});

describe("few and many rows", () => {
  it("shows the empty state instead of an empty table", () => {
    show({ rows: [], empty: <p>No people yet</p> });
    expect(screen.getByText("No people yet")).toBeTruthy();
    expect(screen.queryByRole("table")).toBeNull();
  });

  it("draws only part of a long table but says how long it is", () => {
    const rows = Array.from({ length: 5000 }, (_, index) => ({
      id: String(index),
      name: `run_${index}`,
      score: index,
    }));
    show({ rows });
    expect(screen.getAllByRole("row").length).toBeLessThan(100);
    expect(screen.getByRole("table").getAttribute("aria-rowcount")).toBe("5001");
  });
});
