"use client";

import { keepPreviousData, useQueries } from "@tanstack/react-query";
import type { NamedMetric } from "@pipepilot/domain/run/schema";
import { Alert } from "@pipepilot/ui/alert";
import { formatInteger } from "@pipepilot/ui/format";
import { LineChart } from "@pipepilot/ui/line-chart";
import { Skeleton } from "@pipepilot/ui/skeleton";
import { formatMetric, metricFormat } from "@/features/metric/metric-format";
import { MetricName } from "@/features/metric/metric-name";
import { useTRPC } from "@/trpc/client";
import { chartLines, stepsOf, xAxis } from "./chart-lines";
import type { ChartView } from "./chart-view";

/** More than a chart of this size can show. */
const POINTS = 1000;
const HEIGHT = 200;
/** What stands beside so low a chart without being cut; the heading says all of it. */
const LONGEST_LABEL = 22;

interface MetricChartProps {
  project: string;
  runId: string;
  startTime: Date;
  metric: NamedMetric;
  /** Of its `headingKey`, among those of the charts beside it. */
  title: string;
  view: ChartView;
}

/** One metric over its history, with a line for each side of the split. */
export function MetricChart({ project, runId, startTime, metric, title, view }: MetricChartProps) {
  const trpc = useTRPC();
  const results = useQueries({
    queries: metric.latest.map(({ key }) => ({
      ...trpc.run.metricPoints.queryOptions({ project, runIds: [runId], key, limit: POINTS }),
      placeholderData: keepPreviousData,
    })),
  });
  const error = results.find((result) => result.error)?.error;
  const histories = metric.latest.flatMap(({ key }, index) => {
    const points = results[index].data;
    return points && points.length > 0 ? [{ key, points }] : [];
  });
  const steps = stepsOf(histories, view);
  const format = metricFormat(metric.name);
  const isThinned = histories.some(({ points }) => points.length === POINTS);
  return (
    <article aria-label={title} className="min-w-0">
      <div className="mb-1.5 flex flex-wrap items-baseline gap-x-2">
        <h3 className="min-w-0 font-medium break-words">
          <MetricName metric={headingKey(metric)} title={title} />
        </h3>
        <span className="num text-sm text-muted">{latestText(metric)}</span>
      </div>
      {error ? <Alert tone="error">{error.message}</Alert> : null}
      {results.some(({ isPending }) => isPending) ? (
        <Skeleton className="h-[234px] w-full" />
      ) : (
        <LineChart
          title={title}
          series={chartLines(histories, startTime, view, steps)}
          x={xAxis(view, steps)}
          y={{
            label: title.length <= LONGEST_LABEL ? title : "value",
            format: format.kind === "percent" ? format : undefined,
            log: view.logY,
          }}
          height={HEIGHT}
        />
      )}
      {isThinned ? (
        <p className="text-sm text-muted">
          {formatInteger(POINTS)} points, taken evenly; MLflow&apos;s API has them all.
        </p>
      ) : null}
    </article>
  );
}

/** The key as it was logged where there is one; sides of one metric go by its name. */
export function headingKey({ name, latest }: NamedMetric): string {
  return latest.length === 1 ? latest[0].key : name;
}

function latestText({ name, latest }: NamedMetric): string {
  const last = latest.reduce((one, other) => (other.step > one.step ? other : one));
  return `${formatMetric(name, last.value)} at step ${formatInteger(last.step)}`;
}
