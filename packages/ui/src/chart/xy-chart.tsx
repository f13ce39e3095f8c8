"use client";

import {
  memo,
  useMemo,
  useRef,
  useState,
  type KeyboardEvent,
  type PointerEvent,
  type ReactNode,
} from "react";
import { standaloneSvg, svgToPng, type Cell } from "../chart-export";
import { ChartFrame } from "../chart-frame";
import { cn } from "../class-names";
import { useWidth } from "../use-width";
import type { AxisSpec, AxisValue } from "./axis-scale";
import { ChartTip } from "./chart-tip";
import type { ColorScale } from "./color-scale";
import { legendDrawing, type LegendEntry } from "./legend-drawing";
import { rangeBetween, useDragRange, type AxisRange } from "./use-drag-range";
import { layoutXY, nearestPoint, type XYLayout } from "./xy-layout";
import { XYAxes } from "./xy-axes";

/** One thing at a place, by which it is pointed at. */
export interface Mark {
  id: string;
  label: string;
  x: AxisValue;
  y: AxisValue;
  color: string;
  /** Pixels aside, so that equal values do not hide each other. */
  aside?: number;
}

export interface XYChartProps {
  title: string;
  x: AxisSpec;
  y: AxisSpec;
  marks: readonly Mark[];
  /** Marks that are chosen; all are when undefined. */
  inside?: ReadonlySet<string>;
  active?: string;
  onActive?: (id: string | undefined) => void;
  /**
   * Makes it one to zoom in: asked for the part of a numeric x axis that was dragged over or stands around what is read,
   * null for all of it.
   */
  onZoom?: (range: AxisRange | null) => void;
  /** What is said of a mark under the pointer beside its place. */
  more?: (mark: Mark) => readonly { label: string; value: string }[];
  /** Below the marks; another function draws the whole chart again. */
  under?: (layout: XYLayout) => ReactNode;
  /** Marks are only places of lines drawn below them, of which one is brought forward. */
  hollow?: (layout: XYLayout, active: string) => ReactNode;
  data: () => readonly (readonly Cell[])[];
  written?: () => readonly (readonly Cell[])[];
  legend?: ReactNode;
  /** What the legend says, for pictures: colours, or names with theirs. */
  colors?: ColorScale;
  names?: readonly LegendEntry[];
  height?: number;
  className?: string;
}

const NO_NAMES: readonly LegendEntry[] = [];

