"use client";

import { useRef, useState } from "react";
import type uPlot from "uplot";
import { fromOrigin, readFromOrigin } from "./chart/origin";
import { canvasToPng } from "./chart-export";
import { ChartFrame } from "./chart-frame";
import { cn } from "./class-names";
import { formatExact, formatValue } from "./format";
import { seriesRows } from "./line-chart/align";
import { colorOf } from "./line-chart/options";
import { Plot, Swatch } from "./line-chart/plot";
import { plotToSvg } from "./line-chart/to-svg";
import { axisTitle, type ChartAxis, type LineSeries } from "./line-chart/types";
import { resolveColors } from "./theme-colors";

export type { ChartAxis, LineSeries } from "./line-chart/types";

export interface LineChartProps {
  /** What the chart shows; also names exported files. */
  title: string;
  series: readonly LineSeries[];
  x: ChartAxis;
  y: ChartAxis;
  /** Height of the drawing in pixels. */
  height?: number;
  className?: string;
}

/**
 * Lines over a shared x axis. Drag to zoom, double click to go back; the arrow keys move the reading line. The data is
 * also there as a table and as PNG, SVG and CSV.
 */
export function LineChart({ title, series, x, y, height = 260, className }: LineChartProps) {
  const [hidden, setHidden] = useState<ReadonlySet<string>>(() => new Set());
  const plot = useRef<uPlot | null>(null);
  const { origin } = x;
  const readX = (value: number) => {
    if (origin !== undefined) return readFromOrigin(value, origin);
    return x.time ? formatExact(value) : formatValue(value, x.format);
  };
  const drawn = () => seriesRows(series, axisTitle({ ...x, origin: undefined }));
  const rows = () =>
    drawn().map((row, index) =>
      index === 0 || origin === undefined
        ? row
        : [String(fromOrigin(Number(row[0]), origin)), ...row.slice(1)],
    );
  const written = () =>
    drawn().map((row, index) =>
      index === 0
        ? row
        : row.map((cell, column) =>
            column === 0 ? readX(Number(cell)) : formatValue(cell as number | null, y.format),
          ),
    );

  function toggle(id: string) {
    const next = new Set(hidden);
    if (!next.delete(id)) next.add(id);
    if (next.size < series.length) setHidden(next);
  }

  function png(): Promise<Blob> {
    if (!plot.current) return Promise.reject(new Error("The chart is not drawn yet."));
    return canvasToPng(plot.current.ctx.canvas, resolveColors("var(--panel)", plot.current.root));
  }

  return (
    <ChartFrame
      title={title}
      className={className}
      data={rows}
      written={written}
      png={png}
      svg={() => (plot.current ? plotToSvg(plot.current, series, x, y) : "")}
      legend={series.length > 1 ? <Legend series={series} hidden={hidden} toggle={toggle} /> : null}
    >
      <Plot {...{ title, series, x, y, height, hidden, readX, plot }} />
    </ChartFrame>
  );
}

function Legend({
  series,
  hidden,
  toggle,
}: {
  series: readonly LineSeries[];
  hidden: ReadonlySet<string>;
  toggle: (id: string) => void;
}) {
  return (
    <div className="flex flex-wrap gap-x-3.5 gap-y-0.5">
      {series.map((one, index) => (
        <button
          key={one.id}
          type="button"
          aria-pressed={!hidden.has(one.id)}
          title="Show or hide"
          onClick={() => toggle(one.id)}
          className={cn(
            "inline-flex min-h-6 items-center gap-1.5 rounded-sm text-left text-sm",
            hidden.has(one.id) && "text-muted line-through",
          )}
        >
          <Swatch color={colorOf(one, index)} dashed={one.dashed} />
          {one.label}
        </button>
      ))}
    </div>
  );
}
