"use client";

import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { ChartLine } from "lucide-react";
import type { RunDetail } from "@pipepilot/domain/run/schema";
import { Alert } from "@pipepilot/ui/alert";
import { Card, CardBody } from "@pipepilot/ui/card";
import { EmptyState } from "@pipepilot/ui/empty-state";
import { Pager } from "@pipepilot/ui/pager";
import { Skeleton } from "@pipepilot/ui/skeleton";
import { metricTitles } from "@/features/metric/metric-format";
import { useAddress } from "@/features/shell/use-address";
import { useTRPC } from "@/trpc/client";
import { MetricSearch } from "../metric-search";
import { CHARTS_PER_PAGE, chartsInput } from "../metrics-input";
import { ChartControls } from "./chart-controls";
import { parseChartView } from "./chart-view";
import { headingKey, MetricChart } from "./metric-chart";

/** The metrics of a run that have a history, a page of charts at a time; live while it runs. */
export function RunCharts({ project, run }: { project: string; run: RunDetail }) {
  const trpc = useTRPC();
  const [query, change] = useAddress();
  const view = parseChartView(query);
  const input = chartsInput(run, query);
  const list = useQuery({
    ...trpc.run.listMetrics.queryOptions({ project, ...input }),
    placeholderData: keepPreviousData,
  });
  const metrics = list.data?.items ?? [];
  const titleOf = metricTitles(metrics.map(headingKey));
  const groups = bySection(metrics);
  return (
    <Card>
      <div className="flex flex-wrap items-center gap-x-5 gap-y-2 border-b border-line px-3.5 py-2.5">
        <MetricSearch
          value={input.search}
          onSearch={(text) => change({ metric: text || null, charts: null })}
        />
        <ChartControls view={view} change={change} />
      </div>
      {list.error ? (
        <CardBody>
          <Alert tone="error">{list.error.message}</Alert>
        </CardBody>
      ) : null}
      {list.isPending ? <Skeleton className="m-3.5 h-60" /> : null}
      {list.data?.items.length === 0 ? (
        <EmptyState
          icon={<ChartLine />}
          title={input.search ? "No metric of this name has a history" : "No history yet"}
        >
          A metric has a chart as soon as it was logged twice. What was logged once stands in the overview.
        </EmptyState>
      ) : null}
      {groups.map(([section, metrics]) => (
        <section
          key={section}
          aria-label={section || "Metrics"}
          className="border-b border-line p-3.5 last:border-0"
        >
          {section ? <h2 className="mb-3 text-base font-semibold break-words">{section}</h2> : null}
          <div className="grid gap-x-6 gap-y-7 lg:grid-cols-2 2xl:grid-cols-3">
            {metrics.map((metric) => (
              <MetricChart
                key={metric.name}
                {...{ project, metric, view }}
                title={titleOf(headingKey(metric))}
                runId={run.id}
                startTime={run.startTime}
              />
            ))}
          </div>
        </section>
      ))}
      <Pager
        noun="charts"
        page={input.page}
        perPage={CHARTS_PER_PAGE}
        total={list.data?.total ?? 0}
        onPageChange={(page) => change({ charts: page === 1 ? null : String(page) })}
      />
    </Card>
  );
}

/** Metrics of one folder (what stands before the first "/" of their names) under its heading, where there are several. */
function bySection<Metric extends { name: string }>(metrics: readonly Metric[]): [string, Metric[]][] {
  const folders = grouped(metrics, ({ name }) =>
    name.includes("/") ? name.slice(0, name.indexOf("/")) : "",
  );
  const alone = new Set([...folders.values()].flatMap((group) => (group.length === 1 ? group : [])));
  return [
    ...grouped(metrics, (metric) =>
      alone.has(metric) || !metric.name.includes("/") ? "" : metric.name.slice(0, metric.name.indexOf("/")),
    ),
  ];
}

function grouped<Item>(items: readonly Item[], keyOf: (item: Item) => string): Map<string, Item[]> {
  const groups = new Map<string, Item[]>();
  for (const item of items) groups.set(keyOf(item), [...(groups.get(keyOf(item)) ?? []), item]);
  return groups;
}
