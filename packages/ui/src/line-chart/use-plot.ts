import { useEffect, useMemo, useRef, useState, type RefObject } from "react";
import uPlot from "uplot";
import { useThemeVersion } from "../theme-colors";
import type { Aligned } from "./align";
import { plotOptions } from "./options";
import type { ChartAxis, LineSeries } from "./types";
import { yScale } from "./y-scale";

export interface PlotCursor {
  /** Index into the shared x values. */
  index: number;
  /** Pixels inside the chart's frame. */
  left: number;
  top: number;
}

interface UsePlot {
  plot: RefObject<uPlot | null>;
  series: readonly LineSeries[];
  aligned: Aligned;
  x: ChartAxis;
  y: ChartAxis;
  height: number;
  hidden: ReadonlySet<string>;
}

/** Keeps a uPlot in an element: created once per shape of the chart, fed on new data, redrawn on resize and theme. */
export function usePlot({ plot, series, aligned, x, y, height, hidden }: UsePlot) {
  const host = useRef<HTMLDivElement>(null);
  const [cursor, setCursor] = useState<PlotCursor>();
  const theme = useThemeVersion();
  const { scale, data } = useMemo(() => {
    const { forth, ...rest } = yScale(aligned, { log: y.log });
    const [xs, ...columns] = aligned;
    const places = columns.map((column) =>
      column.map((value) => (typeof value === "number" ? forth(value) : value)),
    );
    return { scale: { ...rest, forth }, data: [xs, ...places] as uPlot.AlignedData };
  }, [aligned, y.log]);
  const shape = JSON.stringify([
    series.map(({ id, label, color, dashed }) => [id, label, color, dashed]),
    x,
    y,
    height,
    scale.unit,
    scale.edges,
  ]);
  const latest = useRef({ series, x, y, scale, data });
  useEffect(() => {
    latest.current = { series, x, y, scale, data };
  });

  useEffect(() => {
    const element = host.current;
    if (!element) return;
    const now = latest.current;
    const created = new uPlot(
      plotOptions({
        ...now,
        width: element.clientWidth || 600,
        height,
        onCursor: (index, left, top) =>
          setCursor(
            index === null || left < 0 ? undefined : { index, left: left + created.over.offsetLeft, top },
          ),
      }),
      now.data,
      element,
    );
    plot.current = created;
    const observer = new ResizeObserver(() => {
      if (element.clientWidth > 0) created.setSize({ width: element.clientWidth, height });
    });
    observer.observe(element);
    return () => {
      observer.disconnect();
      created.destroy();
      plot.current = null;
      setCursor(undefined);
    };
  }, [shape, height, plot]);

  useEffect(() => plot.current?.setData(data), [plot, data]);
  useEffect(() => plot.current?.redraw(false), [plot, theme]);
  useEffect(() => {
    series.forEach(({ id }, index) => plot.current?.setSeries(index + 1, { show: !hidden.has(id) }));
  }, [plot, hidden, series, shape]);

  return { host, cursor, scale };
}
