import type { RunSummary } from "@pipepilot/domain/run/schema";
import type { DataTableColumn } from "@pipepilot/ui/data-table";
import { formatDuration } from "@pipepilot/ui/format";
import { Link } from "@pipepilot/ui/link";
import { RelativeTime } from "@pipepilot/ui/relative-time";
import { formatMetric, metricTitle } from "@/features/metric/metric-format";
import { VersionLinks } from "@/features/model/version-links";
import { shortParam } from "@/features/run/param-text";
import { BestMark } from "@/features/run/best-mark";
import { RunStatus } from "@/features/run/run-status";

interface ColumnFacts {
  project: string;
  href: (run: RunSummary) => string;
  metrics: readonly string[];
  params: readonly string[];
}

/** The columns of a runs table; their ids are what the address calls them. */
export function runColumns({ project, href, metrics, params }: ColumnFacts): DataTableColumn<RunSummary>[] {
  return [
    {
      id: "name",
      header: "Run",
      sortable: true,
      cell: (run) => (
        <span className="inline-flex items-center gap-1.5">
          {run.isBest ? <BestMark label="best run" /> : null}
          <Link href={href(run)} className="font-medium hover:underline">
            {run.name}
          </Link>
        </span>
      ),
    },
    { id: "status", header: "Status", sortable: true, cell: ({ status }) => <RunStatus status={status} /> },
    ...metrics.map((key): DataTableColumn<RunSummary> => ({
      id: `metric.${key}`,
      header: metricTitle(key),
      numeric: true,
      sortable: true,
      cell: (run) => formatMetric(key, run.metrics[key]),
    })),
    ...params.map((key): DataTableColumn<RunSummary> => ({
      id: `param.${key}`,
      header: <code className="text-[0.95em]">{key}</code>,
      sortable: true,
      cell: ({ params: values }) => (
        <span className="num block max-w-[24ch] truncate" title={values[key]}>
          {shortParam(values[key])}
        </span>
      ),
    })),
    {
      id: "version",
      header: "Version",
      cell: ({ versions }) => <VersionLinks project={project} versions={versions} />,
    },
    {
      id: "duration",
      header: "Duration",
      numeric: true,
      sortable: true,
      cell: ({ durationMs }) => formatDuration(durationMs),
    },
    {
      id: "startTime",
      header: "Started",
      sortable: true,
      descendingFirst: true,
      cell: ({ startTime }) => <RelativeTime value={startTime} />,
    },
  ];
}
