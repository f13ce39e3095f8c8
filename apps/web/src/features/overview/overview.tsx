"use client";

import { useSuspenseQuery } from "@tanstack/react-query";
import { LoopDiagram } from "@pipepilot/ui/loop-diagram";
import { LinkButton } from "@pipepilot/ui/link-button";
import { PageHeader } from "@pipepilot/ui/page-header";
import { Activity } from "@/features/event/activity";
import { useTRPC } from "@/trpc/client";
import { CompareCard } from "./compare-card";
import { RecentRuns } from "./recent-runs";
import { stations } from "./stations";

export function OverviewPage({ project }: { project: string }) {
  const trpc = useTRPC();
  const { data: overview } = useSuspenseQuery(trpc.project.overview.queryOptions({ project }));
  const base = `/${project}`;
  const { models, pipeline } = overview;
  return (
    <>
      <PageHeader
        title="Overview"
        sub={models ? `${models.model} is serving version ${models.number}` : "No model serves yet"}
        actions={
          <>
            <LinkButton href={`${base}/datasets?upload`}>Upload data</LinkButton>
            <LinkButton
              href={
                pipeline
                  ? `${base}/pipelines/${encodeURIComponent(pipeline.pipeline)}`
                  : `${base}/pipelines/new`
              }
              variant="primary"
            >
              Run pipeline
            </LinkButton>
          </>
        }
      />
      <LoopDiagram
        label="The loop"
        stations={stations(overview, base)}
        returnLabel="new data starts the loop again"
        className="mb-[18px]"
      />
      <div className="grid items-start gap-[18px] xl:grid-cols-[1.55fr_1fr]">
        <div className="flex min-w-0 flex-col gap-[18px]">
          <RecentRuns runs={overview.recentRuns} base={base} />
          <CompareCard runs={overview.recentRuns} base={base} />
        </div>
        <Activity events={overview.recentEvents} base={base} />
      </div>
    </>
  );
}
