import { fireEvent, render, screen, within } from "@testing-library/react";
import { describe, expect, it, vi } from "vitest";
import { RemoteTable, type RemoteColumn, type RemoteTableProps } from "./remote-table";

interface Item {
  id: string;
}

const columns: RemoteColumn<Item>[] = [
  { id: "name", header: "Name", width: 200, pinned: true, sortable: true, cell: ({ id }) => id },
  { id: "plain", header: "A heading of many words that is never cut", width: 90, cell: () => "x" },
];

/** Of a hundred thousand rows the first fifty are read. */
function show(props: Partial<RemoteTableProps<Item>> = {}) {
  const told = {
    onWindow: vi.fn(),
    onToggle: vi.fn(),
    onSelectRange: vi.fn(),
    onSelectAll: vi.fn(),
    onOpen: vi.fn(),
  };
  render(
    <RemoteTable
      caption="Items"
      columns={columns}
      count={100_000}
      rowAt={(index) => (index < 50 ? { id: `item ${index}` } : undefined)}
      rowId={({ id }) => id}
      rowLabel={({ id }) => id}
      sort={{ id: "name", descending: true }}
      sortHref={({ id, descending }) => `?sort=${id}&descending=${descending}`}
      selection={new Set(["item 1"])}
      allSelected={false}
      {...told}
      {...props}
    />,
  );
  return told;
}

const box = (name: string) => screen.getByRole("checkbox", { name });

describe("a table whose rows are read as one scrolls", () => {
  it("holds a few of a hundred thousand rows, says how many there are and which it shows", () => {
    const { onWindow } = show();
    expect(screen.getByRole("table").getAttribute("aria-rowcount")).toBe("100001");
    expect(screen.getAllByRole("row").length).toBeLessThan(60);
    const [[first, last]] = onWindow.mock.calls as [number, number][];
    expect([first, last < 60]).toEqual([0, true]);
  });

  it("draws a row that is not read yet as one that comes", () => {
    show({ count: 2, rowAt: (index) => (index === 0 ? { id: "item 0" } : undefined) });
    const [, known, awaited] = screen.getAllByRole("row");
    expect([known.getAttribute("aria-busy"), awaited.getAttribute("aria-busy")]).toEqual([null, "true"]);
    expect(within(awaited).queryByRole("checkbox")).toBeNull();
  });

  it("leads to another order by its headings", () => {
    show();
    expect(screen.getByRole("link", { name: "Name" }).getAttribute("href")).toBe(
      "?sort=name&descending=false",
    );
    expect(screen.getByRole("columnheader", { name: "Name" }).getAttribute("aria-sort")).toBe("descending");
  });

  it("selects a row, a range with Shift, and everything", () => {
    const { onToggle, onSelectRange, onSelectAll } = show({ count: 50 });
    expect(
      [box("Select item 0"), box("Select item 1")].map((each) => (each as HTMLInputElement).checked),
    ).toEqual([false, true]);
    fireEvent.click(box("Select item 3"));
    expect(onToggle).toHaveBeenLastCalledWith("item 3", true);
    fireEvent.click(box("Select item 1"));
    expect(onToggle).toHaveBeenLastCalledWith("item 1", false);
    fireEvent.click(box("Select item 6"), { shiftKey: true });
    expect(onSelectRange).toHaveBeenLastCalledWith(1, 6);
    expect(onToggle).toHaveBeenCalledTimes(2);
    fireEvent.click(box("Select all rows"));
    expect(onSelectAll).toHaveBeenLastCalledWith(true);
  });

  it("is worked with the keyboard: arrows, Space and Enter", () => {
    const { onToggle, onOpen, onSelectRange } = show({ count: 50 });
    const [, first, second] = screen.getAllByRole("row");
    first.focus();
    fireEvent.keyDown(first, { key: "ArrowDown" });
    expect(document.activeElement).toBe(second);
    fireEvent.keyDown(second, { key: " " });
    expect(onToggle).toHaveBeenLastCalledWith("item 1", false);
    fireEvent.keyDown(second, { key: "Enter" });
    expect(onOpen).toHaveBeenLastCalledWith({ id: "item 1" });
    fireEvent.keyDown(second, { key: "ArrowUp", shiftKey: true });
    expect(onSelectRange).toHaveBeenLastCalledWith(0, 1);
  });
});
