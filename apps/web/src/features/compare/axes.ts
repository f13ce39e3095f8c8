import type { RunComparison } from "@pipepilot/domain/run/schema";
import type { ParallelAxis, ParallelSeries, ParallelValue } from "@pipepilot/ui/parallel-coordinates";
import { metricFormat, metricTitle } from "@/features/metric/metric-format";
import { mainMetrics } from "@/features/metric/metric-order";
import { orderParams } from "@/features/run/param-order";
import { directionOf } from "./best-values";

const PARAMS_SHOWN = 6;
const METRICS_SHOWN = 3;
/** Up to this many lines each have a colour; of more only the best stands out. */
const COLOURS = 8;

/** The drawing of a comparison: parameters that differ at the left, the main metrics at the right, better is up. */
export function parallelChart({
  runs,
  params,
  metrics,
}: Pick<RunComparison, "runs" | "params" | "metrics">): {
  axes: ParallelAxis[];
  series: ParallelSeries[];
} {
  const { experiment } = runs[0];
  const paramKeys = orderParams(params.map(({ key }) => key))
    .filter((key) => hasValues(runs, key))
    .slice(0, PARAMS_SHOWN);
  const metricKeys = mainMetrics(
    metrics.map(({ key }) => key),
    experiment.primaryMetric,
  ).slice(0, METRICS_SHOWN);
  const numeric = new Set(paramKeys.filter((key) => runs.every((run) => isNumeric(run.params[key]))));
  const valueOf = (text: string | undefined, key: string): ParallelValue =>
    numeric.has(key) && text !== undefined ? Number(text) : text;
  return {
    axes: [
      ...paramKeys.map((key) => ({ id: `param.${key}`, label: key })),
      // The primary metric is the last: that is where a line's way ends.
      ...metricKeys.reverse().map((key) => ({
        id: `metric.${key}`,
        label: metricTitle(key),
        format: metricFormat(key),
        flipped: directionOf(key, experiment) === "minimize",
      })),
    ],
    series: runs.map((run) => ({
      id: run.id,
      label: run.name,
      highlighted: runs.length > COLOURS ? run.isBest : undefined,
      values: Object.fromEntries([
        ...paramKeys.map((key) => [`param.${key}`, valueOf(run.params[key], key)]),
        ...metricKeys.map((key) => [`metric.${key}`, run.metrics[key]]),
      ]),
    })),
  };
}

/** Two values at least: a line says nothing where a parameter is either one value or missing. */
function hasValues(runs: RunComparison["runs"], key: string): boolean {
  return new Set(runs.flatMap(({ params }) => params[key] ?? [])).size > 1;
}

/** A missing value hinders no numeric axis. */
function isNumeric(text: string | undefined): boolean {
  return text === undefined || (text.trim() !== "" && Number.isFinite(Number(text)));
}
