"use client";

import { useSuspenseQuery } from "@tanstack/react-query";
import { Alert } from "@pipepilot/ui/alert";
import { Link } from "@pipepilot/ui/link";
import { PageHeader } from "@pipepilot/ui/page-header";
import { useTRPC } from "@/trpc/client";
import { ConfigCard } from "./config-card";
import { pipelinesHref } from "./pipeline-href";
import { PipelineRuns } from "./pipeline-runs";
import { RunPipelineButton } from "./run-pipeline-button";
import { useStartRun } from "./use-start-run";

/** One pipeline: its runs, and the config the next one takes. */
export function PipelinePage({ project, name }: { project: string; name: string }) {
  const trpc = useTRPC();
  const { data: pipeline } = useSuspenseQuery(trpc.pipeline.get.queryOptions({ project, pipeline: name }));
  const { data: me } = useSuspenseQuery(trpc.project.me.queryOptions({ project }));
  const start = useStartRun(project, name);
  return (
    <>
      <PageHeader
        title={pipeline.name}
        sub={
          <>
            learns <code className="text-text">{pipeline.target}</code> from{" "}
            <Link
              href={`/${project}/datasets/${encodeURIComponent(pipeline.dataset.name)}`}
              className="text-text underline underline-offset-2"
            >
              {pipeline.dataset.name}
            </Link>
          </>
        }
        breadcrumbs={[{ label: "Pipelines", href: pipelinesHref(project) }]}
        actions={
          <RunPipelineButton
            permissions={me.permissions}
            role={me.role}
            loading={start.busy}
            onRun={start.run}
          />
        }
      />
      {start.error ? (
        <Alert tone="error" title="The run was not started" className="mb-[18px]">
          {start.error.message}
        </Alert>
      ) : null}
      <div className="flex flex-col gap-[18px]">
        <PipelineRuns project={project} pipeline={name} />
        <ConfigCard
          project={project}
          pipeline={pipeline}
          mayEdit={me.permissions.includes("pipeline:write")}
        />
      </div>
    </>
  );
}
