"use client";

import { useRouter } from "next/navigation";
import type { Overview } from "@pipepilot/domain/project/overview-schema";
import { Badge } from "@pipepilot/ui/badge";
import { Card, CardHeader } from "@pipepilot/ui/card";
import { DataTable, type DataTableColumn } from "@pipepilot/ui/data-table";
import { formatDuration, formatInteger } from "@pipepilot/ui/format";
import { Link } from "@pipepilot/ui/link";
import { LinkButton } from "@pipepilot/ui/link-button";
import { CompareSelected } from "@/features/experiment/compare-selected";
import { addressPart } from "@/features/link/address-part";
import { StageBadge } from "@/features/model/stage-badge";
import { formatMetric, metricTitles } from "@/features/metric/metric-format";
import { MetricName } from "@/features/metric/metric-name";
import { BestMark } from "@/features/run/best-mark";

type Row = Overview["recentRuns"][number];

const METRICS_SHOWN = 2;

interface RecentRunsProps {
  runs: Overview["recentRuns"];
  /** How many there are in all. */
  count: number;
  base: string;
  selected: ReadonlySet<string>;
  onSelect: (ids: ReadonlySet<string>) => void;
}

/** The newest runs, with the metrics they share; those ticked can be compared. */
export function RecentRuns({ runs, count, base, selected, onSelect }: RecentRunsProps) {
  const router = useRouter();
  const experimentHref = (run: Row) => `${base}/experiments/${addressPart(run.experiment.name)}`;
  const href = (run: Row) => `${experimentHref(run)}/runs/${run.id}`;
  const chosen = runs.filter(({ id }) => selected.has(id));
  const keys = mainMetrics(runs);
  const titleOf = metricTitles(keys);
  const columns: DataTableColumn<Row>[] = [
    {
      id: "name",
      header: "Run",
      cell: (run) => (
        <Link href={href(run)} className="hover:underline">
          {run.isBest ? <BestMark label="best run" /> : null} {run.name}
        </Link>
      ),
    },
    ...keys.map((key) => ({
      id: key,
      header: <MetricName metric={key} title={titleOf(key)} />,
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
        aside={count > 0 ? <Badge outline>{formatInteger(count)}</Badge> : null}
        actions={
          count > 0 ? (
            <>
              {runs.length > 1 ? (
                <CompareSelected
                  base={experimentHref(chosen[0] ?? runs[0])}
                  selected={chosen.map(({ id }) => id)}
                />
              ) : null}
              <LinkButton href={`${base}/experiments`} size="sm" variant="quiet">
                All runs
              </LinkButton>
            </>
          ) : null
        }
      />
      <DataTable
        caption="Newest runs"
        columns={columns}
        rows={runs}
        rowId={(run) => run.id}
        rowLabel={(run) => run.name}
        selection={runs.length > 1 ? selected : undefined}
        onSelectionChange={runs.length > 1 ? onSelect : undefined}
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
    ...runs.flatMap((run) => run.experiment.primaryMetric ?? []),
    "rmse",
    "r2",
    "mae",
    "f1",
    "roc_auc",
    "accuracy",
  ];
  return [...new Set(wanted)].filter((key) => present.has(key)).slice(0, METRICS_SHOWN);
}
