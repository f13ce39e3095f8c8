"use client";

import { memo, useEffect, useMemo, useRef, useState, type KeyboardEvent, type PointerEvent } from "react";
import { standaloneSvg, svgToPng } from "./chart-export";
import { ChartFrame } from "./chart-frame";
import type { Brush } from "./chart/brush";
import { ChartTip } from "./chart/chart-tip";
import { ColorLegend } from "./chart/color-legend";
import type { ColorScale } from "./chart/color-scale";
import { legendDrawing } from "./chart/legend-drawing";
import { SeriesNames } from "./chart/series-names";
import { AxisBrush } from "./parallel-coordinates/axis-brush";
import { AxisHead, type AxisChange } from "./parallel-coordinates/axis-head";
import { Drawing } from "./parallel-coordinates/drawing";
import { FOOT, LANE_GAP, layoutAxes, linePoints, TOP } from "./parallel-coordinates/layout";
import {
  axisModel,
  lineColors,
  type AxisModel,
  type ParallelAxis,
  type ParallelSeries,
} from "./parallel-coordinates/model";
import { nearestLine } from "./parallel-coordinates/nearest";
import { useWidth } from "./use-width";

export type { AxisChange } from "./parallel-coordinates/axis-head";
export type { ParallelAxis, ParallelSeries, ParallelValue } from "./parallel-coordinates/model";

export interface ParallelCoordinatesProps {
  /** What is compared; also names exported files. */
  title: string;
  axes: readonly ParallelAxis[];
  series: readonly ParallelSeries[];
  height?: number;
  className?: string;
  /** What the series' own colours mean. */
  colors?: ColorScale;
  /** What is chosen of axes, by their ids. */
  brushes?: Readonly<Record<string, Brush>>;
  /** Series that are chosen; all are when undefined. */
  inside?: ReadonlySet<string>;
  /** Lets axes be moved, changed and brushed. */
  edit?: {
    onBrush: (axis: string, brush: Brush | undefined) => void;
    /** All ids in their new order. */
    onOrder: (axes: string[]) => void;
    onAxis: (axis: string, change: AxisChange) => void;
  };
  active?: string;
  onActive?: (id: string | undefined) => void;
}

const NO_BRUSHES = {};
/** Up to this many series each name is a button beside the drawing. */
const MOST_NAMES = 12;

/**
 * One line per series over any number of axes. A constant axis is dashed with all lines through its middle; missing
 * values run through a lane of their own below. Pointing at a line or its name, or the up and down arrow keys, bring it
 * forward.
 */
