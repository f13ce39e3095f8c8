"use client";

import { useRef, useState, type MouseEvent } from "react";
import { Checkbox } from "./checkbox";
import { cn } from "./class-names";
import { Heading } from "./data-table/heading";
import { Spacer } from "./data-table/spacer";
import { useTableModel } from "./data-table/table-model";
import type { DataTableProps, Sort } from "./data-table/types";
import { useRowKeys } from "./data-table/use-row-keys";
import { useWindow } from "./data-table/use-window";
import { EmptyState } from "./empty-state";
import { cellPadding, Td, Th } from "./table";

export type { DataTableColumn, DataTableProps, Sort } from "./data-table/types";

const none: ReadonlySet<string> = new Set();

/**
 * A table to work with: sorts by its headings, selects with checkboxes (Shift for ranges), moves with the arrow keys
 * (Space selects, Enter opens). Of long tables only the visible rows are in the page.
 */
export function DataTable<Row>(props: DataTableProps<Row>) {
  const {
    caption,
    columns,
    rows,
    rowId,
    rowLabel = rowId,
    sortHref,
    onOpen,
    empty,
    virtualFrom = 200,
    maxHeight,
  } = props;
  const scroller = useRef<HTMLDivElement>(null);
  const body = useRef<HTMLTableSectionElement>(null);
  const [ownSort, setOwnSort] = useState(props.defaultSort);
  const [ownSelection, setOwnSelection] = useState(none);
  const sortedOutside = Boolean(sortHref ?? props.onSortChange);
  const sort = props.sort ?? ownSort;
  const selectable = Boolean(props.selection ?? props.onSelectionChange);
  const selection = props.selection ?? ownSelection;

  function select(selected: Set<string>) {
    setOwnSelection(selected);
    props.onSelectionChange?.(selected);
  }
  function sortBy(next: Sort) {
    setOwnSort(next);
    props.onSortChange?.(next);
  }

  const model = useTableModel({
    columns,
    rows,
    rowId,
    sort,
    manualSorting: sortedOutside,
    selection,
    onSelectionChange: select,
  });
  const ordered = model.getRowModel().rows;
  const virtual = ordered.length > virtualFrom;
  const shown = useWindow(scroller, ordered.length, virtual);
  function toggle(index: number, range: boolean) {
    const row = ordered[index];
    row.getToggleSelectedHandler()({ shiftKey: range, target: { checked: range || !row.getIsSelected() } });
  }
  function extend(from: number, to: number) {
    if (!ordered[from].getIsSelected()) toggle(from, false);
    toggle(to, true);
  }
  const keys = useRowKeys(body, {
    count: ordered.length,
    reveal: shown.reveal,
    onToggle: selectable ? toggle : undefined,
    onExtend: selectable ? extend : undefined,
    onOpen: onOpen ? (index) => onOpen(ordered[index].original) : undefined,
  });

  function openFromRow(event: MouseEvent, row: Row) {
    const inside = event.target instanceof Element && event.target.closest("a, button, input, label, select");
    if (!inside && !window.getSelection()?.toString()) onOpen?.(row);
  }

  if (rows.length === 0) return <>{empty ?? <EmptyState title="Nothing here yet" />}</>;
  const width = columns.length + (selectable ? 1 : 0);
  return (
    <div
      ref={scroller}
      className={cn("relative min-w-0 overflow-auto rounded-[inherit]", props.className)}
      style={{ maxHeight: maxHeight ?? (virtual ? "70vh" : undefined) }}
    >
      <table
        aria-rowcount={virtual ? ordered.length + 1 : undefined}
        className={cn("w-full border-separate border-spacing-0", virtual && "table-fixed")}
      >
        <caption className="sr-only">{caption}</caption>
        <colgroup>
          {selectable ? <col style={{ width: "40px" }} /> : null}
          {columns.map((column) => (
            <col key={column.id} style={{ width: column.width }} />
          ))}
        </colgroup>
        <thead>
          <tr aria-rowindex={virtual ? 1 : undefined}>
            {selectable ? (
              <Th className="sticky top-0 z-10 w-10 bg-panel pr-0">
                <Checkbox
                  aria-label="Select all rows"
                  checked={model.getIsAllRowsSelected()}
                  indeterminate={model.getIsSomeRowsSelected()}
                  onChange={model.getToggleAllRowsSelectedHandler()}
                  className="align-[-2px]"
                />
              </Th>
            ) : null}
            {columns.map((column) => (
              <Heading
                key={column.id}
                column={column}
                sort={sort}
                sortable={column.sortable ?? Boolean(column.sortBy)}
                sortHref={sortHref}
                onSort={sortBy}
              />
            ))}
          </tr>
        </thead>
        <tbody ref={body} onKeyDown={keys.onKeyDown} className="[&>tr[data-last]>td]:border-b-0">
          <Spacer height={shown.before} columns={width} />
          {shown.indexes.map((index) => {
            const row = ordered[index];
            const selected = row.getIsSelected();
            return (
              <tr
                key={row.id}
                ref={shown.measure}
                data-index={index}
                data-row-index={index}
                data-selected={selected || undefined}
                data-last={index === ordered.length - 1 || undefined}
                aria-rowindex={virtual ? index + 2 : undefined}
                tabIndex={index === keys.active ? 0 : -1}
                onFocus={() => keys.setActive(index)}
                onClick={onOpen ? (event) => openFromRow(event, row.original) : undefined}
                className={cn(
                  "hover:bg-sunken",
                  selected && "bg-accent-soft hover:bg-accent-soft",
                  onOpen && "cursor-pointer",
                )}
              >
                {selectable ? (
                  <td className={cn(cellPadding, "border-b border-line pr-0")}>
                    <Checkbox
                      aria-label={`Select ${rowLabel(row.original)}`}
                      tabIndex={-1}
                      checked={selected}
                      onChange={row.getToggleSelectedHandler()}
                      className="align-[-2px]"
                    />
                  </td>
                ) : null}
                {columns.map((column) => (
                  <Td
                    key={column.id}
                    numeric={column.numeric}
                    className={cn(virtual && "truncate", column.className)}
                  >
                    {column.cell(row.original)}
                  </Td>
                ))}
              </tr>
            );
          })}
          <Spacer height={shown.after} columns={width} />
        </tbody>
      </table>
    </div>
  );
}
