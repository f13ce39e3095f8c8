"use client";

import { useRouter } from "next/navigation";
import type { Overview } from "@pipepilot/domain/project/overview-schema";
import { Card, CardHeader } from "@pipepilot/ui/card";
import { DataTable, type DataTableColumn } from "@pipepilot/ui/data-table";
import { formatDuration } from "@pipepilot/ui/format";
import { Link } from "@pipepilot/ui/link";
import { LinkButton } from "@pipepilot/ui/link-button";
import { StageBadge } from "@/features/model/stage-badge";
import { formatMetric, metricTitle } from "@/features/metric/metric-format";

type Row = Overview["recentRuns"][number];

const METRICS_SHOWN = 3;

/** The newest runs, with the metrics they share. */
export function RecentRuns({ runs, base }: { runs: Overview["recentRuns"]; base: string }) {
  const router = useRouter();
  const href = (run: Row) => `${base}/experiments/${encodeURIComponent(run.experiment.name)}/runs/${run.id}`;
  const keys = mainMetrics(runs);
  const columns: DataTableColumn<Row>[] = [
    {
      id: "name",
      header: "Run",
      cell: (run) => (
        <Link href={href(run)} className="hover:underline">
          {run.isBest ? (
            <span className="text-star" role="img" aria-label="best">
              ★{" "}
            </span>
          ) : null}
          {run.name}
        </Link>
      ),
    },
    ...keys.map((key) => ({
      id: key,
      header: metricTitle(key),
      numeric: true,
      cell: (run: Row) => formatMetric(key, run.metrics[key]),
    })),
    {
      id: "time",
      header: "Time",
      numeric: true,
      cell: (run) => (run.durationMs === null ? run.status.toLowerCase() : formatDuration(run.durationMs)),
    },
    {
      id: "version",
      header: "Version",
      cell: (run) =>
        run.versions.map((version) => (
          <Link
            key={version.id}
            href={`${base}/models/${encodeURIComponent(version.model)}/versions/${version.number}`}
            className="mr-1.5 inline-flex items-center gap-1.5"
          >
            v{version.number}
            {version.stage === "None" ? null : <StageBadge stage={version.stage} />}
          </Link>
        )),
    },
  ];
  return (
    <Card>
      <CardHeader
        title="Runs"
        actions={
          <LinkButton href={`${base}/experiments`} size="sm" variant="quiet">
            All runs
          </LinkButton>
        }
      />
      <DataTable
        caption="Newest runs"
        columns={columns}
        rows={runs}
        rowId={(run) => run.id}
        onOpen={(run) => router.push(href(run))}
        empty={<p className="px-3.5 py-4 text-muted">Runs appear here while a pipeline trains.</p>}
      />
    </Card>
  );
}

/** The primary metric first, then what people look at next. */
function mainMetrics(runs: readonly Row[]): string[] {
  const present = new Set(runs.flatMap((run) => Object.keys(run.metrics)));
  const wanted = [
    ...runs.map((run) => run.experiment.primaryMetric),
    "rmse",
    "r2",
    "mae",
    "f1",
    "roc_auc",
    "accuracy",
  ];
  return [...new Set(wanted)].filter((key) => present.has(key)).slice(0, METRICS_SHOWN);
}
