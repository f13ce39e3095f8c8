"use client";

import { useCallback, useMemo } from "react";
import { axisScale, isMissing, type AxisSpec, type AxisValue } from "./chart/axis-scale";
import { ColorLegend } from "./chart/color-legend";
import type { ColorScale } from "./chart/color-scale";
import { boxFigures, type BoxFigures } from "./chart/statistics";
import { XYChart, type Mark } from "./chart/xy-chart";
import type { XYLayout } from "./chart/xy-layout";

export interface BoxChartProps {
  title: string;
  /** What the boxes are of: each of its values is one. */
  group: AxisSpec;
  y: AxisSpec;
  /** `x` is the group of a mark. */
  marks: readonly Mark[];
  colors?: ColorScale;
  inside?: ReadonlySet<string>;
  active?: string;
  onActive?: (id: string | undefined) => void;
}

interface Box {
  name: string;
  figures: BoxFigures | undefined;
}

/** How a value is spread in each group: Tukey's boxes over all of the values. What has no group is one of its own. */
export function BoxChart({ group, marks, colors, ...rest }: BoxChartProps) {
  const { y, inside } = rest;
  const grouped = useMemo(() => {
    const names = axisScale(group, []);
    const seen = new Map<string, number>();
    return marks.map((mark): Mark => {
      const name = isMissing(mark.x) ? NO_GROUP : names.read(mark.x);
      const place = (seen.get(name) ?? -1) + 1;
      seen.set(name, place);
      return { ...mark, x: name, aside: aside(place) };
    });
  }, [marks, group]);
  const boxes = useMemo(() => {
    const values = new Map<string, number[]>();
    for (const mark of grouped) {
      const list = values.get(String(mark.x)) ?? [];
      values.set(String(mark.x), list);
      if (typeof mark.y === "number" && (inside?.has(mark.id) ?? true)) list.push(mark.y);
    }
    return [...values].map(([name, list]): Box => ({ name, figures: boxFigures(list) }));
  }, [grouped, inside]);
  // A group is a name here, even where it is a number: "10" stands beside "9", not ten times as far.
  const x = useMemo(() => ({ id: group.id, label: group.label, flipped: true }), [group]);
  const under = useCallback((layout: XYLayout) => <Boxes boxes={boxes} layout={layout} />, [boxes]);
  return (
    <XYChart
      {...rest}
      x={x}
      marks={grouped}
      colors={colors}
      legend={colors ? <ColorLegend scale={colors} /> : null}
      data={() => table(group, boxes, (value) => value)}
      written={() => table(group, boxes, axisScale(y, []).read)}
      under={under}
    />
  );
}

const NO_GROUP = "(none)";
const WIDEST = 26;

/** Spread evenly and always the same: the golden ratio never lets neighbours meet. */
function aside(place: number): number {
  return (((place * 0.618034 + 0.5) % 1) - 0.5) * WIDEST;
}

function table<Written>(group: AxisSpec, boxes: readonly Box[], write: (value: AxisValue) => Written) {
  const columns = ["low", "q1", "median", "q3", "high", "mean"] as const;
  return [
    [group.label, "count", ...columns],
    ...boxes.map(({ name, figures }) => [
      name,
      figures?.count ?? 0,
      ...columns.map((column) => (figures ? (write(figures[column]) as string | number) : null)),
    ]),
  ];
}

function Boxes({ boxes, layout }: { boxes: readonly Box[]; layout: XYLayout }) {
  const half = Math.max(8, Math.min(34, (layout.right - layout.left) / Math.max(1, boxes.length) / 2 - 8));
  return (
    <g stroke="var(--muted)" strokeWidth="1.2">
      {boxes.map(({ name, figures }) => {
        if (!figures) return null;
        const x = layout.placeX(name);
        const [low, q1, median, q3, high] = [
          figures.low,
          figures.q1,
          figures.median,
          figures.q3,
          figures.high,
        ].map(layout.placeY);
        return (
          <g key={name} data-box={name}>
            <title>{`${name}: ${figures.count}`}</title>
            <line x1={x} x2={x} y1={low} y2={q1} />
            <line x1={x} x2={x} y1={q3} y2={high} />
            <line x1={x - half / 2} x2={x + half / 2} y1={low} y2={low} />
            <line x1={x - half / 2} x2={x + half / 2} y1={high} y2={high} />
            <rect
              x={x - half}
              width={2 * half}
              y={Math.min(q1, q3)}
              height={Math.abs(q1 - q3)}
              fill="var(--sunken)"
              rx="2"
            />
            <line x1={x - half} x2={x + half} y1={median} y2={median} stroke="var(--text)" strokeWidth="2" />
          </g>
        );
      })}
    </g>
  );
}
