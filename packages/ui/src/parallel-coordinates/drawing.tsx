import type { RefObject } from "react";
import { brushShares, type Brush } from "../chart/brush";
import { LANE_LABEL, type Layout, type LinePoint } from "./layout";
import { Line, Lines } from "./lines";
import type { AxisModel, ParallelSeries } from "./model";

interface DrawingProps {
  /** The lines and, above them, the axes: two drawings that an export puts together. */
  lines: RefObject<SVGSVGElement | null>;
  svg: RefObject<SVGSVGElement | null>;
  title: string;
  axes: readonly AxisModel[];
  series: readonly ParallelSeries[];
  points: readonly (readonly LinePoint[])[];
  colors: readonly string[];
  layout: Layout;
  brushes: Readonly<Record<string, Brush>>;
  inside: ReadonlySet<string> | undefined;
  /** The place of the series that is brought forward. */
  active: number | undefined;
}

/**
 * Axes with their brushes, curves, and below them the lane of missing values. The curves lie in a layer of their own: to
 * paint 500 of them again at every move of the pointer takes longer than a person waits.
 */
export function Drawing({ lines, svg, title, axes, layout, brushes, active, ...drawn }: DrawingProps) {
  const y = (share: number) => layout.bottom - share * (layout.bottom - layout.top);
  const size = {
    viewBox: `0 0 ${layout.width} ${layout.height}`,
    width: layout.width,
    height: layout.height,
  };
  return (
    <>
      <svg
        {...size}
        ref={lines}
        aria-hidden="true"
        className="absolute inset-0 transition-opacity duration-100 will-change-[opacity]"
        style={{ opacity: active === undefined ? 1 : 0.3 }}
      >
        <Lines {...drawn} />
      </svg>
      {active === undefined ? null : (
        <svg {...size} aria-hidden="true" className="pointer-events-none absolute inset-0" fill="none">
          <Line
            id={drawn.series[active].id}
            points={drawn.points[active]}
            color={drawn.colors[active]}
            width={2.6}
            opacity={1}
          />
        </svg>
      )}
      <svg {...size} ref={svg} role="img" aria-label={title} className="relative block" fontSize="11.5">
        {layout.lane === undefined ? null : <MissingLane layout={layout} />}
        {axes.map((axis, index) => (
          <Axis
            key={axis.id}
            axis={axis}
            x={layout.x[index]}
            y={y}
            layout={layout}
            brush={brushes[axis.id]}
            side={index === 0 ? "left" : index === axes.length - 1 ? "right" : "over"}
          />
        ))}
      </svg>
    </>
  );
}

interface AxisProps {
  axis: AxisModel;
  x: number;
  y: (share: number) => number;
  layout: Layout;
  brush: Brush | undefined;
  /** Where the tick labels stand; over the tick where lines pass on both sides. */
  side: "left" | "right" | "over";
}

function Axis({ axis, x, y, layout, brush, side }: AxisProps) {
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
      {brush ? <BrushMark axis={axis} brush={brush} x={x} y={y} lane={layout.lane} /> : null}
      <text x={x} y={layout.top - 40} textAnchor="middle" fill="var(--text)" fontWeight="520">
        {axis.text}
        {axis.text === axis.label ? null : <title>{axis.label}</title>}
      </text>
      {axis.ticks.map((tick) => (
        <g key={`${tick.label} ${tick.share}`} fill="var(--muted)">
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
            {tick.text}
            {tick.text === tick.label ? null : <title>{tick.label}</title>}
          </text>
        </g>
      ))}
    </g>
  );
}

interface BrushMarkProps {
  axis: AxisModel;
  brush: Brush;
  x: number;
  y: (share: number) => number;
  lane: number | undefined;
}

/** What is chosen of an axis, at least thick enough to be seen. */
function BrushMark({ axis, brush, x, y, lane }: BrushMarkProps) {
  const mark = { fill: "var(--accent)", fillOpacity: 0.22, stroke: "var(--accent)" };
  const shares = brushShares({ ...axis, ticks: axis.ticks }, brush);
  if (shares === undefined)
    return lane === undefined ? null : (
      <circle data-brush={axis.id} cx={x} cy={lane} r="7" {...mark} strokeWidth="1.5" />
    );
  const [from, to] = shares;
  const room = Math.max(0, 7 - (y(from) - y(to))) / 2;
  return (
    <rect
      data-brush={axis.id}
      x={x - 7}
      width="14"
      y={y(to) - room}
      height={y(from) - y(to) + 2 * room}
      rx="3"
      {...mark}
    />
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
        {LANE_LABEL}
      </text>
    </g>
  );
}
