import type { LeaderboardRow } from "@pipepilot/domain/experiment/leaderboard-schema";
import type { DataTableColumn } from "@pipepilot/ui/data-table";
import { formatInteger } from "@pipepilot/ui/format";
import { Link } from "@pipepilot/ui/link";
import { RelativeTime } from "@pipepilot/ui/relative-time";
import { formatMetric, metricTitle } from "@/features/metric/metric-format";
import { BestMark } from "@/features/run/best-mark";
import { TrendPicture } from "./trend-picture";

/** On one line where that fits, else whole on several. */
const wrapped =
  "inline-block w-max max-w-[min(28ch,50vw)] [overflow-wrap:anywhere] whitespace-normal align-middle";

/** Columns are called by the orders that the server knows. */
export function leaderboardColumns(href: (row: LeaderboardRow) => string): DataTableColumn<LeaderboardRow>[] {
  return [
    {
      id: "name",
      header: "Experiment",
      sortable: true,
      cell: (row) => (
        <Link href={href(row)} className={`${wrapped} font-medium hover:underline`}>
          {row.name}
        </Link>
      ),
    },
    {
      id: "best",
      header: "Best value",
      numeric: true,
      sortable: true,
      cell: ({ primaryMetric, best }) =>
        primaryMetric === null ? (
          <span className="text-muted">no metric chosen</span>
        ) : best ? (
          <span className="inline-flex items-baseline gap-1.5">
            <span className={`${wrapped} text-sm text-muted`}>{metricTitle(primaryMetric)}</span>
            <span className="font-medium">{formatMetric(primaryMetric, best.value)}</span>
          </span>
        ) : (
          <span className="text-muted">none finished yet</span>
        ),
    },
    {
      id: "run",
      header: "Best run",
      cell: (row) =>
        row.best ? (
          <span className="inline-flex items-center gap-1.5">
            <BestMark />
            <Link href={`${href(row)}/runs/${row.best.runId}`} className={`${wrapped} hover:underline`}>
              {row.best.name}
            </Link>
          </span>
        ) : (
          "–"
        ),
    },
    { id: "trend", header: "Over time", cell: (row) => <TrendPicture row={row} /> },
    {
      id: "runs",
      header: "Runs",
      numeric: true,
      sortable: true,
      cell: ({ runCount }) => formatInteger(runCount),
    },
    {
      id: "recent",
      header: (
        <>
          <span aria-hidden="true">24 h</span>
          <span className="sr-only">Runs of the last 24 hours</span>
        </>
      ),
      numeric: true,
      sortable: true,
      cell: ({ recentRuns }) =>
        recentRuns === 0 ? <span className="text-faint">0</span> : `+${formatInteger(recentRuns)}`,
    },
    {
      id: "activity",
      header: "Last activity",
      sortable: true,
      descendingFirst: true,
      cell: ({ lastActivityAt }) => (lastActivityAt ? <RelativeTime value={lastActivityAt} /> : "–"),
    },
  ];
}
