import { useCallback, type RefObject } from "react";
import { useVirtualizer } from "@tanstack/react-virtual";

/** Height of a row before it has been measured, in pixels. */
const ROW_HEIGHT = 35;

interface RowWindow {
  /** Indexes of the rows to draw. */
  indexes: number[];
  /** Pixels above and below them. */
  before: number;
  after: number;
  /** Brings a row into view; undefined when all rows are drawn. */
  reveal?: (index: number) => void;
  measure?: (row: Element | null) => void;
}

/** Which rows to draw: all of them, or of a long table those near the visible ones. */
export function useWindow(
  scroller: RefObject<HTMLDivElement | null>,
  count: number,
  enabled: boolean,
): RowWindow {
  const virtualizer = useVirtualizer({
    count,
    enabled,
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW_HEIGHT,
    overscan: 12,
    // What the server draws, and the first frame, before the height is known.
    initialRect: { width: 0, height: 20 * ROW_HEIGHT },
  });
  const reveal = useCallback((index: number) => virtualizer.scrollToIndex(index), [virtualizer]);
  if (!enabled) return { indexes: Array.from({ length: count }, (_, index) => index), before: 0, after: 0 };
  const items = virtualizer.getVirtualItems();
  return {
    indexes: items.map((item) => item.index),
    before: items[0]?.start ?? 0,
    after: virtualizer.getTotalSize() - (items[items.length - 1]?.end ?? 0),
    reveal,
    measure: virtualizer.measureElement,
  };
}
