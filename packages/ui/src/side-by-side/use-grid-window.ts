import { useCallback, useLayoutEffect, useState, type RefObject } from "react";
import { scrollInto, visibleSpan, type Cell, type Span } from "./grid-window";

export interface GridSizes {
  columnWidth: number;
  rowHeight: number;
  /** Of the sticky first column and of the heading. */
  headWidth: number;
  headHeight: number;
}

interface GridWindow {
  columns: Span;
  lines: Span;
  reveal: (cell: Cell) => void;
}

/** Which columns and lines of a large table are drawn; before it is measured those a large screen shows first. */
export function useGridWindow(
  scroller: RefObject<HTMLElement | null>,
  { columnWidth, rowHeight, headWidth, headHeight }: GridSizes,
  columnCount: number,
  lineCount: number,
): GridWindow {
  const [shown, setShown] = useState({ columns: { first: 0, end: 10 }, lines: { first: 0, end: 30 } });
  const measure = useCallback(() => {
    const element = scroller.current;
    if (!element || element.clientWidth === 0) return;
    const { scrollLeft, scrollTop, clientWidth, clientHeight } = element;
    const next = {
      columns: visibleSpan(scrollLeft, clientWidth - headWidth, columnWidth, columnCount, 2),
      lines: visibleSpan(scrollTop, clientHeight - headHeight, rowHeight, lineCount, 6),
    };
    setShown((before) => (JSON.stringify(before) === JSON.stringify(next) ? before : next));
  }, [scroller, columnWidth, rowHeight, headWidth, headHeight, columnCount, lineCount]);
  useLayoutEffect(() => {
    const element = scroller.current;
    if (!element) return;
    measure();
    const observer = new ResizeObserver(measure);
    observer.observe(element);
    element.addEventListener("scroll", measure, { passive: true });
    return () => {
      observer.disconnect();
      element.removeEventListener("scroll", measure);
    };
  }, [scroller, measure]);
  const reveal = useCallback(
    ({ line, column }: Cell) => {
      const element = scroller.current;
      if (!element) return;
      const { scrollLeft, scrollTop, clientWidth, clientHeight } = element;
      element.scrollTo(
        column < 0
          ? scrollLeft
          : scrollInto(scrollLeft, clientWidth - headWidth, column * columnWidth, columnWidth),
        line < 0 ? scrollTop : scrollInto(scrollTop, clientHeight - headHeight, line * rowHeight, rowHeight),
      );
      measure();
    },
    [scroller, measure, columnWidth, rowHeight, headWidth, headHeight],
  );
  const within = ({ first, end }: Span, count: number) => ({
    first: Math.min(first, Math.max(0, count - 1)),
    end: Math.min(end, count),
  });
  return {
    columns: within(shown.columns, columnCount),
    lines: within(shown.lines, lineCount),
    reveal,
  };
}