/** A chart of places on two axes: pointing or the arrow keys read one after the other. */
export function XYChart(props: XYChartProps) {
  const { title, x, y, marks, inside, more, under, hollow, onZoom, height = 380 } = props;
  const frame = useRef<HTMLDivElement>(null);
  const svg = useRef<SVGSVGElement>(null);
  const [own, setOwn] = useState<string>();
  const [at, setAt] = useState<number>();
  const width = useWidth(frame, 760);
  const active = props.onActive ? props.active : own;
  const layout = useMemo(
    () =>
      layoutXY(
        { x, y },
        { x: marks.map((mark) => mark.x), y: marks.map((mark) => mark.y) },
        { width, height },
      ),
    [x, y, marks, width, height],
  );
  const places = useMemo(
    () => marks.map((mark) => ({ x: layout.placeX(mark.x) + (mark.aside ?? 0), y: layout.placeY(mark.y) })),
    [marks, layout],
  );
  const isHollow = hollow !== undefined;
  const base = useMemo(
    () => (
      <svg
        ref={svg}
        role="img"
        aria-label={title}
        viewBox={`0 0 ${layout.width} ${height}`}
        width={layout.width}
        height={height}
        className="block"
        fontSize="11.5"
      >
        <XYAxes layout={layout} />
        {under?.(layout)}
        {isHollow ? null : <Marks {...{ marks, places, inside }} />}
      </svg>
    ),
    [title, layout, height, under, isHollow, marks, places, inside],
  );
  const below = legendDrawing(props.colors, props.names ?? NO_NAMES, layout.width);
  const drawn = () => (svg.current ? standaloneSvg(svg.current, null, below) : "");
  const zoomTo = (range: AxisRange) => {
    const has = ({ x }: Mark) => typeof x === "number" && range.low <= x && x <= range.high;
    if (marks.some(has)) onZoom?.(range);
  };
  const drag = useDragRange(layout, onZoom && zoomTo);
  const isInside = (index: number) => inside?.has(marks[index].id) ?? true;

  function activate(index: number | undefined) {
    setAt(index);
    (props.onActive ?? setOwn)(index === undefined ? undefined : marks[index].id);
  }
  function point(event: PointerEvent<HTMLElement>) {
    if (drag.move(event)) return;
    const box = event.currentTarget.getBoundingClientRect();
    const pointed = { x: event.clientX - box.left, y: event.clientY - box.top };
    // What is not chosen is hardly seen, so it is not what one points at.
    const index = nearestPoint(places, pointed, isInside);
    if (index !== at) activate(index);
  }
  function walk(event: KeyboardEvent) {
    const by = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key];
    if (event.key === "Escape") {
      drag.cancel();
      activate(undefined);
    }
    if (event.key === "-") onZoom?.(null);
    if (event.key === "+") {
      const quarter = (layout.right - layout.left) / 4;
      const middle = (at === undefined ? undefined : places.at(at)?.x) ?? layout.left + 2 * quarter;
      zoomTo(rangeBetween(layout, middle - quarter, middle + quarter));
    }
    if (by === undefined) return;
    event.preventDefault();
    const order = marks
      .map((_, index) => index)
      .filter(isInside)
      .sort((one, other) => places[one].x - places[other].x || places[other].y - places[one].y);
    const now = at === undefined ? (by > 0 ? -1 : order.length) : order.indexOf(at);
    activate(order[Math.min(order.length - 1, Math.max(0, now + by))]);
  }

  // What is pointed at elsewhere on the page is shown here too, at its first place.
  const shown =
    at !== undefined && marks[at]?.id === active ? at : marks.findIndex(({ id }) => id === active);
  const mark = shown < 0 ? undefined : marks[shown];
  return (
    <ChartFrame
      title={title}
      className={props.className}
      data={props.data}
      written={props.written}
      svg={drawn}
      png={() => svgToPng(drawn(), layout.width, layout.height + below.height)}
      legend={props.legend}
    >
      <div
        ref={frame}
        role="region"
        tabIndex={0}
        aria-label={`${title}, drawing. The arrow keys read the values${onZoom ? ", plus and minus zoom" : ""}.`}
        onKeyDown={walk}
        className="overflow-x-auto overflow-y-hidden rounded-md"
      >
        <div
          className={cn("relative", onZoom && "cursor-crosshair select-none")}
          style={{ width: layout.width, height }}
          onPointerDown={drag.begin}
          onPointerMove={point}
          onPointerUp={drag.end}
          onPointerCancel={drag.cancel}
          onPointerLeave={() => activate(undefined)}
          onDoubleClick={() => onZoom?.(null)}
        >
          {base}
          {drag.band ? <Band from={drag.band[0]} to={drag.band[1]} {...layout} /> : null}
          {mark ? (
            // A layer of its own, so that pointing does not paint the whole chart again.
            <svg
              aria-hidden="true"
              width={layout.width}
              height={height}
              className="pointer-events-none absolute inset-0"
            >
              {hollow?.(layout, mark.id)}
              <circle
                cx={places[shown].x}
                cy={places[shown].y}
                r="6"
                fill={mark.color}
                stroke="var(--text)"
                strokeWidth="1.5"
              />
            </svg>
          ) : null}
          {mark ? (
            <ChartTip
              x={places[shown].x}
              y={places[shown].y}
              width={layout.width}
              height={height}
              title={mark.label}
              rows={[
                { label: x.label, value: layout.x.scale.read(mark.x) },
                { label: y.label, value: layout.y.scale.read(mark.y) },
                ...(more?.(mark) ?? []),
              ]}
            />
          ) : null}
        </div>
      </div>
    </ChartFrame>
  );
}

/** What is dragged over. */
function Band({ from, to, top, bottom }: { from: number; to: number; top: number; bottom: number }) {
  return (
    <div
      aria-hidden="true"
      className="pointer-events-none absolute border-x border-accent bg-accent/15"
      style={{ left: from, width: to - from, top, height: bottom - top }}
    />
  );
}

interface MarksProps {
  marks: readonly Mark[];
  places: readonly { x: number; y: number }[];
  inside: ReadonlySet<string> | undefined;
}

const Marks = memo(function Marks({ marks, places, inside }: MarksProps) {
  const radius = marks.length > 200 ? 3 : 4;
  return (
    <g stroke="var(--panel)" strokeWidth="1">
      {marks.map(({ id, color }, index) => (
        <circle
          key={id}
          data-mark={id}
          cx={Math.round(places[index].x * 10) / 10}
          cy={Math.round(places[index].y * 10) / 10}
          r={radius}
          fill={color}
          opacity={inside && !inside.has(id) ? 0.12 : undefined}
        />
      ))}
    </g>
  );
});
