"use client";

import { useCallback, useMemo } from "react";
import { axisScale, isMissing, type AxisSpec, type AxisValue } from "./chart/axis-scale";
import { ColorLegend } from "./chart/color-legend";
import { colorScale, RAMP_STEPS } from "./chart/color-scale";
import { band, cellMeans, isoline, surface, type Vertex } from "./chart/contour";
import { XYChart, type Mark } from "./chart/xy-chart";
import type { XYLayout } from "./chart/xy-layout";

export interface ContourPoint {
  id: string;
  label: string;
  x: AxisValue;
  y: AxisValue;
  z: AxisValue;
}

export interface ContourChartProps {
  title: string;
  x: AxisSpec;
  y: AxisSpec;
  /** What is the height of the surface and the colour of the points. */
  z: AxisSpec;
  points: readonly ContourPoint[];
  /** The surface goes through means of neighbouring points instead of each single one. */
  averaged?: boolean;
  inside?: ReadonlySet<string>;
  active?: string;
  onActive?: (id: string | undefined) => void;
}

/** One value over two others: bands of a surface through the points, and the points themselves. */
export function ContourChart({ z, points, averaged = false, ...rest }: ContourChartProps) {
  const { x, y, inside } = rest;
  const heights = useMemo(
    () =>
      axisScale(
        { log: z.log },
        points.map((point) => point.z),
      ),
    [z.log, points],
  );
  const colors = useMemo(
    () =>
      colorScale(
        z,
        points.map((point) => point.z),
      ),
    [z, points],
  );
  const marks = useMemo(
    (): Mark[] => points.map((point) => ({ ...point, color: colors.colorOf(point.z) })),
    [points, colors],
  );
  const byId = useMemo(() => new Map(points.map((point) => [point.id, point])), [points]);
  const onSurface = useMemo(
    () =>
      heights.kind === "number"
        ? points.filter(
            (point) => ![point.x, point.y, point.z].some(isMissing) && (inside?.has(point.id) ?? true),
          )
        : [],
    [points, heights.kind, inside],
  );
  const { place } = heights;
  const under = useCallback(
    (layout: XYLayout) => <Surface averaged={averaged} points={onSurface} height={place} layout={layout} />,
    [averaged, onSurface, place],
  );
  return (
    <XYChart
      {...rest}
      marks={marks}
      colors={colors}
      data={() => [
        ["name", x.label, y.label, z.label],
        ...points.map((point) => [point.label, ...[point.x, point.y, point.z].map(cell)]),
      ]}
      more={({ id }) => [{ label: z.label, value: axisScale(z, []).read(byId.get(id)?.z) }]}
      under={under}
      legend={<ColorLegend scale={colors} />}
    />
  );
}

/** Pixels of a cell whose points are averaged. */
const CELL = 56;

interface SurfaceProps {
  averaged: boolean;
  points: readonly ContourPoint[];
  height: (value: AxisValue) => number | undefined;
  layout: XYLayout;
}

/** The bands have the steps of the colour ramp; neighbours are found on the drawing, where both axes weigh the same. */
function Surface({ averaged, points, height, layout }: SurfaceProps) {
  const paths = useMemo(() => {
    const vertices = points.map((point): Vertex => [
      layout.placeX(point.x),
      layout.placeY(point.y),
      height(point.z) ?? 0,
    ]);
    const triangles = surface(averaged ? cellMeans(vertices, CELL) : vertices);
    return {
      empty: triangles.length === 0,
      bands: Array.from({ length: RAMP_STEPS }, (_, step) =>
        band(triangles, step / RAMP_STEPS, (step + 1) / RAMP_STEPS)
          .map((polygon) => `M${polygon.map(corner).join("L")}Z`)
          .join(""),
      ),
      lines: Array.from({ length: RAMP_STEPS - 1 }, (_, step) =>
        isoline(triangles, (step + 1) / RAMP_STEPS)
          .map(([from, to]) => `M${corner(from)}L${corner(to)}`)
          .join(""),
      ),
    };
  }, [averaged, points, height, layout]);
  if (paths.empty)
    return (
      <text
        x={(layout.left + layout.right) / 2}
        y={(layout.top + layout.bottom) / 2 - 12}
        textAnchor="middle"
        fill="var(--muted)"
      >
        No surface: it needs three points that are not on one line.
      </text>
    );
  return (
    <g>
      {paths.bands.map((path, step) => (
        // The stroke closes the hair lines between neighbouring triangles.
        <path
          key={step}
          data-band={step}
          d={path}
          fill={`var(--ramp-${step + 1})`}
          stroke={`var(--ramp-${step + 1})`}
          strokeWidth="0.6"
          opacity="0.55"
        />
      ))}
      {paths.lines.map((path, step) => (
        <path key={step} d={path} fill="none" stroke="var(--panel)" strokeWidth="0.8" opacity="0.8" />
      ))}
    </g>
  );
}

const corner = ([x, y]: Vertex) => `${Math.round(x * 10) / 10} ${Math.round(y * 10) / 10}`;
const cell = (value: AxisValue) => (typeof value === "boolean" ? String(value) : value);
