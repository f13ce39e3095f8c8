"use client";

import { useSuspenseInfiniteQuery } from "@tanstack/react-query";
import { Play } from "lucide-react";
import { useRouter } from "next/navigation";
import { isFinished, type PipelineRunSummary } from "@pipepilot/domain/pipeline/schema";
import { Badge } from "@pipepilot/ui/badge";
import { Button } from "@pipepilot/ui/button";
import { Card, CardHeader } from "@pipepilot/ui/card";
import { DataTable, type DataTableColumn } from "@pipepilot/ui/data-table";
import { EmptyState } from "@pipepilot/ui/empty-state";
import { Link } from "@pipepilot/ui/link";
import { RelativeTime } from "@pipepilot/ui/relative-time";
import { formatMetric, metricTitle } from "@/features/metric/metric-format";
import { useTRPC } from "@/trpc/client";
import { datasetVersionHref, pipelineRunHref } from "./pipeline-href";
import { RunDuration } from "./run-duration";
import { RunStatusBadge } from "./run-status-badge";
import { causeText, OUTCOME } from "./run-text";
import { RUNS_PER_PAGE } from "./runs-per-page";

/** A pipeline's runs, newest first. */
export function PipelineRuns({ project, pipeline }: { project: string; pipeline: string }) {
  const trpc = useTRPC();
  const router = useRouter();
  const { data, hasNextPage, fetchNextPage, isFetchingNextPage } = useSuspenseInfiniteQuery(
    trpc.pipeline.listRuns.infiniteQueryOptions(
      { project, pipeline, limit: RUNS_PER_PAGE },
      { getNextPageParam: ({ nextCursor }) => nextCursor },
    ),
  );
  const runs = data.pages.flatMap((page) => page.runs);
  return (
    <Card>
      <CardHeader title="Runs" />
      <DataTable
        caption={`Runs of ${pipeline}`}
        columns={columns(project, pipeline)}
        rows={runs}
        rowId={({ id }) => id}
        onOpen={({ number }) => router.push(pipelineRunHref(project, pipeline, number))}
        empty={
          <EmptyState icon={<Play />} title="It has not run yet">
            Run it once by hand; from then on every new version of its data starts it.
          </EmptyState>
        }
      />
      {hasNextPage ? (
        <div className="border-t border-line p-2.5 text-center">
          <Button size="sm" variant="quiet" loading={isFetchingNextPage} onClick={() => void fetchNextPage()}>
            Older runs
          </Button>
        </div>
      ) : null}
    </Card>
  );
}

function columns(project: string, pipeline: string): DataTableColumn<PipelineRunSummary>[] {
  return [
    {
      id: "number",
      header: "Run",
      cell: ({ number }) => (
        <Link href={pipelineRunHref(project, pipeline, number)} className="num font-medium hover:underline">
          Run {number}
        </Link>
      ),
    },
    { id: "status", header: "Status", cell: ({ status }) => <RunStatusBadge status={status} /> },
    {
      id: "best",
      header: "Best candidate",
      cell: ({ decision, status, runningStep, error }) => {
        if (decision?.challenger)
          return (
            <>
              <span className="num font-medium">
                {metricTitle(decision.metric)} {formatMetric(decision.metric, decision.challenger.value)}
              </span>{" "}
              <span className="text-muted">{decision.challenger.run}</span>
            </>
          );
        if (status === "running")
          return <span className="text-muted">{runningStep?.title ?? "Between steps"}</span>;
        if (error)
          return (
            <span className="block max-w-[36ch] truncate text-bad" title={error.message}>
              {error.message}
            </span>
          );
        return <span className="text-faint">–</span>;
      },
    },
    {
      id: "decision",
      header: "Decision",
      cell: ({ decision }) =>
        decision ? (
          <span title={decision.summary}>
            <Badge tone={OUTCOME[decision.outcome].tone} outline={decision.outcome !== "promoted"}>
              {OUTCOME[decision.outcome].word}
              {decision.outcome === "promoted" ? ` to ${decision.stage}` : ""}
            </Badge>
          </span>
        ) : (
          <span className="text-faint">–</span>
        ),
    },
    { id: "cause", header: "Why", cell: ({ cause, createdBy }) => causeText(cause, createdBy) },
    { id: "config", header: "Config", numeric: true, cell: ({ configNumber }) => configNumber },
    {
      id: "data",
      header: "Data",
      cell: ({ datasetVersion: { dataset, number } }) => (
        <Link href={datasetVersionHref(project, dataset, number)} className="num hover:underline">
          v{number}
        </Link>
      ),
    },
    {
      id: "duration",
      header: "Duration",
      numeric: true,
      cell: (run) => <RunDuration {...run} live={!isFinished(run.status)} />,
    },
    { id: "started", header: "Started", cell: ({ createdAt }) => <RelativeTime value={createdAt} /> },
  ];
}
