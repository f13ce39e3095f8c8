import { useEffect, useRef, useState, type RefObject } from "react";
import uPlot from "uplot";
import { useThemeVersion } from "../theme-colors";
import { alignSeries } from "./align";
import { plotOptions } from "./options";
import type { ChartAxis, LineSeries } from "./types";

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
  x: ChartAxis;
  y: ChartAxis;
  height: number;
  hidden: ReadonlySet<string>;
}

/** Keeps a uPlot in an element: created once per shape of the chart, fed on new data, redrawn on resize and theme. */
export function usePlot({ plot, series, x, y, height, hidden }: UsePlot) {
  const host = useRef<HTMLDivElement>(null);
  const [cursor, setCursor] = useState<PlotCursor>();
  const theme = useThemeVersion();
  const shape = JSON.stringify([
    series.map(({ id, label, color, dashed }) => [id, label, color, dashed]),
    x,
    y,
    height,
  ]);
  const latest = useRef({ series, x, y });
  useEffect(() => {
    latest.current = { series, x, y };
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
      toPlot(now),
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

  useEffect(() => plot.current?.setData(toPlot({ series, x, y })), [plot, series, x, y]);
  useEffect(() => plot.current?.redraw(false), [plot, theme]);
  useEffect(() => {
    series.forEach(({ id }, index) => plot.current?.setSeries(index + 1, { show: !hidden.has(id) }));
  }, [plot, hidden, series, shape]);

  return { host, cursor };
}

function toPlot({
  series,
  x,
  y,
}: {
  series: readonly LineSeries[];
  x: ChartAxis;
  y: ChartAxis;
}): uPlot.AlignedData {
  return alignSeries(series, { x: x.log, y: y.log }) as uPlot.AlignedData;
}
