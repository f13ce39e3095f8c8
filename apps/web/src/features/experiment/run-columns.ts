import type { RunSort, RunSummary } from "@pipepilot/domain/run/schema";
import { mainMetrics } from "@/features/metric/metric-order";
import { differingKeys } from "@/features/run/differing-keys";
import { isWellKnownParam, orderParams } from "@/features/run/param-order";

const METRICS_SHOWN = 3;
const PARAMS_SHOWN = 3;

interface Facts {
  runs: readonly Pick<RunSummary, "params">[];
  metricKeys: readonly string[];
  paramKeys: readonly string[];
  primaryMetric: string | null;
  sort: RunSort;
}

/**
 * The metrics and parameters worth a column: the main metrics, and the parameters in which the runs differ (of a single
 * run the well-known ones). What the table is sorted by is always among them.
 */
export function chooseColumns(facts: Facts): { metrics: string[]; params: string[] } {
  const { runs, metricKeys, paramKeys, primaryMetric, sort } = facts;
  const main = mainMetrics(metricKeys, primaryMetric);
  // Trials have the mean over the folds where trainings have the metric itself.
  const first = [primaryMetric ?? "", `cv_${primaryMetric}`].filter((key) => main.includes(key));
  const metrics = [...new Set([...first, ...main])].slice(0, METRICS_SHOWN);
  // Of a single run nothing differs.
  const worth =
    runs.length < 2 ? paramKeys.filter(isWellKnownParam) : differingKeys(runs.map((run) => run.params));
  const params = orderParams(worth).slice(0, PARAMS_SHOWN);
  return {
    metrics: "metric" in sort ? including(metrics, sort.metric) : metrics,
    params: "param" in sort ? including(params, sort.param) : params,
  };
}

const including = (keys: string[], key: string) => (keys.includes(key) ? keys : [...keys, key]);
