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
import { AlertsCard } from "./alerts-card";
import { CardSkeleton } from "./card-skeleton";
import { Checklist, ShowChecklist } from "./checklist";
import { CompareCard } from "./compare-card";
import { Leaderboard } from "./leaderboard";
import { FIRST_EXPERIMENTS } from "./leaderboard-address";
import { OverviewActions } from "./overview-actions";
import { ProductionCard } from "./production-card";
import { RecentRuns } from "./recent-runs";
import { stations } from "./stations";

/** Heights of what streams in: a card's head with its least, and a line of the leaderboard. */
const CARD_HEIGHT = 166;
const HEAD_HEIGHT = 84;
const LINE_HEIGHT = 37;

interface OverviewPageProps {
  project: string;
  /** Where the product answers, for commands to copy. */
  origin: string;
}

/** The project at a glance: the loop, what is missing, what is wrong, what serves, every experiment, and what happened. */
export function OverviewPage({ project, origin }: OverviewPageProps) {
  const trpc = useTRPC();
  const { data: overview } = useSuspenseQuery(trpc.project.overview.queryOptions({ project }));
  const start = useStartRun(project, overview.pipeline?.pipeline ?? "");
  const [selected, setSelected] = useState<ReadonlySet<string>>(new Set());
  const base = `/${project}`;
  const { models, recentRuns } = overview;
  const leaderboardHeight =
    HEAD_HEIGHT + LINE_HEIGHT * Math.min(FIRST_EXPERIMENTS, overview.counts.experiments);
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
      <Suspense>
        <Checklist project={project} origin={origin} />
      </Suspense>
      <div className="mb-[18px] grid gap-[18px] lg:grid-cols-2">
        <Suspense fallback={<CardSkeleton title="Alerts" height={CARD_HEIGHT} />}>
          <AlertsCard project={project} />
        </Suspense>
        <Suspense fallback={<CardSkeleton title="Production" height={CARD_HEIGHT} />}>
          <ProductionCard project={project} />
        </Suspense>
      </div>
      <div className="mb-[18px]">
        <Suspense fallback={<CardSkeleton title="Leaderboard" height={leaderboardHeight} />}>
          <Leaderboard project={project} />
        </Suspense>
      </div>
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
      <Suspense>
        <ShowChecklist project={project} />
      </Suspense>
    </>
  );
}
