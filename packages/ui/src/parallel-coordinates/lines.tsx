import { memo } from "react";
import { curve, type LinePoint } from "./layout";
import type { ParallelSeries } from "./model";

interface LinesProps {
  series: readonly ParallelSeries[];
  points: readonly (readonly LinePoint[])[];
  colors: readonly string[];
  /** Whether a series is among the chosen; all are when undefined. */
  inside: ReadonlySet<string> | undefined;
}

/** All lines, highlighted ones on top. */
export const Lines = memo(function Lines({ series, points, colors, inside }: LinesProps) {
  const order = series.map((_, index) => index);
  if (series.some(({ highlighted }) => highlighted))
    order.sort((one, other) => Number(series[one].highlighted) - Number(series[other].highlighted));
  const many = series.length > 60;
  return (
    <g fill="none" strokeLinejoin="round">
      {order.map((index) => (
        <Line
          key={series[index].id}
          id={series[index].id}
          points={points[index]}
          color={colors[index]}
          width={series[index].highlighted ? 1.9 : many ? 1.1 : 1.5}
          opacity={inside && !inside.has(series[index].id) ? 0.07 : many ? 0.75 : 1}
        />
      ))}
    </g>
  );
});

interface LineProps {
  id: string;
  points: readonly LinePoint[];
  color: string;
  width: number;
  opacity: number;
}

/** Remembered: of 500 lines a brush changes a few at a time. */
export const Line = memo(function Line({ id, points, color, width, opacity }: LineProps) {
  return (
    <g data-series={id} opacity={opacity === 1 ? undefined : opacity} stroke={color} strokeWidth={width}>
      <path d={curve(points)} />
      {points.map(({ x, y, missing }) =>
        missing ? (
          <circle key={x} data-missing cx={x} cy={y} r="3" fill="var(--panel)" strokeWidth="1.5" />
        ) : null,
      )}
    </g>
  );
});
