"use client";

import { useSuspenseQuery } from "@tanstack/react-query";
import { Suspense, useState } from "react";
import { Alert } from "@pipepilot/ui/alert";
import { LoopDiagram } from "@pipepilot/ui/loop-diagram";
import { PageHeader } from "@pipepilot/ui/page-header";
import { Activity } from "@/features/event/activity";
import { useStartRun } from "@/features/pipeline/use-start-run";
import { useTRPC } from "@/trpc/client";
import { AskCard } from "./ask-card";
import { CompareCard } from "./compare-card";
import { OverviewActions } from "./overview-actions";
import { RecentRuns } from "./recent-runs";
import { stations } from "./stations";

export function OverviewPage({ project }: { project: string }) {
  const trpc = useTRPC();
  const { data: overview } = useSuspenseQuery(trpc.project.overview.queryOptions({ project }));
  const start = useStartRun(project, overview.pipeline?.pipeline ?? "");
  const [selected, setSelected] = useState<ReadonlySet<string>>(new Set());
  const base = `/${project}`;
  const { models, recentRuns } = overview;
  const chosen = recentRuns.filter(({ id }) => selected.has(id));
  return (
    <>
      <PageHeader
        title="Overview"
        sub={models ? `${models.model} is serving version ${models.number}` : "No model serves yet"}
        actions={<OverviewActions project={project} overview={overview} start={start} />}
      />
      {start.error ? (
        <Alert tone="error" title="The run was not started" className="mb-[18px]">
          {start.error.message}
        </Alert>
      ) : null}
      <LoopDiagram
        label="The loop"
        stations={stations(overview, base)}
        returnLabel="new data starts the loop again"
        className="mb-[18px]"
      />
      <div className="grid items-start gap-[18px] xl:grid-cols-[minmax(0,1.55fr)_minmax(0,1fr)]">
        <div className="flex min-w-0 flex-col gap-[18px]">
          <RecentRuns
            runs={recentRuns}
            count={overview.counts.runs}
            base={base}
            selected={selected}
            onSelect={setSelected}
          />
          <CompareCard runs={chosen.length > 1 ? chosen : recentRuns} base={base} />
        </div>
        <div className="flex min-w-0 flex-col gap-[18px]">
          <Activity events={overview.recentEvents} base={base} />
          {models?.serving?.state === "ready" ? (
            <Suspense>
              <AskCard
                key={`${models.model} ${models.number}`}
                project={project}
                model={models.model}
                number={models.number}
              />
            </Suspense>
          ) : null}
        </div>
      </div>
    </>
  );
}
