"use client";

import { ChevronRight } from "lucide-react";
import {
  memo,
  useEffect,
  useRef,
  useState,
  type KeyboardEvent,
  type ReactNode,
  type SyntheticEvent,
} from "react";
import { cn } from "./class-names";
import { cellAfter, type Cell } from "./side-by-side/grid-window";
import { LineName } from "./side-by-side/line-name";
import { Readout, type ReadoutHandle } from "./side-by-side/readout";
import { useGridWindow } from "./side-by-side/use-grid-window";
import { useWidth } from "./use-width";

export { LineName } from "./side-by-side/line-name";

export interface SideBySideColumn {
  id: string;
  label: string;
  head: ReactNode;
  /** Not among what is chosen. */
  faint?: boolean;
}

export type SideBySideLine =
  | { kind: "section"; id: string; label: string; folded: boolean; onFold: () => void; count: number }
  | {
      kind: "values";
      id: string;
      label: string;
      head?: ReactNode;
      /** The same everywhere. */
      quiet?: boolean;
      cell: (column: number) => ReactNode;
      /** A cell's value in full, as text. */
      read: (column: number) => string;
    };

export interface SideBySideProps {
  caption: string;
  /** Above the lines' names. */
  corner?: ReactNode;
  columns: readonly SideBySideColumn[];
  lines: readonly SideBySideLine[];
  /** What is being pointed at elsewhere. */
  active?: string;
  onActive?: (column: string | undefined) => void;
}

/** Columns share all that is there, and scroll rather than be narrower than this. */
const LEAST_COLUMN = 164;
const ROW = 33;
const HEAD = 58;
/** What the first column takes of narrow and of wide pages. */
const FIRST = { narrow: 164, wide: 252 };

/**
 * Things beside each other: a column each, a line for everything they are compared by. Of hundreds of columns and lines
 * only those on screen are there. Arrow keys move from cell to cell; what a cell is too small for stands below the table.
 */
