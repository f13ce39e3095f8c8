"use client";

import { useSuspenseInfiniteQuery } from "@tanstack/react-query";
import { ChartColumn } from "lucide-react";
import { useRouter } from "next/navigation";
import type { ExperimentSummary } from "@pipepilot/domain/experiment/schema";
import { Card } from "@pipepilot/ui/card";
import { DataTable, type DataTableColumn } from "@pipepilot/ui/data-table";
import { EmptyState } from "@pipepilot/ui/empty-state";
import { formatInteger } from "@pipepilot/ui/format";
import { Link } from "@pipepilot/ui/link";
import { LinkButton } from "@pipepilot/ui/link-button";
import { PageHeader } from "@pipepilot/ui/page-header";
import { RelativeTime } from "@pipepilot/ui/relative-time";
import { formatMetric, metricTitle } from "@/features/metric/metric-format";
import { BestMark } from "@/features/run/best-mark";
import { useTRPC } from "@/trpc/client";
import { LoadMore } from "./load-more";
import { forward } from "./pages";

/** Groups of runs, with the best of each. */
export function ExperimentList({ project }: { project: string }) {
  const trpc = useTRPC();
  const router = useRouter();
  const list = useSuspenseInfiniteQuery(trpc.experiment.list.infiniteQueryOptions({ project }, forward));
  const experiments = list.data.pages.flatMap(({ items }) => items);
  const href = ({ name }: ExperimentSummary) => `/${project}/experiments/${encodeURIComponent(name)}`;
  const columns: DataTableColumn<ExperimentSummary>[] = [
    {
      id: "name",
      header: "Experiment",
      sortBy: ({ name }) => name,
      cell: (experiment) => (
        <Link href={href(experiment)} className="font-medium hover:underline">
          {experiment.name}
        </Link>
      ),
    },
    {
      id: "runs",
      header: "Runs",
      numeric: true,
      sortBy: ({ runCount }) => runCount,
      cell: ({ runCount }) => formatInteger(runCount),
    },
    {
      id: "best",
      header: "Best run",
      cell: (experiment) =>
        experiment.best ? (
          <span className="inline-flex items-center gap-1.5">
            <BestMark />
            <Link href={`${href(experiment)}/runs/${experiment.best.runId}`} className="hover:underline">
              {experiment.best.name}
            </Link>
          </span>
        ) : (
          <span className="text-muted">none finished yet</span>
        ),
    },
    {
      id: "metric",
      header: "By its metric",
      cell: ({ primaryMetric, best }) =>
        primaryMetric === null ? (
          "–"
        ) : (
          <span className="num">
            <span className="text-muted">{metricTitle(primaryMetric)}</span>
            {best ? ` ${formatMetric(primaryMetric, best.value)}` : null}
          </span>
        ),
    },
    {
      id: "last",
      header: "Last run",
      sortBy: ({ lastRunAt }) => lastRunAt,
      cell: ({ lastRunAt }) => (lastRunAt ? <RelativeTime value={lastRunAt} /> : "–"),
    },
  ];
  return (
    <>
      <PageHeader title="Experiments" sub={experiments.length > 0 ? "Every training is a run" : undefined} />
      <Card>
        <DataTable
          caption="Experiments"
          columns={columns}
          rows={experiments}
          rowId={({ id }) => id}
          onOpen={(experiment) => router.push(href(experiment))}
          empty={
            <EmptyState
              icon={<ChartColumn />}
              title="No run yet"
              action={<LinkButton href={`/${project}/pipelines`}>Go to pipelines</LinkButton>}
            >
              A pipeline run makes an experiment of its name and tracks every training in it.
            </EmptyState>
          }
        />
        <LoadMore list={list} noun="experiments" />
      </Card>
    </>
  );
}
