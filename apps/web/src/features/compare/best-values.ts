import type { ExperimentRef } from "@pipepilot/domain/experiment/schema";
import { isMetricKey, METRICS } from "@pipepilot/ml/metrics/metrics";
import { splitMetricKey } from "@/features/metric/metric-sides";

/** Which way a metric is better: as the experiment says for its primary one, as is known for ours, else nobody knows. */
export function directionOf(
  name: string,
  { primaryMetric, metricDirection }: Pick<ExperimentRef, "primaryMetric" | "metricDirection">,
): "minimize" | "maximize" | null {
  const { key } = splitMetricKey(name);
  if (primaryMetric !== null && (name === primaryMetric || key === splitMetricKey(primaryMetric).key))
    return metricDirection;
  if (isMetricKey(key)) return METRICS[key].direction;
  return /(^|[_/ ])loss$/.test(key) ? "minimize" : null;
}

/** Where the best values stand; equal ones share it, NaN never has it, and where all are equal nothing is best. */
export function bestIndexes(
  values: readonly (number | undefined)[],
  direction: "minimize" | "maximize" | null,
): ReadonlySet<number> {
  const known = values.filter((value): value is number => value !== undefined && !Number.isNaN(value));
  if (direction === null || new Set(known).size < 2) return new Set();
  const best = direction === "minimize" ? Math.min(...known) : Math.max(...known);
  return new Set(values.flatMap((value, index) => (value === best ? [index] : [])));
}

/** Whether a metric says how good a model is: the primary one, and what was taken on test rows or without a side. */
export function isJudging(name: string, { primaryMetric }: Pick<ExperimentRef, "primaryMetric">): boolean {
  const { side } = splitMetricKey(name);
  return name === primaryMetric || side === "test" || side === "value";
}
