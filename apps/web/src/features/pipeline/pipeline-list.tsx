"use client";

import { useSuspenseQuery } from "@tanstack/react-query";
import { Workflow } from "lucide-react";
import { useRouter } from "next/navigation";
import { isFinished, type PipelineSummary } from "@pipepilot/domain/pipeline/schema";
import { Card } from "@pipepilot/ui/card";
import { DataTable, type DataTableColumn } from "@pipepilot/ui/data-table";
import { EmptyState } from "@pipepilot/ui/empty-state";
import { Link } from "@pipepilot/ui/link";
import { LinkButton } from "@pipepilot/ui/link-button";
import { PageHeader } from "@pipepilot/ui/page-header";
import { RelativeTime } from "@pipepilot/ui/relative-time";
import { useTRPC } from "@/trpc/client";
import { pipelineHref, pipelineRunHref, pipelinesHref } from "./pipeline-href";
import { RunDuration } from "./run-duration";
import { RunStatusBadge } from "./run-status-badge";

/** The project's pipelines with what each did last. */
export function PipelineList({ project }: { project: string }) {
  const trpc = useTRPC();
  const router = useRouter();
  const { data: pipelines } = useSuspenseQuery(trpc.pipeline.list.queryOptions({ project }));
  const { data: overview } = useSuspenseQuery(trpc.project.overview.queryOptions({ project }));
  const { data: me } = useSuspenseQuery(trpc.project.me.queryOptions({ project }));
  const mayCreate = me.permissions.includes("pipeline:write");
  const hasData = overview.counts.datasets > 0;
  const create = mayCreate && hasData;
  return (
    <>
      <PageHeader
        title="Pipelines"
        sub={pipelines.length > 0 ? "New data starts every pipeline that reads it" : undefined}
        actions={
          create && pipelines.length > 0 ? (
            <LinkButton variant="primary" href={`${pipelinesHref(project)}/new`}>
              New pipeline
            </LinkButton>
          ) : null
        }
      />
      <Card>
        <DataTable
          caption="Pipelines"
          columns={columns(project)}
          rows={pipelines}
          rowId={({ id }) => id}
          onOpen={({ name }) => router.push(pipelineHref(project, name))}
          empty={
            <EmptyState
              icon={<Workflow />}
              title="No pipeline yet"
              action={
                create ? (
                  <LinkButton variant="primary" href={`${pipelinesHref(project)}/new`}>
                    New pipeline
                  </LinkButton>
                ) : !hasData && me.permissions.includes("dataset:write") ? (
                  <LinkButton href={`/${project}/datasets?upload`}>Upload data first</LinkButton>
                ) : null
              }
            >
              A pipeline turns a dataset into model versions: it prepares the data, trains candidates, judges
              them on the same test rows and registers what they become.
            </EmptyState>
          }
        />
      </Card>
    </>
  );
}

function columns(project: string): DataTableColumn<PipelineSummary>[] {
  return [
    {
      id: "name",
      header: "Pipeline",
      sortBy: ({ name }) => name,
      cell: ({ name }) => (
        <Link href={pipelineHref(project, name)} className="font-medium hover:underline">
          {name}
        </Link>
      ),
    },
    {
      id: "dataset",
      header: "Dataset",
      sortBy: ({ dataset }) => dataset.name,
      cell: ({ dataset }) => (
        <Link href={`/${project}/datasets/${encodeURIComponent(dataset.name)}`} className="hover:underline">
          {dataset.name}
        </Link>
      ),
    },
    { id: "target", header: "Target", cell: ({ target }) => <code>{target}</code> },
    {
      id: "run",
      header: "Latest run",
      cell: ({ name, latestRun }) =>
        latestRun ? (
          <span className="inline-flex items-center gap-2">
            <Link href={pipelineRunHref(project, name, latestRun.number)} className="num hover:underline">
              Run {latestRun.number}
            </Link>
            <RunStatusBadge status={latestRun.status} />
          </span>
        ) : (
          <span className="text-faint">never ran</span>
        ),
    },
    {
      id: "duration",
      header: "Duration",
      numeric: true,
      cell: ({ latestRun }) =>
        latestRun ? <RunDuration {...latestRun} live={!isFinished(latestRun.status)} /> : "–",
    },
    {
      id: "started",
      header: "Started",
      sortBy: ({ latestRun }) => latestRun?.createdAt,
      descendingFirst: true,
      cell: ({ latestRun }) => (latestRun ? <RelativeTime value={latestRun.createdAt} /> : "–"),
    },
    { id: "config", header: "Config", numeric: true, cell: ({ configNumber }) => configNumber },
  ];
}
