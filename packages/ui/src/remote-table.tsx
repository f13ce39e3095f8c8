"use client";

import { useEffect, useRef, type CSSProperties, type MouseEvent } from "react";
import { Checkbox } from "./checkbox";
import { cn } from "./class-names";
import { Heading } from "./data-table/heading";
import { Spacer } from "./data-table/spacer";
import type { DataTableColumn, Sort } from "./data-table/types";
import { useRowKeys } from "./data-table/use-row-keys";
import { useWindow } from "./data-table/use-window";
import { Skeleton } from "./skeleton";
import { cellPadding, Td, Th } from "./table";

export interface RemoteColumn<Row> extends Omit<DataTableColumn<Row>, "width"> {
  /** In pixels. */
  width: number;
  /** Stays where it is while the others scroll sideways; such columns stand first. */
  pinned?: boolean;
}

export interface RemoteTableProps<Row> {
  /** What the table holds, for screen readers. */
  caption: string;
  columns: readonly RemoteColumn<Row>[];
  /** How many rows there are, read or not. */
  count: number;
  /** Undefined: not read yet. */
  rowAt: (index: number) => Row | undefined;
  /** Told which rows are on screen, to read them. */
  onWindow: (first: number, last: number) => void;
  rowId: (row: Row) => string;
  rowLabel: (row: Row) => string;
  sort: Sort;
  sortHref: (sort: Sort) => string;
  selection: ReadonlySet<string>;
  /** Selects or deselects a row. */
  onToggle: (id: string, selected: boolean) => void;
  /** Selects every row from one to the other, read or not. */
  onSelectRange: (first: number, last: number) => void;
  /** The box in the heading: every row, or none. */
  onSelectAll: (selected: boolean) => void;
  allSelected: boolean;
  onOpen: (row: Row) => void;
}

const BOX_WIDTH = 40;
/** Whole pixels: of rows that begin between two, cells that stay are drawn a pixel off the others and over their lines. */
const ROW_HEIGHT = "h-[37px]";
/** From so many rows on only the visible ones are in the page. */
const VIRTUAL_FROM = 60;