export const ParallelCoordinates = memo(function ParallelCoordinates({
  title,
  axes,
  series,
  height = 300,
  className,
  colors,
  brushes = NO_BRUSHES,
  inside,
  edit,
  active: given,
  onActive,
}: ParallelCoordinatesProps) {
  const frame = useRef<HTMLDivElement>(null);
  const svg = useRef<SVGSVGElement>(null);
  const lines = useRef<SVGSVGElement>(null);
  const [pointer, setPointer] = useState<number>();
  const [own, setOwn] = useState<string>();
  const [drop, setDrop] = useState<number>();
  const room = useWidth(frame, 760);
  const active = onActive ? given : own;
  const setActive = onActive ?? setOwn;
  const refocus = useRef<string>(undefined);
  const pixels = height - TOP - FOOT - LANE_GAP;
  const models = useMemo(() => axes.map((axis) => axisModel(axis, series, pixels)), [axes, series, pixels]);
  const lacking = useMemo(
    () =>
      new Set(
        models.flatMap((axis) =>
          series.some(({ values }) => axis.place(values[axis.id]) === undefined) ? [axis.id] : [],
        ),
      ),
    [models, series],
  );
  const layout = useMemo(
    () => (models.length > 0 ? layoutAxes(models, room, height, lacking.size > 0) : undefined),
    [models, room, height, lacking],
  );
  const points = useMemo(
    () => (layout ? series.map((one) => linePoints(one, models, layout)) : []),
    [series, models, layout],
  );
  const strokes = useMemo(() => lineColors(series), [series]);
  useEffect(() => {
    if (refocus.current === undefined) return;
    const heads = frame.current?.querySelectorAll<HTMLElement>("[data-axis-head]") ?? [];
    [...heads].find(({ dataset }) => dataset.axisHead === refocus.current)?.focus();
    refocus.current = undefined;
  }, [axes]);
  if (!layout || series.length === 0) return null;

  const rows = (cell: (axis: AxisModel, one: ParallelSeries) => string | number | null) => [
    ["name", ...models.map(({ label }) => label)],
    ...series
      .filter(({ id }) => inside?.has(id) ?? true)
      .map((one) => [one.label, ...models.map((axis) => cell(axis, one))]),
  ];
  const named = series.length <= MOST_NAMES && !colors;
  const legend = legendDrawing(
    colors,
    named ? series.map(({ label }, index) => ({ label, color: strokes[index] })) : [],
    layout.width,
  );
  const drawn = () => (svg.current ? standaloneSvg(svg.current, lines.current, legend) : "");
  const raw = (axis: AxisModel, one: ParallelSeries) => {
    const value = one.values[axis.id];
    return value === undefined || value === null ? null : typeof value === "number" ? value : String(value);
  };

  function point(event: PointerEvent<HTMLElement>) {
    if (event.buttons !== 0) return;
    const box = event.currentTarget.getBoundingClientRect();
    const at = { x: event.clientX - box.left, y: event.clientY - box.top };
    // What is not chosen is hardly seen, so it is not what one points at.
    const reachable = points.map((line, index) => (!inside || inside.has(series[index].id) ? line : []));
    const index = at.y < TOP - 8 ? undefined : nearestLine(reachable, layout!.x, at);
    const id = index === undefined ? undefined : series[index].id;
    if (id === active) return;
    setPointer(at.x);
    setActive(id);
  }

  function walk(event: KeyboardEvent) {
    if (event.target !== event.currentTarget) return;
    const by = event.key === "ArrowDown" ? 1 : event.key === "ArrowUp" ? -1 : 0;
    if (by === 0) return;
    event.preventDefault();
    setPointer(undefined);
    // From best to worst as the last axis has them.
    const order = series
      .map(({ id }, index) => ({ id, y: points[index][models.length - 1].y }))
      .filter(({ id }) => inside?.has(id) ?? true)
      .sort((one, other) => one.y - other.y);
    const at = order.findIndex(({ id }) => id === active);
    setActive(order[Math.min(order.length - 1, Math.max(0, at + by))]?.id);
  }

  function move(from: number, to: number) {
    const ids = axes.map(({ id }) => id);
    ids.splice(to, 0, ...ids.splice(from, 1));
    refocus.current = axes[from].id;
    edit?.onOrder(ids);
  }

  function drag(from: number, clientX: number | undefined, dropped: boolean) {
    const box = svg.current?.getBoundingClientRect();
    if (clientX === undefined || !box) return setDrop(undefined);
    const distance = layout!.x.map((x) => Math.abs(x + box.left - clientX));
    const to = distance.indexOf(Math.min(...distance));
    setDrop(dropped ? undefined : to);
    if (dropped && to !== from) move(from, to);
  }

  const activeIndex = series.findIndex(({ id }) => id === active);
  return (
    <ChartFrame
      title={title}
      className={className}
      data={() => rows(raw)}
      written={() => rows((axis, one) => axis.read(one.values[axis.id]))}
      svg={drawn}
      png={() => svgToPng(drawn(), layout.width, layout.height + legend.height)}
      legend={
        <div className="flex flex-col gap-1">
          {colors ? <ColorLegend scale={colors} /> : null}
          {series.length <= MOST_NAMES ? (
            <SeriesNames series={series} colors={strokes} active={active} onActive={setActive} />
          ) : null}
        </div>
      }
    >
      <div
        ref={frame}
        tabIndex={0}
        role="region"
        aria-label={`${title}, drawing. The up and down arrow keys read the lines.`}
        onKeyDown={walk}
        className="overflow-x-auto overflow-y-hidden rounded-md"
      >
        <div
          className="relative"
          style={{ width: layout.width, height }}
          onPointerMove={point}
          onPointerLeave={() => setActive(undefined)}
        >
          <Drawing
            {...{ lines, svg, title, series, points, layout, brushes, inside }}
            axes={models}
            colors={strokes}
            active={activeIndex < 0 ? undefined : activeIndex}
          />
          {drop === undefined ? null : (
            <div
              className="absolute w-0.5 bg-accent"
              style={{ left: layout.x[drop] - 1, top: 4, height: layout.bottom - 4 }}
            />
          )}
          {edit
            ? models.map((axis, index) => (
                <div key={axis.id}>
                  <AxisHead
                    {...{ axis, index }}
                    count={models.length}
                    x={layout.x[index]}
                    anyMissing={lacking.has(axis.id)}
                    brush={brushes[axis.id]}
                    onBrush={(brush) => edit.onBrush(axis.id, brush)}
                    onMove={(to) => move(index, to)}
                    onDrag={(clientX, dropped) => drag(index, clientX, dropped)}
                    onChange={(change) => edit.onAxis(axis.id, change)}
                    onRemove={
                      models.length > 2
                        ? () => edit.onOrder(axes.flatMap(({ id }) => (id === axis.id ? [] : [id])))
                        : undefined
                    }
                  />
                  <AxisBrush
                    {...{ axis, layout }}
                    x={layout.x[index]}
                    brush={brushes[axis.id]}
                    onBrush={(brush) => edit.onBrush(axis.id, brush)}
                  />
                </div>
              ))
            : null}
          {activeIndex < 0 ? null : (
            <ChartTip
              x={pointer ?? points[activeIndex][models.length >> 1].x}
              y={0}
              width={layout.width}
              height={height}
              title={series[activeIndex].label}
              rows={models.map((axis) => ({
                label: axis.label,
                value: axis.read(series[activeIndex].values[axis.id]),
              }))}
            />
          )}
        </div>
      </div>
    </ChartFrame>
  );
});
