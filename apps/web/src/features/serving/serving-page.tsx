"use client";

import { useSuspenseQuery } from "@tanstack/react-query";
import { Activity } from "lucide-react";
import { useSearchParams } from "next/navigation";
import { Card } from "@pipepilot/ui/card";
import { EmptyState } from "@pipepilot/ui/empty-state";
import { LinkButton } from "@pipepilot/ui/link-button";
import { PageHeader } from "@pipepilot/ui/page-header";
import { TabLinks } from "@pipepilot/ui/tabs";
import { useTRPC } from "@/trpc/client";
import { AskModel } from "./ask-model";
import { CallExample } from "./call-example";
import { chooseProduction } from "./choose-production";
import { InstancesTable } from "./instances-table";
import { ProductionTable } from "./production-table";
import { ServingFiguresCard } from "./serving-figures";

/** Heartbeats grow old without anyone telling: only looking again shows a process that is gone. */
const LOOK_AGAIN_MS = 10_000;

/** What is in Production, what really answers, and how to ask it. */
export function ServingPage({ project }: { project: string }) {
  const trpc = useTRPC();
  const query = useSearchParams();
  const live = { refetchInterval: LOOK_AGAIN_MS };
  const { data: stats } = useSuspenseQuery(trpc.serving.stats.queryOptions({ project }, live));
  const { data: instances, dataUpdatedAt } = useSuspenseQuery(
    trpc.serving.instances.queryOptions({ project }, live),
  );
  const { data: models } = useSuspenseQuery(trpc.model.list.queryOptions({ project }));
  const { versions, chosen } = chooseProduction(models.items, query.get("model"));
  const hasFigures = versions.length > 0 || instances.length > 0;
  return (
    <>
      <PageHeader
        title="Serving"
        sub={
          versions.length === 0
            ? "Nothing is in Production"
            : stats.instances === 0
              ? "No inference process answers"
              : `${stats.instances} instance${stats.instances === 1 ? "" : "s"} answering`
        }
      />
      <div className="flex flex-col gap-[18px]">
        {hasFigures ? <ServingFiguresCard stats={stats} /> : null}
        <Card>
          {versions.length > 0 ? (
            <ProductionTable project={project} versions={versions} stats={stats} instances={instances} />
          ) : (
            <EmptyState
              icon={<Activity />}
              title="Nothing is in Production"
              action={<LinkButton href={`/${project}/models`}>Go to models</LinkButton>}
            >
              Move a model version to Production; the inference service loads it within a second.
            </EmptyState>
          )}
        </Card>
        {hasFigures ? <InstancesTable project={project} instances={instances} asOf={dataUpdatedAt} /> : null}
        {chosen ? (
          <section aria-label={`Ask ${chosen.model}`} className="flex flex-col gap-[18px]">
            {versions.length > 1 ? (
              <TabLinks
                label="Model to ask"
                items={versions.map(({ model }) => ({
                  href: `/${project}/serving?model=${encodeURIComponent(model)}`,
                  label: model,
                  current: model === chosen.model,
                }))}
              />
            ) : null}
            <div className="grid items-start gap-[18px] xl:grid-cols-2">
              <AskModel key={chosen.model} project={project} model={chosen.model} number={chosen.number} />
              <CallExample
                project={project}
                model={chosen.model}
                number={chosen.number}
                isOnly={versions.length === 1}
              />
            </div>
          </section>
        ) : null}
      </div>
    </>
  );
}