/** A table of any length whose rows are read as one scrolls to them. It never holds more than what is on screen. */
export function RemoteTable<Row>(props: RemoteTableProps<Row>) {
  const { columns, count, rowAt, rowId, rowLabel, selection, onOpen, onWindow } = props;
  const scroller = useRef<HTMLDivElement>(null);
  const body = useRef<HTMLTableSectionElement>(null);
  const anchor = useRef(0);
  const virtual = count > VIRTUAL_FROM;
  const shown = useWindow(scroller, count, virtual);
  const [first, last] = [shown.indexes[0] ?? 0, shown.indexes.at(-1) ?? 0];
  useEffect(() => onWindow(first, last), [onWindow, first, last]);

  function toggle(index: number, range: boolean) {
    const row = rowAt(index);
    if (range) props.onSelectRange(Math.min(anchor.current, index), Math.max(anchor.current, index));
    else if (row) props.onToggle(rowId(row), !selection.has(rowId(row)));
    anchor.current = index;
  }
  const keys = useRowKeys(body, {
    count,
    reveal: shown.reveal,
    onToggle: toggle,
    onExtend: (from, to) => props.onSelectRange(Math.min(from, to), Math.max(from, to)),
    onOpen: (index) => {
      const row = rowAt(index);
      if (row) onOpen(row);
    },
  });
  function openFromRow(event: MouseEvent, row: Row) {
    const inside = event.target instanceof Element && event.target.closest("a, button, input, label, select");
    if (!inside && !window.getSelection()?.toString()) onOpen(row);
  }

  const offsets = pinnedOffsets(columns);
  const width = columns.reduce((sum, column) => sum + column.width, BOX_WIDTH);
  const edge = columns.filter(({ pinned }) => pinned).length - 1;
  return (
    <div
      ref={scroller}
      className="relative min-w-0 overflow-auto rounded-[inherit]"
      style={{ maxHeight: virtual ? "70vh" : undefined }}
    >
      <table
        aria-rowcount={count + 1}
        className="w-full table-fixed border-separate border-spacing-0"
        style={{ minWidth: `min(${width}px, ${45 * columns.length}vw)` }}
      >
        <caption className="sr-only">{props.caption}</caption>
        <colgroup>
          <col style={{ width: BOX_WIDTH }} />
          {columns.map((column) => (
            // On a phone no column takes the whole screen.
            <col key={column.id} style={{ width: `min(${column.width}px, 45vw)` }} />
          ))}
        </colgroup>
        <thead>
          <tr aria-rowindex={1}>
            <Th className="sticky top-0 left-0 z-20 bg-panel pr-0 align-bottom">
              <Checkbox
                aria-label="Select all rows"
                checked={props.allSelected}
                indeterminate={selection.size > 0 && !props.allSelected}
                onChange={(event) => props.onSelectAll(event.target.checked)}
                className="align-[-2px]"
              />
            </Th>
            {columns.map((column, index) => (
              <Heading
                key={column.id}
                column={{
                  ...column,
                  width: undefined,
                  // However long a heading is, it is never cut.
                  className: cn(
                    "align-bottom leading-[18px] [overflow-wrap:anywhere] whitespace-normal",
                    pinnedClass(column, index === edge),
                    column.pinned && "md:z-20",
                  ),
                }}
                style={leftOf(offsets[index])}
                wraps
                sort={props.sort}
                sortable={Boolean(column.sortable)}
                sortHref={props.sortHref}
              />
            ))}
          </tr>
        </thead>
        <tbody ref={body} onKeyDown={keys.onKeyDown} className="[&>tr[data-last]>td]:border-b-0">
          <Spacer height={shown.before} columns={columns.length + 1} />
          {shown.indexes.map((index) => {
            const row = rowAt(index);
            const selected = row !== undefined && selection.has(rowId(row));
            return (
              <tr
                key={row ? rowId(row) : index}
                ref={shown.measure}
                data-index={index}
                data-row-index={index}
                data-selected={selected || undefined}
                data-last={index === count - 1 || undefined}
                aria-rowindex={index + 2}
                aria-busy={row === undefined || undefined}
                tabIndex={index === keys.active ? 0 : -1}
                onFocus={() => keys.setActive(index)}
                onClick={row ? (event) => openFromRow(event, row) : undefined}
                className={cn(
                  "bg-panel",
                  selected ? "bg-accent-soft" : "hover:bg-sunken",
                  row && "cursor-pointer",
                )}
              >
                <td
                  className={cn(
                    cellPadding,
                    ROW_HEIGHT,
                    "sticky left-0 z-[6] border-b border-line bg-inherit pr-0",
                  )}
                >
                  {row ? (
                    <Checkbox
                      aria-label={`Select ${rowLabel(row)}`}
                      tabIndex={-1}
                      checked={selected}
                      onChange={({ nativeEvent }) =>
                        toggle(index, nativeEvent instanceof window.MouseEvent && nativeEvent.shiftKey)
                      }
                      className="align-[-2px]"
                    />
                  ) : null}
                </td>
                {columns.map((column, at) => (
                  <Td
                    key={column.id}
                    numeric={column.numeric}
                    style={leftOf(offsets[at])}
                    className={cn(
                      ROW_HEIGHT,
                      "truncate",
                      column.className,
                      column.pinned && "bg-inherit md:z-[6]",
                      pinnedClass(column, at === edge),
                    )}
                  >
                    {row ? column.cell(row) : <Skeleton className="inline-block h-3 w-3/4" />}
                  </Td>
                ))}
              </tr>
            );
          })}
          <Spacer height={shown.after} columns={columns.length + 1} />
        </tbody>
      </table>
    </div>
  );
}

/** Where each pinned column stays, in pixels from the left. */
function pinnedOffsets(columns: readonly { width: number; pinned?: boolean }[]) {
  let left = BOX_WIDTH;
  return columns.map(({ width, pinned }) => {
    if (!pinned) return undefined;
    left += width;
    return left - width;
  });
}

/** On a phone nothing would be left beside columns that stay. */
function pinnedClass({ pinned }: { pinned?: boolean }, isEdge: boolean) {
  return pinned && cn("md:sticky md:left-(--pinned-left)", isEdge && "md:border-r md:border-r-line");
}

const leftOf = (pixels: number | undefined) =>
  pixels === undefined ? undefined : ({ "--pinned-left": `${pixels}px` } as CSSProperties);
