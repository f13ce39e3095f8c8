import { extent } from "./chart/axis-scale";
import { cn } from "./class-names";

export interface SparklineProps {
  /** Evenly spaced values; null leaves a gap. */
  values: readonly (number | null)[];
  /** What it shows, said in words: "Requests per minute, last hour". */
  label: string;
  width?: number;
  height?: number;
  color?: string;
  /** Fills below the line. */
  area?: boolean;
  className?: string;
}

/** A line without axes, the size of a word. */
export function Sparkline({
  values,
  label,
  width = 96,
  height = 26,
  color = "var(--accent)",
  area = false,
  className,
}: SparklineProps) {
  const segments = lineSegments(values, width, height);
  return (
    <svg
      role="img"
      aria-label={label}
      viewBox={`0 0 ${width} ${height}`}
      width={width}
      height={height}
      className={cn("block max-w-full", className)}
    >
      {segments.map((points, index) => {
        const line = points.map(([x, y]) => `${x} ${y}`).join("L");
        const [first, last] = [points[0], points[points.length - 1]];
        return (
          <g key={index}>
            {area && points.length > 1 ? (
              <path d={`M${first[0]} ${height}L${line}L${last[0]} ${height}Z`} fill={color} opacity="0.1" />
            ) : null}
            {points.length > 1 ? (
              <path
                d={`M${line}`}
                fill="none"
                stroke={color}
                strokeWidth="1.5"
                strokeLinejoin="round"
                strokeLinecap="round"
              />
            ) : (
              <circle cx={first[0]} cy={first[1]} r="1.5" fill={color} />
            )}
          </g>
        );
      })}
    </svg>
  );
}

type Point = [x: number, y: number];

/** Points in pixels, split where values are missing; a constant lies in the middle. */
function lineSegments(values: readonly (number | null)[], width: number, height: number): Point[][] {
  const present = values.filter((value): value is number => value !== null && Number.isFinite(value));
  const [low, high] = extent(present);
  // Halves, since the whole may be more than the largest double.
  const span = high / 2 - low / 2;
  const step = values.length > 1 ? (width - 4) / (values.length - 1) : 0;
  const segments: Point[][] = [];
  let open: Point[] | undefined;
  values.forEach((value, index) => {
    if (value === null || !Number.isFinite(value)) {
      open = undefined;
      return;
    }
    const share = span === 0 ? 0.5 : (value / 2 - low / 2) / span;
    const point: Point = [round(2 + index * step), round(height - 3 - share * (height - 6))];
    if (open) open.push(point);
    else segments.push((open = [point]));
  });
  return segments;
}

const round = (value: number) => Math.round(value * 100) / 100;
