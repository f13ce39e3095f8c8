import type { MetricSeries } from "@pipepilot/domain/run/schema";
import type { LineSeries } from "@pipepilot/ui/line-chart";
import { splitMetricKey, SIDES, type Side } from "./metric-sides";
import { orderMetrics } from "./metric-order";

export interface MetricCurves {
  /** The metric without its side. */
  key: string;
  series: LineSeries[];
}

const WORDS: Record<Side, string> = { train: "training", validation: "validation", test: "test", value: "" };

/**
 * One chart per metric with a history, training and validation in the same one. Values that were logged once are no
 * curve. With several runs a line has its run's name and colour. Validation is dashed.
 */
export function metricCurves(
  histories: readonly MetricSeries[],
  runNames?: ReadonlyMap<string, string>,
  primary: string | null = null,
): MetricCurves[] {
  const runIds = [...(runNames?.keys() ?? [])];
  const charts = new Map<string, (LineSeries & { side: Side })[]>();
  for (const { runId, key: name, total, points } of histories) {
    if (total < 2) continue;
    const { key, side } = splitMetricKey(name);
    const run = runNames?.get(runId);
    charts.set(key, [
      ...(charts.get(key) ?? []),
      {
        id: `${runId} ${name}`,
        label: [run, WORDS[side]].filter(Boolean).join(", ") || name,
        side,
        dashed: side === "validation",
        ...(run !== undefined && { color: runColor(runIds.indexOf(runId)) }),
        points: points.map(({ step, value }) => [step, Number.isFinite(value) ? value : null]),
      },
    ]);
  }
  return orderMetrics(charts.keys(), primary).map((key) => ({
    key,
    series: (charts.get(key) ?? [])
      .sort((one, other) => (runNames ? 0 : SIDES.indexOf(one.side) - SIDES.indexOf(other.side)))
      .map(({ side: _, ...line }) => line),
  }));
}

/** The colour a run has in every chart of a comparison, by its place in it. */
const runColor = (index: number) => `var(--series-${(index % 8) + 1})`;
