"use client";

import { useSuspenseQuery } from "@tanstack/react-query";
import type { Overview } from "@pipepilot/domain/project/overview-schema";
import { LinkButton } from "@pipepilot/ui/link-button";
import { RunPipelineButton } from "@/features/pipeline/run-pipeline-button";
import { pipelineHref, pipelinesHref } from "@/features/pipeline/pipeline-href";
import { useTRPC } from "@/trpc/client";

interface OverviewActionsProps {
  project: string;
  overview: Overview;
  /** Starts the newest pipeline's run. */
  start: { run: () => void; busy: boolean };
}

/** What moves the loop on from where it stands: data first, then a pipeline, then its runs. */
export function OverviewActions({ project, overview, start }: OverviewActionsProps) {
  const trpc = useTRPC();
  const { data: me } = useSuspenseQuery(trpc.project.me.queryOptions({ project }));
  const { counts, pipeline } = overview;
  const mayUpload = me.permissions.includes("dataset:write");
  const upload = `/${project}/datasets?upload`;
  if (counts.datasets === 0)
    return mayUpload ? (
      <LinkButton href={upload} variant="primary">
        Upload data
      </LinkButton>
    ) : null;
  const uploadToo = mayUpload ? <LinkButton href={upload}>Upload data</LinkButton> : null;
  if (counts.pipelines === 0)
    return (
      <>
        {uploadToo}
        {me.permissions.includes("pipeline:write") ? (
          <LinkButton href={`${pipelinesHref(project)}/new`} variant="primary">
            Create pipeline
          </LinkButton>
        ) : null}
      </>
    );
  // Which one is meant is clear only where there is one.
  const isClear = counts.pipelines === 1 && pipeline !== null;
  return (
    <>
      {uploadToo}
      {isClear || !me.permissions.includes("pipeline:run") ? (
        <RunPipelineButton
          permissions={me.permissions}
          role={me.role}
          loading={start.busy}
          onRun={start.run}
        />
      ) : (
        <LinkButton
          href={pipeline ? pipelineHref(project, pipeline.pipeline) : pipelinesHref(project)}
          variant="primary"
        >
          Run pipeline
        </LinkButton>
      )}
    </>
  );
}
