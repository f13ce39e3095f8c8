"use client";

import { useMemo, useRef, useState } from "react";
import { standaloneSvg, svgToPng } from "./chart-export";
import { ChartFrame } from "./chart-frame";
import { cn } from "./class-names";
import { Drawing, lineColor } from "./parallel-coordinates/drawing";
import { layoutAxes } from "./parallel-coordinates/layout";
import {
  axisModel,
  type AxisModel,
  type ParallelAxis,
  type ParallelSeries,
} from "./parallel-coordinates/model";
import { useWidth } from "./use-width";

export type { ParallelAxis, ParallelSeries, ParallelValue } from "./parallel-coordinates/model";

export interface ParallelCoordinatesProps {
  /** What is compared; also names exported files. */
  title: string;
  axes: readonly ParallelAxis[];
  series: readonly ParallelSeries[];
  height?: number;
  className?: string;
}

/**
 * One line per series over any number of axes. A constant axis is dashed with all lines through its middle; missing
 * values run through a lane of their own below. Pointing at a line or its name brings it forward.
 */
export function ParallelCoordinates({
  title,
  axes,
  series,
  height = 260,
  className,
}: ParallelCoordinatesProps) {
  const frame = useRef<HTMLDivElement>(null);
  const svg = useRef<SVGSVGElement>(null);
  const [active, setActive] = useState<string>();
  const room = useWidth(frame, 760);
  const models = useMemo(() => axes.map((axis) => axisModel(axis, series)), [axes, series]);
  const anyMissing = series.some(({ values }) =>
    models.some((axis) => axis.place(values[axis.id]) === undefined),
  );
  if (models.length === 0 || series.length === 0) return null;
  const layout = layoutAxes(models, room, height, anyMissing);

  const rows = (cell: (axis: AxisModel, one: ParallelSeries) => string | number | null) => [
    ["", ...models.map(({ label }) => label)],
    ...series.map((one) => [one.label, ...models.map((axis) => cell(axis, one))]),
  ];
  const drawn = () => (svg.current ? standaloneSvg(svg.current) : "");
  const raw = (axis: AxisModel, one: ParallelSeries) => {
    const value = one.values[axis.id];
    return value === undefined || value === null ? null : typeof value === "number" ? value : String(value);
  };

  return (
    <ChartFrame
      title={title}
      className={className}
      data={() => rows(raw)}
      written={() => rows((axis, one) => axis.read(one.values[axis.id]))}
      svg={drawn}
      png={() => svgToPng(drawn(), layout.width, layout.height)}
      legend={<Names series={series} active={active} onActive={setActive} />}
    >
      <div
        ref={frame}
        tabIndex={0}
        role="region"
        aria-label={`${title}, drawing`}
        className="overflow-x-auto rounded-md"
      >
        <Drawing
          svg={svg}
          title={title}
          axes={models}
          series={series}
          layout={layout}
          active={active}
          onActive={setActive}
        />
      </div>
    </ChartFrame>
  );
}

interface NamesProps {
  series: readonly ParallelSeries[];
  active: string | undefined;
  onActive: (id: string | undefined) => void;
}

function Names({ series, active, onActive }: NamesProps) {
  return (
    <div className="flex flex-wrap gap-x-3.5 gap-y-0.5">
      {series.map((one, index) => (
        <button
          key={one.id}
          type="button"
          onPointerEnter={() => onActive(one.id)}
          onPointerLeave={() => onActive(undefined)}
          onFocus={() => onActive(one.id)}
          onBlur={() => onActive(undefined)}
          className={cn(
            "inline-flex min-h-6 items-center gap-1.5 rounded-sm text-sm text-muted",
            (active === one.id || one.highlighted) && "text-text",
          )}
        >
          <span
            aria-hidden="true"
            className="h-[3px] w-3 shrink-0 rounded-full"
            style={{ background: lineColor(series, index) }}
          />
          {one.label}
        </button>
      ))}
    </div>
  );
}
