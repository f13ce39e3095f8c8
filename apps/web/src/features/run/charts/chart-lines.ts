import type { RunMetricPoint } from "@pipepilot/domain/run/metric-points-of-runs";
import { beyondOrigin, drawable } from "@pipepilot/ui/chart";
import type { ChartAxis, LineSeries } from "@pipepilot/ui/line-chart";
import { stepAxis, type StepAxis } from "@/features/metric/step-axis";
import { SIDES, splitMetricKey, type Side } from "@/features/metric/metric-sides";
import type { ChartView } from "./chart-view";
import { smooth, type Point } from "./smooth";

type LoggedPoint = Pick<RunMetricPoint, "step" | "timestamp" | "value">;

export interface KeyHistory {
  key: string;
  points: readonly LoggedPoint[];
}

const WORDS: Record<Side, string> = {
  train: "training",
  validation: "validation",
  test: "test",
  value: "value",
};

/** The lines of one chart: one for each key; where they are smoothed, what was logged stays behind them, pale. */
export function chartLines(
  histories: readonly KeyHistory[],
  startTime: Date,
  { x, smoothing }: Pick<ChartView, "x" | "smoothing">,
  { origin }: Pick<StepAxis, "origin"> = {},
): LineSeries[] {
  const sorted = histories
    .map((history) => ({ ...history, side: splitMetricKey(history.key).side }))
    .sort((one, other) => SIDES.indexOf(one.side) - SIDES.indexOf(other.side));
  const lines = sorted.map(({ key, side, points }, index): LineSeries & { points: Point[] } => ({
    id: key,
    label: sorted.length > 1 ? WORDS[side] : "",
    color: `var(--series-${(index % 8) + 1})`,
    dashed: side === "validation",
    points: points
      .map((point): Point => [place(point, x, startTime, origin), drawable(point.value)])
      .sort(([one], [other]) => one - other),
  }));
  if (smoothing === 0) return lines.map((line) => ({ ...line, label: line.label || line.id }));
  return [
    ...lines.map((line) => ({
      ...line,
      id: `${line.id} as logged`,
      label: named(line.label, "as logged"),
      color: `color-mix(in srgb, ${line.color} 28%, var(--panel))`,
      dashed: false,
    })),
    ...lines.map((line) => ({
      ...line,
      repeats: true,
      label: named(line.label, "smoothed"),
      points: smooth(line.points, smoothing),
    })),
  ];
}

const named = (label: string, how: string) => (label ? `${label}, ${how}` : how);

function place(
  { step, timestamp }: LoggedPoint,
  x: ChartView["x"],
  startTime: Date,
  origin: string | undefined,
): number {
  if (x === "step") return origin === undefined ? Number(step) : beyondOrigin(step, origin);
  return x === "time" ? timestamp : (timestamp - startTime.getTime()) / 1000;
}

/** How their steps are drawn. */
export function stepsOf(histories: readonly KeyHistory[], { x }: Pick<ChartView, "x">): StepAxis {
  return stepAxis(x === "step" ? histories.flatMap(({ points }) => points.map(({ step }) => step)) : []);
}

/** The axis that goes with them. */
export function xAxis({ x, logX }: Pick<ChartView, "x" | "logX">, steps = stepAxis([])): ChartAxis {
  if (x === "time") return { label: "time", time: true };
  if (x === "relative") return { label: "since the start", unit: "s", log: logX };
  // Far from zero a logarithm leaves no room between steps that only differ in their last digits.
  const isFar = steps.origin !== undefined && steps.origin !== "0";
  return { label: "step", ...steps, log: logX && !isFar };
}
