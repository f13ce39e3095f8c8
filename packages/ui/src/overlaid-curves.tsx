"use client";

import { memo, useCallback, useDeferredValue, useMemo } from "react";
import type { AxisSpec } from "./chart/axis-scale";
import { ColorLegend } from "./chart/color-legend";
import type { ColorScale } from "./chart/color-scale";
import { curveRows, writtenCurveRows } from "./chart/curve-rows";
import { SeriesNames } from "./chart/series-names";
import { smooth } from "./chart/statistics";
import type { AxisRange } from "./chart/use-drag-range";
import { XYChart, type Mark } from "./chart/xy-chart";
import type { XYLayout } from "./chart/xy-layout";

export interface OverlaidCurve {
  id: string;
  label: string;
  color: string;
  xs: readonly number[];
  /** null is a gap. */
  ys: readonly (number | null)[];
}

export interface OverlaidCurvesProps {
  title: string;
  x: AxisSpec;
  y: AxisSpec;
  curves: readonly OverlaidCurve[];
  /** Weight of the past in what is drawn, from 0 to 1; what was measured stays visible behind it. */
  smoothing?: number;
  colors?: ColorScale;
  inside?: ReadonlySet<string>;
  active?: string;
  onActive?: (id: string | undefined) => void;
  /** Asked for a part of the x axis, or with null for all of it. */
  onZoom?: (range: AxisRange | null) => void;
}

const MOST_NAMES = 12;

/** Many curves in one drawing, each over its own x values. */
export function OverlaidCurves({ curves, smoothing: asked = 0, colors, ...rest }: OverlaidCurvesProps) {
  const { x, y, inside, active, onActive } = rest;
  // The slider moves at once, hundreds of curves follow when there is time.
  const smoothing = useDeferredValue(asked);
  const measured = smoothing > 0;
  const drawn = useMemo(
    () => curves.map((curve) => ({ ...curve, ys: smooth(curve.ys, smoothing) })),
    [curves, smoothing],
  );
  const marks = useMemo(
    () =>
      drawn.flatMap(({ id, label, color, xs, ys }) =>
        xs.flatMap((at, index): Mark[] => {
          const value = ys[index];
          return value === null ? [] : [{ id, label, color, x: at, y: value }];
        }),
      ),
    [drawn],
  );
  const many = curves.length > 60;
  const table = { x, y, drawn, measured: measured ? curves : undefined };
  const under = useCallback(
    (layout: XYLayout) => (
      <g fill="none" strokeLinejoin="round" strokeLinecap="round">
        {drawn.map((curve, index) => (
          <Curve
            key={curve.id}
            curve={curve}
            measured={measured && !many ? curves[index] : undefined}
            layout={layout}
            width={many ? 1 : 1.6}
            faint={Boolean(inside && !inside.has(curve.id))}
          />
        ))}
      </g>
    ),
    [drawn, curves, measured, many, inside],
  );
  return (
    <XYChart
      {...rest}
      marks={marks}
      colors={colors}
      names={colors || curves.length > MOST_NAMES ? undefined : curves}
      height={320}
      data={() => curveRows(table)}
      written={() => writtenCurveRows(table)}
      legend={
        colors ? (
          <ColorLegend scale={colors} />
        ) : curves.length <= MOST_NAMES ? (
          <SeriesNames
            series={curves}
            colors={curves.map(({ color }) => color)}
            active={active}
            onActive={(id) => onActive?.(id)}
          />
        ) : null
      }
      under={under}
      hollow={(layout, id) => {
        const curve = drawn.find((one) => one.id === id);
        return curve ? <Curve curve={curve} layout={layout} width={3} faint={false} /> : null;
      }}
    />
  );
}

interface CurveProps {
  curve: OverlaidCurve;
  /** The same before it was smoothed. */
  measured?: OverlaidCurve;
  layout: XYLayout;
  width: number;
  faint: boolean;
}

const Curve = memo(function Curve({ curve, measured, layout, width, faint }: CurveProps) {
  return (
    <g data-curve={curve.id} stroke={curve.color} fill="none" opacity={faint ? 0.08 : undefined}>
      {measured ? <path d={pathOf(measured, layout)} strokeWidth="1" opacity="0.25" /> : null}
      <path d={pathOf(curve, layout)} strokeWidth={width} />
    </g>
  );
});

/** Lines between neighbouring points; a point alone between gaps is a dot. */
export function pathOf({ xs, ys }: Pick<OverlaidCurve, "xs" | "ys">, layout: XYLayout): string {
  let path = "";
  ys.forEach((value, index) => {
    if (value === null) return;
    const place = `${round(layout.placeX(xs[index]))} ${round(layout.placeY(value))}`;
    const starts = index === 0 || ys[index - 1] === null;
    const alone = starts && (ys[index + 1] ?? null) === null;
    path += alone ? `M${place}h0.01` : `${starts ? "M" : "L"}${place}`;
  });
  return path;
}

const round = (value: number) => Math.round(value * 10) / 10;
