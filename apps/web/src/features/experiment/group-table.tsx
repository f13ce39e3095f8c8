"use client";

import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import type { GroupedMetric, RunGroup } from "@pipepilot/domain/run/table-schema";
import { quoteKey, quoteText } from "@pipepilot/domain/search/quote";
import { Alert } from "@pipepilot/ui/alert";
import { DataTable, type DataTableColumn } from "@pipepilot/ui/data-table";
import { EmptyState } from "@pipepilot/ui/empty-state";
import { formatInteger } from "@pipepilot/ui/format";
import { Link } from "@pipepilot/ui/link";
import { SkeletonLines } from "@pipepilot/ui/skeleton";
import { formatMetric, metricTitles } from "@/features/metric/metric-format";
import { MetricName } from "@/features/metric/metric-name";
import { shortParam } from "@/features/run/param-text";
import { useTRPC } from "@/trpc/client";
import { runsScope } from "./runs-input";
import type { RunsAddress } from "./runs-view";

interface GroupTableProps {
  project: string;
  experiment: string;
  param: string;
  metrics: readonly string[];
  address: RunsAddress;
  /** The address of the runs that a further comparison leaves. */
  hrefOf: (filter: string) => string;
}

/** The runs by the values of a parameter, with mean and deviation: what trainings repeated with other seeds are judged by. */
export function GroupTable({ project, experiment, param, metrics, address, hrefOf }: GroupTableProps) {
  const trpc = useTRPC();
  const router = useRouter();
  const { data, error } = useQuery({
    ...trpc.run.group.queryOptions({
      ...runsScope(project, experiment, address),
      param,
      metrics: metrics.slice(0, 20),
    }),
    placeholderData: keepPreviousData,
  });
  if (error)
    return (
      <div className="p-3.5">
        <Alert tone="error">{error.message}</Alert>
      </div>
    );
  if (!data)
    return (
      <div className="p-3.5" role="status" aria-label="Counting the groups">
        <SkeletonLines lines={4} />
      </div>
    );
  const { filter } = address.view;
  const within = (group: RunGroup) => {
    const field = `params.${quoteKey(param)}`;
    const own = group.value === null ? `${field} IS NULL` : `${field} = ${quoteText(group.value)}`;
    return hrefOf(filter === "" ? own : `${filter} AND ${own}`);
  };
  const titleOf = metricTitles(metrics);
  const columns: DataTableColumn<RunGroup>[] = [
    {
      id: "value",
      header: <code className="text-[0.95em]">{param}</code>,
      sortBy: ({ value }) => value,
      cell: (group) => (
        <Link href={within(group)} title={group.value ?? undefined} className="font-medium hover:underline">
          {group.value === null ? (
            <i>not set</i>
          ) : group.value === "" ? (
            <i>empty</i>
          ) : (
            shortParam(group.value)
          )}
        </Link>
      ),
    },
    {
      id: "runs",
      header: "Runs",
      numeric: true,
      sortBy: ({ runs }) => runs,
      cell: ({ runs }) => formatInteger(runs),
    },
    ...metrics.flatMap((key): DataTableColumn<RunGroup>[] => [
      {
        id: `${key} mean`,
        header: (
          <>
            <MetricName metric={key} title={titleOf(key)} />, mean ± deviation
          </>
        ),
        numeric: true,
        sortBy: (group) => group.metrics[key]?.mean,
        cell: (group) => <Mean metric={key} figures={group.metrics[key]} runs={group.runs} />,
      },
      {
        id: `${key} range`,
        header: "min … max",
        numeric: true,
        sortBy: (group) => group.metrics[key]?.min,
        cell: (group) => <Range metric={key} figures={group.metrics[key]} />,
      },
    ]),
  ];
  return (
    <>
      <DataTable
        caption={`Runs of ${experiment} by ${param}`}
        columns={columns}
        rows={data.groups}
        rowId={({ value }) => JSON.stringify(value)}
        onOpen={(group) => router.push(within(group))}
        empty={<EmptyState title="No run here">No run of the table is in any group.</EmptyState>}
      />
      {data.total > data.groups.length ? (
        <p className="border-t border-line p-2.5 text-center text-sm text-muted">
          The first {formatInteger(data.groups.length)} of {formatInteger(data.total)} groups.
        </p>
      ) : null}
    </>
  );
}

/** Says of how many values the mean is, where that is not all of the group. */
function Mean({ metric, figures, runs }: { metric: string; figures?: GroupedMetric; runs: number }) {
  if (!figures || figures.mean === null) return "–";
  return (
    <>
      {formatMetric(metric, figures.mean)}
      <span className="text-muted">
        {figures.deviation === null ? null : ` ± ${formatMetric(metric, figures.deviation)}`}
        {figures.count < runs ? ` (of ${formatInteger(figures.count)})` : null}
      </span>
    </>
  );
}

function Range({ metric, figures }: { metric: string; figures?: GroupedMetric }) {
  if (!figures || figures.min === null) return "–";
  return (
    <span className="text-muted">
      {formatMetric(metric, figures.min)} … {formatMetric(metric, figures.max)}
    </span>
  );
}
