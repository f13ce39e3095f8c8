import type { RefObject } from "react";
import { cn } from "../class-names";
import { seriesColor } from "../tone";
import { curve, type Layout } from "./layout";
import type { AxisModel, ParallelSeries } from "./model";

interface DrawingProps {
  svg: RefObject<SVGSVGElement | null>;
  title: string;
  axes: readonly AxisModel[];
  series: readonly ParallelSeries[];
  layout: Layout;
  active: string | undefined;
  onActive: (id: string | undefined) => void;
}

/** The colour of a series: its own when highlighted or when none is, grey otherwise. */
export function lineColor(series: readonly ParallelSeries[], index: number): string {
  const highlighted = series.filter((one) => one.highlighted);
  if (highlighted.length === 0) return seriesColor(index);
  return series[index].highlighted ? seriesColor(highlighted.indexOf(series[index])) : "var(--control)";
}

/** Axes, curves, and below them the lane of missing values. */
export function Drawing({ svg, title, axes, series, layout, active, onActive }: DrawingProps) {
  const { width, height, top, bottom, lane } = layout;
  const y = (share: number) => bottom - share * (bottom - top);
  const points = (one: ParallelSeries) =>
    axes.map((axis, index) => {
      const share = axis.place(one.values[axis.id]);
      return { x: layout.x[index], y: share === undefined ? lane! : y(share), missing: share === undefined };
    });
  // Highlighted lines and the one pointed at lie on top.
  const order = series
    .map((_, index) => index)
    .sort((a, b) => rank(series[a], active) - rank(series[b], active));
  return (
    <svg
      ref={svg}
      role="img"
      aria-label={title}
      viewBox={`0 0 ${width} ${height}`}
      width={width}
      height={height}
      className="block"
      fontSize="11.5"
    >
      {lane === undefined ? null : <MissingLane layout={layout} />}
      <g fill="none" strokeLinejoin="round">
        {order.map((index) => {
          const one = series[index];
          const path = curve(points(one));
          const dimmed = active !== undefined && active !== one.id;
          return (
            <g
              key={one.id}
              data-series={one.id}
              onPointerEnter={() => onActive(one.id)}
              onPointerLeave={() => onActive(undefined)}
            >
              <path d={path} stroke="transparent" strokeWidth="12" />
              <path
                d={path}
                stroke={lineColor(series, index)}
                strokeWidth={active === one.id ? 2.6 : one.highlighted ? 1.9 : 1.5}
                className={cn("transition-opacity duration-150", dimmed && "opacity-25")}
              />
              {points(one)
                .filter(({ missing }) => missing)
                .map(({ x, y: at }) => (
                  <circle
                    key={x}
                    data-missing
                    cx={x}
                    cy={at}
                    r="3"
                    fill="var(--panel)"
                    stroke={lineColor(series, index)}
                    strokeWidth="1.5"
                  />
                ))}
            </g>
          );
        })}
      </g>
      {axes.map((axis, index) => (
        <Axis
          key={axis.id}
          axis={axis}
          x={layout.x[index]}
          y={y}
          layout={layout}
          side={index === 0 ? "left" : index === axes.length - 1 ? "right" : "over"}
        />
      ))}
    </svg>
  );
}

function rank(series: ParallelSeries, active: string | undefined): number {
  return series.id === active ? 2 : series.highlighted ? 1 : 0;
}

interface AxisProps {
  axis: AxisModel;
  x: number;
  y: (share: number) => number;
  layout: Layout;
  /** Where the tick labels stand; over the tick where lines pass on both sides. */
  side: "left" | "right" | "over";
}

function Axis({ axis, x, y, layout, side }: AxisProps) {
  return (
    <g data-axis={axis.id}>
      <line
        x1={x}
        x2={x}
        y1={layout.top}
        y2={layout.bottom}
        stroke="var(--line-strong)"
        strokeDasharray={axis.constant ? "2 4" : undefined}
      />
      <text x={x} y={layout.top - 22} textAnchor="middle" fill="var(--text)" fontWeight="520">
        {axis.label}
      </text>
      {axis.ticks.map((tick) => (
        <g key={tick.label} fill="var(--muted)">
          <line x1={x - 3} x2={x + 3} y1={y(tick.share)} y2={y(tick.share)} stroke="var(--control)" />
          <text
            x={side === "left" ? x - 8 : x + (side === "over" ? 5 : 8)}
            y={y(tick.share) + (side === "over" ? -5 : 4)}
            textAnchor={side === "left" ? "end" : "start"}
            stroke="var(--panel)"
            strokeWidth="4"
            strokeLinejoin="round"
            paintOrder="stroke"
            className="num"
          >
            {tick.label}
          </text>
        </g>
      ))}
    </g>
  );
}

function MissingLane({ layout }: { layout: Layout }) {
  const [left, right] = [layout.x[0], layout.x[layout.x.length - 1]];
  return (
    <g>
      <line
        x1={left}
        x2={right}
        y1={layout.lane}
        y2={layout.lane}
        stroke="var(--line-strong)"
        strokeDasharray="3 4"
      />
      <text x={left - 10} y={layout.lane! + 4} textAnchor="end" fill="var(--muted)" fontStyle="italic">
        missing
      </text>
    </g>
  );
}
