import { useCallback, useState, type KeyboardEvent, type RefObject } from "react";

interface RowKeys {
  /** Number of rows. */
  count: number;
  /** Brings a row into the page before it is focused; needed when only some rows are there. */
  reveal?: (index: number) => void;
  /** Selects or deselects a row; with `range`, everything from the last one on. */
  onToggle?: (index: number, range: boolean) => void;
  /** Selects from one row to its neighbour. */
  onExtend?: (from: number, to: number) => void;
  onOpen?: (index: number) => void;
}

const PAGE = 10;

/** Moves focus from row to row with the arrow keys; exactly one row is in the tab order. */
export function useRowKeys(
  body: RefObject<HTMLTableSectionElement | null>,
  { count, reveal, onToggle, onExtend, onOpen }: RowKeys,
) {
  const [active, setActive] = useState(0);

  const focusRow = useCallback(
    (index: number) => {
      setActive(index);
      reveal?.(index);
      const focus = () => body.current?.querySelector<HTMLElement>(`[data-row-index="${index}"]`)?.focus();
      focus();
      // A row that had to be brought in first exists only after the next paint.
      if (reveal) requestAnimationFrame(focus);
    },
    [body, reveal],
  );

  function onKeyDown(event: KeyboardEvent<HTMLTableSectionElement>) {
    const row = event.target instanceof HTMLElement ? event.target : null;
    if (!row?.dataset.rowIndex) return;
    const index = Number(row.dataset.rowIndex);
    const target = destination(event.key, index, count);
    if (target !== undefined) {
      event.preventDefault();
      if (event.shiftKey && Math.abs(target - index) === 1) onExtend?.(index, target);
      focusRow(target);
    } else if (event.key === " " && onToggle) {
      event.preventDefault();
      onToggle(index, event.shiftKey);
    } else if (event.key === "Enter" && onOpen) {
      event.preventDefault();
      onOpen(index);
    }
  }

  return { active: Math.min(active, Math.max(0, count - 1)), setActive, onKeyDown };
}

function destination(key: string, index: number, count: number): number | undefined {
  const last = count - 1;
  switch (key) {
    case "ArrowDown":
      return Math.min(last, index + 1);
    case "ArrowUp":
      return Math.max(0, index - 1);
    case "PageDown":
      return Math.min(last, index + PAGE);
    case "PageUp":
      return Math.max(0, index - PAGE);
    case "Home":
      return 0;
    case "End":
      return last;
    default:
      return undefined;
  }
}
