export interface Span {
  first: number;
  /** One after the last. */
  end: number;
}

/** What of equal parts is on screen, with some more at both ends so that scrolling meets no gap. */
export function visibleSpan(offset: number, room: number, size: number, count: number, extra: number): Span {
  const first = Math.max(0, Math.floor(offset / size) - extra);
  const end = Math.min(count, Math.ceil((offset + room) / size) + extra);
  return { first: Math.min(first, Math.max(0, count - 1)), end: Math.max(end, Math.min(count, first + 1)) };
}

export interface Cell {
  /** -1 is the heading. */
  line: number;
  column: number;
}

const PAGE = 10;

/** Where a key leads from a cell; undefined for keys that lead nowhere. */
export function cellAfter(
  key: string,
  { line, column }: Cell,
  lines: number,
  columns: number,
): Cell | undefined {
  const at = (toLine: number, toColumn: number): Cell => ({
    line: Math.min(lines - 1, Math.max(-1, toLine)),
    column: Math.min(columns - 1, Math.max(-1, toColumn)),
  });
  switch (key) {
    case "ArrowDown":
      return at(line + 1, column);
    case "ArrowUp":
      return at(line - 1, column);
    case "ArrowRight":
      return at(line, column + 1);
    case "ArrowLeft":
      return at(line, column - 1);
    case "PageDown":
      return at(line + PAGE, column);
    case "PageUp":
      return at(line - PAGE, column);
    case "Home":
      return at(line, -1);
    case "End":
      return at(line, columns - 1);
    default:
      return undefined;
  }
}

/** How far to scroll so that a part is seen whole. */
export function scrollInto(offset: number, room: number, begin: number, size: number): number {
  if (begin < offset) return begin;
  return begin + size > offset + room ? begin + size - room : offset;
}
