import type { RunDetail } from "@pipepilot/domain/run/schema";
import { READ_FIRST } from "@/features/metric/metric-order";
import { splitMetricKey } from "@/features/metric/metric-sides";
import { parsePage } from "./charts/chart-view";

export const CHARTS_PER_PAGE = 12;
export const METRICS_PER_PAGE = 40;

type Query = Pick<URLSearchParams, "get">;
type Run = Pick<RunDetail, "id" | "experiment">;

/** What of an address the charts ask for: `?metric=<part of the key>&charts=<page>`. */
export const chartsInput = (run: Run, query: Query) => ({
  ...common(run, query),
  history: true,
  page: parsePage(query.get("charts")),
  limit: CHARTS_PER_PAGE,
});

/** The same for the table of latest values: `?metric=<part of the key>&metrics=<page>`. */
export const tableInput = (run: Run, query: Query) => ({
  ...common(run, query),
  history: false,
  page: parsePage(query.get("metrics")),
  limit: METRICS_PER_PAGE,
});

function common({ id, experiment }: Run, query: Query) {
  const { primaryMetric } = experiment;
  const primary = primaryMetric === null ? [] : [splitMetricKey(primaryMetric).key];
  return {
    runId: id,
    search: (query.get("metric") ?? "").slice(0, 250),
    first: [...new Set([...primary, ...READ_FIRST])],
  };
}
