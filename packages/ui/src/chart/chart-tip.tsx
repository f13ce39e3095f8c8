import type { ReactNode } from "react";

interface ChartTipProps {
  /** Where it points to, in pixels inside the drawing. */
  x: number;
  y: number;
  /** Of the drawing. */
  width: number;
  height: number;
  title: ReactNode;
  rows: readonly { label: string; value: string }[];
}

const MOST_ROWS = 12;

/** What is under the pointer, in words; beside it, on the side with more room. */
export function ChartTip({ x, y, width, height, title, rows }: ChartTipProps) {
  const shown = rows.slice(0, MOST_ROWS);
  const tall = 34 + shown.length * 19;
  return (
    <div
      role="status"
      className="num pointer-events-none absolute z-20 w-max max-w-72 rounded-md border border-line-strong bg-panel px-2.5 py-1.5 text-sm shadow-popover"
      style={{
        left: x,
        top: Math.max(0, Math.min(y - 16, height - tall)),
        transform: `translateX(${x > width / 2 ? "calc(-100% - 14px)" : "14px"})`,
      }}
    >
      <p className="mb-0.5 font-medium break-words">{title}</p>
      {shown.map(({ label, value }) => (
        <p key={label} className="flex gap-3">
          <span className="min-w-0 break-words text-muted">{label}</span>
          <span className="ml-auto text-right break-words">{value}</span>
        </p>
      ))}
      {rows.length > shown.length ? (
        <p className="text-muted">and {rows.length - shown.length} more</p>
      ) : null}
    </div>
  );
}