export function SideBySide({ caption, corner, columns, lines, active, onActive }: SideBySideProps) {
  const scroller = useRef<HTMLDivElement>(null);
  const readout = useRef<ReadoutHandle>(null);
  const [at, setAt] = useState<Cell>({ line: -1, column: -1 });
  const refocus = useRef(false);
  const width = useWidth(scroller, 1200);
  const firstWidth = width < 640 ? FIRST.narrow : FIRST.wide;
  const share = Math.floor((width - firstWidth) / Math.max(1, columns.length));
  const columnWidth = Math.max(LEAST_COLUMN, share);
  const sizes = { columnWidth, rowHeight: ROW, headWidth: firstWidth, headHeight: HEAD };
  const shown = useGridWindow(scroller, sizes, columns.length, lines.length);
  const visible = columns.slice(shown.columns.first, shown.columns.end);
  const before = shown.columns.first * columnWidth;
  const after = (columns.length - shown.columns.end) * columnWidth;
  const focused: Cell = {
    line: Math.min(at.line, lines.length - 1),
    column: Math.min(at.column, columns.length - 1),
  };
  useEffect(() => {
    if (!refocus.current) return;
    refocus.current = false;
    scroller.current
      ?.querySelector<HTMLElement>(`[data-line="${focused.line}"][data-column="${focused.column}"]`)
      ?.focus({ preventScroll: true });
  });

  function say(event: SyntheticEvent) {
    const cell = cellOf(event.target);
    if (!cell) return;
    const column = columns.at(cell.column);
    const line = lines.at(cell.line);
    const parts = [
      cell.line >= 0 ? line?.label : undefined,
      cell.column >= 0 ? column?.label : undefined,
      cell.line >= 0 && cell.column >= 0 && line?.kind === "values" ? line.read(cell.column) : undefined,
    ];
    readout.current?.say(parts.filter((part) => part !== undefined));
    onActive?.(cell.column >= 0 ? column?.id : undefined);
  }

  function onKeyDown(event: KeyboardEvent) {
    const cell = cellOf(event.target);
    const next = cell && cellAfter(event.key, cell, lines.length, columns.length);
    if (!next || event.altKey || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    setAt(next);
    refocus.current = true;
    shown.reveal(next);
  }

  const reached = (line: number, column: number) => ({
    "data-line": line,
    "data-column": column,
    tabIndex: focused.line === line && focused.column === column ? 0 : -1,
  });
  const cellProps = (line: number, column: number) => ({
    ...reached(line, column),
    "aria-colindex": column + 2,
  });
  const sticky = "sticky left-0 z-10 border-r border-b border-line bg-panel text-left font-normal";
  const spacer = <td aria-hidden="true" className="p-0" />;
  return (
    <div className="min-w-0">
      <div
        ref={scroller}
        className="relative max-h-[min(72vh,760px)] overflow-auto"
        onKeyDown={onKeyDown}
        onFocus={(event) => {
          const cell = cellOf(event.target);
          if (cell) setAt(cell);
          say(event);
        }}
        onPointerOver={say}
        onPointerLeave={() => onActive?.(undefined)}
      >
        <table
          role="grid"
          aria-label={caption}
          aria-rowcount={lines.length + 1}
          aria-colcount={columns.length + 1}
          className="table-fixed border-separate border-spacing-0"
          style={{ width: firstWidth + columns.length * columnWidth }}
        >
          <colgroup>
            <col style={{ width: firstWidth }} />
            <col style={{ width: before }} />
            {visible.map(({ id }) => (
              <col key={id} style={{ width: columnWidth }} />
            ))}
            <col style={{ width: after }} />
          </colgroup>
          <thead>
            <tr aria-rowindex={1} style={{ height: HEAD }}>
              <td
                {...cellProps(-1, -1)}
                className={cn(
                  sticky,
                  "top-0 z-30 px-3.5 text-sm text-muted focus-visible:outline-offset-[-2px]",
                )}
              >
                {corner}
              </td>
              {spacer}
              {visible.map(({ id, head, faint }, index) => (
                <th
                  key={id}
                  scope="col"
                  {...cellProps(-1, shown.columns.first + index)}
                  className={cn(
                    "sticky top-0 z-20 border-b border-line bg-panel px-3 text-left align-middle font-normal focus-visible:outline-offset-[-2px]",
                    active === id && "bg-accent-soft",
                    faint && "opacity-60",
                  )}
                >
                  {head}
                </th>
              ))}
              {spacer}
            </tr>
          </thead>
          <tbody>
            <tr aria-hidden="true" style={{ height: shown.lines.first * ROW }} />
            {lines.slice(shown.lines.first, shown.lines.end).map((line, offset) => {
              const index = shown.lines.first + offset;
              if (line.kind === "section")
                return (
                  <tr key={line.id} aria-rowindex={index + 2} style={{ height: ROW }}>
                    <th
                      scope="colgroup"
                      colSpan={visible.length + 3}
                      className="border-b border-line bg-sunken p-0 text-left"
                    >
                      <button
                        type="button"
                        {...reached(index, -1)}
                        aria-expanded={!line.folded}
                        onClick={line.onFold}
                        className="sticky left-3 inline-flex items-center gap-1 rounded-sm px-0.5 text-sm font-semibold text-muted hover:text-text"
                      >
                        <ChevronRight
                          aria-hidden="true"
                          className={cn("size-3.5", !line.folded && "rotate-90")}
                        />
                        {line.label}
                        <span className="num font-normal text-faint">{line.count}</span>
                      </button>
                    </th>
                  </tr>
                );
              return (
                <tr key={line.id} aria-rowindex={index + 2} style={{ height: ROW }} className="group/line">
                  <th
                    scope="row"
                    {...cellProps(index, -1)}
                    className={cn(
                      sticky,
                      "px-3.5 py-0 group-hover/line:bg-sunken focus-visible:outline-offset-[-2px]",
                    )}
                  >
                    {line.head ?? <LineName>{line.label}</LineName>}
                  </th>
                  {spacer}
                  {visible.map(({ id, faint }, offset) => (
                    <ValueCell
                      key={id}
                      line={line}
                      lineIndex={index}
                      column={shown.columns.first + offset}
                      faint={Boolean(faint)}
                      active={active === id}
                      focusable={focused.line === index && focused.column === shown.columns.first + offset}
                    />
                  ))}
                  {spacer}
                </tr>
              );
            })}
            <tr aria-hidden="true" style={{ height: (lines.length - shown.lines.end) * ROW }} />
          </tbody>
        </table>
      </div>
      <Readout ref={readout} />
    </div>
  );
}

interface ValueCellProps {
  line: Extract<SideBySideLine, { kind: "values" }>;
  lineIndex: number;
  column: number;
  faint: boolean;
  active: boolean;
  focusable: boolean;
}

/** Remembered: scrolling brings a few cells, the hundreds that stay are not made again. */
const ValueCell = memo(function ValueCell({
  line,
  lineIndex,
  column,
  faint,
  active,
  focusable,
}: ValueCellProps) {
  return (
    <td
      data-line={lineIndex}
      data-column={column}
      aria-colindex={column + 2}
      tabIndex={focusable ? 0 : -1}
      className={cn(
        "num overflow-hidden border-b border-line px-3 text-ellipsis whitespace-nowrap group-hover/line:bg-sunken focus-visible:outline-offset-[-2px]",
        (line.quiet || faint) && "text-muted",
        faint && "opacity-60",
        active && "bg-accent-soft",
      )}
    >
      {line.cell(column)}
    </td>
  );
});

function cellOf(target: EventTarget): Cell | undefined {
  const cell = target instanceof HTMLElement ? target.closest<HTMLElement>("[data-line]") : null;
  return cell ? { line: Number(cell.dataset.line), column: Number(cell.dataset.column) } : undefined;
}
