import type { RunDescription, ShownKeys } from "@pipepilot/domain/run/table-schema";
import type { RunsView } from "@pipepilot/domain/saved-view/schema";
import { mainMetrics } from "@/features/metric/metric-order";
import { isWellKnownParam, orderParams } from "@/features/run/param-order";
import { toSort } from "./runs-view";

const METRICS_SHOWN = 3;
const PARAMS_SHOWN = 3;

/** The columns of a runs table besides the run's name: those that stay, then the others. */
export interface ShownColumns {
  pinned: string[];
  others: string[];
}

/**
 * The columns that a view names, else those that tell most: the main metrics, and the parameters in which runs differ (where none
 * do, the well-known ones). What the table is sorted by is always among them.
 */
export function shownColumns(
  { columns, pinned, order }: Pick<RunsView, "columns" | "pinned" | "order">,
  description: RunDescription,
  primaryMetric: string | null,
): ShownColumns {
  const chosen = columns ?? usualColumns(description, primaryMetric);
  const { id } = toSort(order);
  const others = columns === null && id !== "run_name" && !chosen.includes(id) ? [...chosen, id] : chosen;
  return { pinned: [...pinned], others: others.filter((each) => !pinned.includes(each)) };
}

function usualColumns({ commonMetrics, params }: RunDescription, primaryMetric: string | null): string[] {
  const main = mainMetrics(commonMetrics, primaryMetric);
  // Trials have the mean over the folds where trainings have the metric itself.
  const first = [primaryMetric ?? "", `cv_${primaryMetric}`].filter((key) => main.includes(key));
  const metrics = [...new Set([...first, ...main])].slice(0, METRICS_SHOWN);
  const differing = params.filter(({ differs }) => differs).map(({ key }) => key);
  const worth = differing.length > 0 ? differing : params.map(({ key }) => key).filter(isWellKnownParam);
  return [
    "status",
    ...metrics.map((key) => `metrics.${key}`),
    ...orderParams(worth)
      .slice(0, PARAMS_SHOWN)
      .map((key) => `params.${key}`),
    "versions",
    "duration",
    "start_time",
  ];
}

/** The keys whose values these columns show. */
export function keysOf({ pinned, others }: ShownColumns): ShownKeys {
  const all = [...pinned, ...others];
  const of = (kind: string) =>
    all.flatMap((id) => (id.startsWith(`${kind}.`) ? [id.slice(kind.length + 1)] : []));
  return { metrics: of("metrics"), params: of("params"), tags: of("tags") };
}
