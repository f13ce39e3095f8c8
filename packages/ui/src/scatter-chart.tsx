"use client";

import { useMemo } from "react";
import { isMissing, type AxisSpec } from "./chart/axis-scale";
import { ColorLegend } from "./chart/color-legend";
import type { ColorScale } from "./chart/color-scale";
import { XYChart, type Mark } from "./chart/xy-chart";
import { spearman } from "./chart/statistics";

export type { Mark } from "./chart/xy-chart";

export interface ScatterChartProps {
  title: string;
  x: AxisSpec;
  y: AxisSpec;
  marks: readonly Mark[];
  colors?: ColorScale;
  inside?: ReadonlySet<string>;
  active?: string;
  onActive?: (id: string | undefined) => void;
}

/** Things by two of their values, with their rank correlation. What lacks a value stands in a lane beside the axis. */
export function ScatterChart({ marks, colors, ...rest }: ScatterChartProps) {
  const { x, y, inside } = rest;
  const pairs = useMemo(
    () =>
      marks.flatMap((mark): [number, number][] =>
        typeof mark.x === "number" &&
        typeof mark.y === "number" &&
        !isMissing(mark.x) &&
        !isMissing(mark.y) &&
        (inside?.has(mark.id) ?? true)
          ? [[mark.x, mark.y]]
          : [],
      ),
    [marks, inside],
  );
  const correlation = pairs.length > 2 ? spearman(pairs) : undefined;
  return (
    <XYChart
      {...rest}
      marks={marks}
      colors={colors}
      data={() => [
        ["name", x.label, y.label],
        ...marks.map((mark) => [mark.label, cell(mark.x), cell(mark.y)]),
      ]}
      legend={
        <div className="flex flex-wrap items-center gap-x-4 gap-y-1">
          {colors ? <ColorLegend scale={colors} /> : null}
          {correlation === undefined ? null : (
            <span className="num text-sm text-muted" title="Spearman's rank correlation">
              Rank correlation {correlation.toFixed(2)} over {pairs.length}
            </span>
          )}
        </div>
      }
    />
  );
}

const cell = (value: Mark["x"]) => (typeof value === "boolean" ? String(value) : value);
