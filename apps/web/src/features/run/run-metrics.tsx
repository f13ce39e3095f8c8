"use client";

import { keepPreviousData, useQuery } from "@tanstack/react-query";
import type { RunDetail } from "@pipepilot/domain/run/schema";
import { Alert } from "@pipepilot/ui/alert";
import { Pager } from "@pipepilot/ui/pager";
import { useAddress } from "@/features/shell/use-address";
import { useTRPC } from "@/trpc/client";
import { MetricSearch } from "./metric-search";
import { MetricTable } from "./metric-table";
import { METRICS_PER_PAGE, tableInput } from "./metrics-input";

/** The latest values of a run's metrics, a page at a time where there are many. */
export function RunMetrics({ project, run }: { project: string; run: RunDetail }) {
  const trpc = useTRPC();
  const [query, change] = useAddress();
  const input = tableInput(run, query);
  const list = useQuery({
    ...trpc.run.listMetrics.queryOptions({ project, ...input }),
    placeholderData: keepPreviousData,
  });
  if (list.error) return <Alert tone="error">{list.error.message}</Alert>;
  const values = list.data?.items.flatMap(({ latest }) =>
    latest.map(({ key, value }) => [key, value] as const),
  );
  const isLong = run.metricCount > METRICS_PER_PAGE || input.search !== "";
  return (
    <MetricTable
      metrics={Object.fromEntries(values ?? [])}
      primaryMetric={run.experiment.primaryMetric}
      running={run.status === "RUNNING"}
      none={input.search ? "No metric has this in its name." : undefined}
      actions={
        isLong ? (
          <MetricSearch
            value={input.search}
            onSearch={(text) => change({ metric: text || null, metrics: null, charts: null })}
          />
        ) : null
      }
      footer={
        <Pager
          noun="metrics"
          page={input.page}
          perPage={METRICS_PER_PAGE}
          total={list.data?.total ?? 0}
          onPageChange={(page) => change({ metrics: page === 1 ? null : String(page) })}
        />
      }
    />
  );
}
