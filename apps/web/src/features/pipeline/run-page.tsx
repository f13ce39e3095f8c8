"use client";

import { useSuspenseQuery } from "@tanstack/react-query";
import { isFinished } from "@pipepilot/domain/pipeline/schema";
import { Alert } from "@pipepilot/ui/alert";
import { Badge } from "@pipepilot/ui/badge";
import { PageHeader } from "@pipepilot/ui/page-header";
import { useTRPC } from "@/trpc/client";
import { CancelRun } from "./cancel-run";
import { pipelineHref, pipelinesHref } from "./pipeline-href";
import { RunCandidates } from "./run-candidates";
import { RunTrials } from "./run-trials";
import { RunConfig } from "./run-config";
import { RunDecision } from "./run-decision";
import { RunFacts } from "./run-facts";
import { RunFailure } from "./run-failure";
import { RunPipelineButton } from "./run-pipeline-button";
import { RunStatusBadge } from "./run-status-badge";
import { RunSteps } from "./run-steps";
import { useStartRun } from "./use-start-run";

interface PipelineRunPageProps {
  project: string;
  pipeline: string;
  number: number;
  /** The step whose panel is open, as the address says. */
  step: string | null;
}

/** One execution: its steps live, what they made, and what was decided. */
export function PipelineRunPage({ project, pipeline, number, step }: PipelineRunPageProps) {
  const trpc = useTRPC();
  const { data: run } = useSuspenseQuery(trpc.pipeline.getRun.queryOptions({ project, pipeline, number }));
  const { data: me } = useSuspenseQuery(trpc.project.me.queryOptions({ project }));
  const start = useStartRun(project, pipeline);
  const over = isFinished(run.status);
  const button = (
    <RunPipelineButton permissions={me.permissions} role={me.role} loading={start.busy} onRun={start.run}>
      Run again
    </RunPipelineButton>
  );
  return (
    <>
      <PageHeader
        title={`Run ${number}`}
        badges={
          <>
            <RunStatusBadge status={run.status} />
            {run.status === "running" ? (
              <Badge outline>
                {run.stepsDone} of {run.stepsTotal} steps
              </Badge>
            ) : null}
          </>
        }
        breadcrumbs={[
          { label: "Pipelines", href: pipelinesHref(project) },
          { label: pipeline, href: pipelineHref(project, pipeline) },
        ]}
        actions={
          over ? (
            button
          ) : me.permissions.includes("pipeline:run") ? (
            <CancelRun project={project} pipeline={pipeline} number={number} />
          ) : null
        }
      />
      {start.error ? (
        <Alert tone="error" title="The run was not started" className="mb-[18px]">
          {start.error.message}
        </Alert>
      ) : null}
      <div className="flex flex-col gap-[18px]">
        {run.error ? <RunFailure project={project} run={run} error={run.error} /> : null}
        <RunFacts project={project} run={run} />
        {run.decision ? <RunDecision project={project} decision={run.decision} /> : null}
        <RunSteps project={project} run={run} chosen={step} />
        <RunCandidates project={project} run={run} />
        <RunTrials project={project} run={run} />
        <RunConfig run={run} />
      </div>
    </>
  );
}
