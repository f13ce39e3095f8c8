import type { RunSummary } from "@pipepilot/domain/run/schema";
import type { RunColumnName } from "@pipepilot/domain/saved-view/schema";
import { formatDuration } from "@pipepilot/ui/format";
import { Link } from "@pipepilot/ui/link";
import { RelativeTime } from "@pipepilot/ui/relative-time";
import type { RemoteColumn } from "@pipepilot/ui/remote-table";
import { ShortId } from "@pipepilot/ui/short-id";
import { formatMetric, metricTitle, metricTitles } from "@/features/metric/metric-format";
import { MetricName } from "@/features/metric/metric-name";
import { VersionLinks } from "@/features/model/version-links";
import { BestMark } from "@/features/run/best-mark";
import { shortParam } from "@/features/run/param-text";
import { RunStatus } from "@/features/run/run-status";
import { keysOf, type ShownColumns } from "./run-columns";

interface ColumnFacts {
  project: string;
  href: (run: RunSummary) => string;
  shown: ShownColumns;
  /** The runs that are read already: columns are as wide as these need. */
  sample: readonly RunSummary[];
}

type Column = RemoteColumn<RunSummary>;

/** The columns of a runs table: the run first, then those that stay, then the others. */
export function runColumns({ project, href, shown, sample }: ColumnFacts): Column[] {
  const titleOf = metricTitles(keysOf(shown).metrics);
  const columnOf = (id: string): Column => {
    const [, kind, key] = /^(metrics|params|tags)\.(.+)$/s.exec(id) ?? [];
    if (kind === "metrics") return metricColumn(key, titleOf(key), sample);
    if (kind === "params" || kind === "tags") return textColumn(id, kind, key, sample);
    return attributeColumn(id as RunColumnName, project);
  };
  return [
    { ...nameColumn(href, sample), pinned: true },
    ...shown.pinned.map((id) => ({ ...columnOf(id), pinned: true })),
    ...shown.others.map(columnOf),
  ];
}

/** What a column is called where there is no room for a picture of it; metrics by their titles among those listed with it. */
export function columnLabel(id: string, titleOf: (key: string) => string = metricTitle): string {
  const [, kind, key] = /^(metrics|params|tags)\.(.+)$/s.exec(id) ?? [];
  if (kind === "metrics") return titleOf(key);
  return kind ? key : ATTRIBUTE_LABELS[id as RunColumnName];
}

const ATTRIBUTE_LABELS: Record<RunColumnName, string> = {
  status: "Status",
  start_time: "Started",
  end_time: "Ended",
  duration: "Duration",
  user_id: "By",
  run_id: "Run ID",
  versions: "Version",
};

function nameColumn(href: ColumnFacts["href"], sample: readonly RunSummary[]): Column {
  return {
    id: "run_name",
    header: "Run",
    width: widthFor(["Run", ...sample.map(({ name }) => name)], { least: 180, most: 340, extra: 24 }),
    sortable: true,
    cell: (run) => (
      <span className="flex min-w-0 items-center gap-1.5">
        {run.isBest ? <BestMark label="best run" /> : null}
        <Link href={href(run)} title={run.name} className="truncate font-medium hover:underline">
          {run.name}
        </Link>
      </span>
    ),
  };
}

function metricColumn(key: string, title: string, sample: readonly RunSummary[]): Column {
  const values = sample.map(({ metrics }) => formatMetric(key, metrics[key]));
  return {
    id: `metrics.${key}`,
    header: <MetricName metric={key} title={title} />,
    width: widthFor([title, ...values], { least: 90, most: 260, extra: 26 }),
    numeric: true,
    sortable: true,
    cell: (run) => formatMetric(key, run.metrics[key]),
  };
}

function textColumn(id: string, kind: "params" | "tags", key: string, sample: readonly RunSummary[]): Column {
  const texts = sample.map((run) => shortParam(run[kind][key]));
  return {
    id,
    header: <code className="text-[0.95em]">{key}</code>,
    width: widthFor([key, ...texts], { least: 90, most: 260, extra: 20 }),
    sortable: true,
    cell: (run) => (
      <span className="num" title={run[kind][key]}>
        {shortParam(run[kind][key])}
      </span>
    ),
  };
}

function attributeColumn(id: RunColumnName, project: string): Column {
  const label = ATTRIBUTE_LABELS[id];
  const column = { id, header: label, sortable: true };
  switch (id) {
    case "status":
      return { ...column, width: 110, cell: ({ status }) => <RunStatus status={status} /> };
    case "versions":
      return {
        ...column,
        width: 190,
        sortable: false,
        cell: ({ versions }) => <VersionLinks project={project} versions={versions} />,
      };
    case "duration":
      return {
        ...column,
        width: 100,
        numeric: true,
        cell: ({ durationMs }) => formatDuration(durationMs),
      };
    case "start_time":
      return {
        ...column,
        width: 130,
        descendingFirst: true,
        cell: ({ startTime }) => <RelativeTime value={startTime} />,
      };
    case "end_time":
      return {
        ...column,
        width: 130,
        descendingFirst: true,
        cell: ({ endTime }) => (endTime ? <RelativeTime value={endTime} /> : "–"),
      };
    case "user_id":
      return {
        ...column,
        width: 150,
        cell: ({ user }) => <span title={user}>{user}</span>,
      };
    case "run_id":
      return { ...column, width: 150, cell: ({ id: runId }) => <ShortId id={runId} /> };
  }
}

/** Of the wider of the two fonts, with room for what a cell has besides. */
const PIXELS_A_CHARACTER = 7.9;

/** Wide enough for the longest of these texts, within bounds. */
function widthFor(
  texts: readonly string[],
  { least, most, extra }: { least: number; most: number; extra: number },
): number {
  const longest = texts.reduce((length, text) => Math.max(length, text.length), 0);
  return Math.round(Math.min(most, Math.max(least, longest * PIXELS_A_CHARACTER + 24 + extra)));
}
