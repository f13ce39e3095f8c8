import { useRef, type KeyboardEvent, type PointerEvent } from "react";
import { brushBetween, brushShares, readBrush, type Brush } from "../chart/brush";
import type { Layout } from "./layout";
import type { AxisModel } from "./model";

interface AxisBrushProps {
  axis: AxisModel;
  x: number;
  layout: Layout;
  brush: Brush | undefined;
  onBrush: (brush: Brush | undefined) => void;
}

/** Pixels from an end of a brush within which it is that end that is taken. */
const GRIP = 6;
/** Moves shorter than this are clicks, which clear. */
const CLICK = 4;
const KEY_STEPS: Record<string, number> = { ArrowUp: 1, ArrowRight: 1, ArrowDown: -1, ArrowLeft: -1 };

/** Choosing part of an axis: by dragging along it, or with the keyboard by its two ends. */
export function AxisBrush({ axis, x, layout, brush, onBrush }: AxisBrushProps) {
  const drag = useRef<{ begin: number; move: (share: number) => void }>(undefined);
  const shares = brush && brushShares(axis, brush);
  const height = layout.bottom - layout.top;
  const shareAt = (event: PointerEvent<HTMLElement>) => {
    const box = event.currentTarget.getBoundingClientRect();
    return Math.min(1, Math.max(0, (box.bottom - event.clientY) / box.height));
  };
  const choose = (from: number, to: number) => {
    const next = brushBetween(axis, from, to);
    if (next) onBrush(next);
  };

  function start(event: PointerEvent<HTMLElement>) {
    if (event.button !== 0) return;
    event.currentTarget.setPointerCapture(event.pointerId);
    const begin = shareAt(event);
    const grip = GRIP / height;
    const [from, to] = shares ?? [NaN, NaN];
    const move =
      Math.abs(begin - from) < grip
        ? (share: number) => choose(to, share)
        : Math.abs(begin - to) < grip
          ? (share: number) => choose(from, share)
          : begin > from && begin < to
            ? (share: number) => {
                const by = Math.min(1 - to, Math.max(-from, share - begin));
                choose(from + by, to + by);
              }
            : (share: number) => choose(begin, share);
    drag.current = { begin, move };
  }

  function move(event: PointerEvent<HTMLElement>) {
    const share = shareAt(event);
    if (drag.current && Math.abs(share - drag.current.begin) * height >= CLICK) drag.current.move(share);
  }

  function end(event: PointerEvent<HTMLElement>) {
    if (drag.current && Math.abs(shareAt(event) - drag.current.begin) * height < CLICK) onBrush(undefined);
    drag.current = undefined;
  }

  return (
    <>
      <div
        data-brush-area={axis.id}
        className="absolute w-6 cursor-crosshair touch-pan-x"
        style={{ left: x - 12, top: layout.top, height }}
        onPointerDown={start}
        onPointerMove={move}
        onPointerUp={end}
        onPointerCancel={() => (drag.current = undefined)}
      />
      {(["low", "high"] as const).map((which) => (
        <BrushEnd
          key={which}
          which={which}
          {...{ axis, x, layout, brush, onBrush, choose }}
          shares={shares ?? [0, 1]}
        />
      ))}
    </>
  );
}

interface BrushEndProps extends AxisBrushProps {
  which: "low" | "high";
  shares: [number, number];
  choose: (from: number, to: number) => void;
}

/** One end of a brush, seen when it is focused or there is a brush. Arrow keys move it, Escape clears. */
function BrushEnd({ which, axis, x, layout, brush, onBrush, shares: [from, to], choose }: BrushEndProps) {
  const share = which === "low" ? from : to;
  const places =
    axis.kind === "category"
      ? axis.names.map((name) => axis.place(name)!).sort((one, other) => one - other)
      : undefined;

  function onKeyDown(event: KeyboardEvent) {
    if ((event.key === "Escape" || event.key === "Delete") && brush) {
      event.preventDefault();
      onBrush(undefined);
      return;
    }
    const target = destination(event.key, share, places);
    if (target === undefined) return;
    event.preventDefault();
    // An end does not pass the other one.
    if (which === "low") choose(Math.min(target, to), to);
    else choose(from, Math.max(target, from));
  }

  return (
    <div
      role="slider"
      tabIndex={0}
      aria-label={`${axis.label}, ${which === "low" ? "lower" : "upper"} end of what is chosen`}
      aria-orientation="vertical"
      aria-valuemin={0}
      aria-valuemax={100}
      aria-valuenow={Math.round(share * 100)}
      aria-valuetext={brush ? readBrush(axis, brush) : "everything"}
      onKeyDown={onKeyDown}
      className={`pointer-events-none absolute h-1.5 w-4 rounded-xs bg-accent focus-visible:opacity-100 ${brush && !("missing" in brush) ? "" : "opacity-0"}`}
      style={{ left: x - 8, top: layout.bottom - share * (layout.bottom - layout.top) - 3 }}
    />
  );
}

/** Where a key takes an end of a brush: from category to category, or by hundredths of the axis. */
export function destination(
  key: string,
  share: number,
  places: readonly number[] | undefined,
): number | undefined {
  if (key === "Home") return 0;
  if (key === "End") return 1;
  const by = KEY_STEPS[key] ?? (key === "PageUp" ? 10 : key === "PageDown" ? -10 : undefined);
  if (by === undefined) return undefined;
  if (places === undefined) return Math.min(1, Math.max(0, share + by * 0.01));
  const at = places.findIndex((place) => place >= share - 1e-9);
  return places[Math.min(places.length - 1, Math.max(0, (at < 0 ? places.length - 1 : at) + by))];
}
