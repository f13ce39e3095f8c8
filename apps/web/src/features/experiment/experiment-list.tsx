"use client";

import { useSuspenseInfiniteQuery } from "@tanstack/react-query";
import { ChartColumn, FilterX, Trash2 } from "lucide-react";
import { useRouter, useSearchParams } from "next/navigation";
import { useTransition } from "react";
import type { ExperimentSummary } from "@pipepilot/domain/experiment/schema";
import { Card } from "@pipepilot/ui/card";
import { DataTable, type DataTableColumn } from "@pipepilot/ui/data-table";
import { EmptyState } from "@pipepilot/ui/empty-state";
import { formatInteger } from "@pipepilot/ui/format";
import { Link } from "@pipepilot/ui/link";
import { LinkButton } from "@pipepilot/ui/link-button";
import { PageHeader } from "@pipepilot/ui/page-header";
import { RelativeTime } from "@pipepilot/ui/relative-time";
import { formatMetric, metricTitle } from "@/features/metric/metric-format";
import { BestMark } from "@/features/run/best-mark";
import { GuideLink } from "@/features/guide/guide-link";
import { useTRPC } from "@/trpc/client";
import { ExperimentMenu } from "./experiment-menu";
import { addressPart } from "@/features/link/address-part";
import { experimentsInput, experimentsQuery, parseExperimentsAddress } from "./experiments-address";
import { LoadMore } from "./load-more";
import { NameSearch } from "./name-search";
import { forward } from "./pages";

/** On one line where that fits, else whole on several. */
const wrapped = "block w-max max-w-[min(28ch,50vw)] [overflow-wrap:anywhere] whitespace-normal";
const nameStyle = `${wrapped} font-medium`;

/** Groups of runs, with the best of each; which of them is in the address. */
export function ExperimentList({ project }: { project: string }) {
  const trpc = useTRPC();
  const router = useRouter();
  const address = parseExperimentsAddress(useSearchParams());
  const { text, trash } = address;
  const [loading, startLoading] = useTransition();
  const list = useSuspenseInfiniteQuery(
    trpc.experiment.list.infiniteQueryOptions(experimentsInput(project, address), forward),
  );
  const experiments = list.data.pages.flatMap(({ items }) => items);
  const base = `/${project}/experiments`;
  const href = ({ name }: ExperimentSummary) => `${base}/${addressPart(name)}`;
  const columns: DataTableColumn<ExperimentSummary>[] = [
    {
      id: "name",
      header: "Experiment",
      sortBy: ({ name }) => name,
      // What is in the trash is restored before it is opened.
      cell: (experiment) =>
        trash ? (
          <span className={nameStyle}>{experiment.name}</span>
        ) : (
          <Link href={href(experiment)} className={`${nameStyle} hover:underline`}>
            {experiment.name}
          </Link>
        ),
    },
    {
      id: "runs",
      header: "Runs",
      numeric: true,
      sortBy: ({ runCount }) => runCount,
      cell: ({ runCount }) => formatInteger(runCount),
    },
    {
      id: "best",
      header: "Best run",
      cell: (experiment) =>
        experiment.best ? (
          <span className="inline-flex items-center gap-1.5">
            <BestMark />
            <Link
              href={`${href(experiment)}/runs/${experiment.best.runId}`}
              className={`${wrapped} hover:underline`}
            >
              {experiment.best.name}
            </Link>
          </span>
        ) : (
          <span className="text-muted">
            {experiment.primaryMetric === null ? "not judged by a metric yet" : "none finished yet"}
          </span>
        ),
    },
    {
      id: "metric",
      header: "By its metric",
      cell: ({ primaryMetric, best }) =>
        primaryMetric === null ? (
          "–"
        ) : (
          <span className={`num ${wrapped}`}>
            <span className="text-muted">{metricTitle(primaryMetric)}</span>
            {best ? ` ${formatMetric(primaryMetric, best.value)}` : null}
          </span>
        ),
    },
    {
      id: "last",
      header: "Last run",
      sortBy: ({ lastRunAt }) => lastRunAt,
      cell: ({ lastRunAt }) => (lastRunAt ? <RelativeTime value={lastRunAt} /> : "–"),
    },
    {
      id: "menu",
      header: <span className="sr-only">Actions</span>,
      numeric: true,
      className: "py-0",
      cell: (experiment) => <ExperimentMenu project={project} experiment={experiment} trash={trash} />,
    },
  ];
  const isFirst = text === "" && !trash && experiments.length === 0;
  return (
    <>
      <PageHeader
        title={trash ? "Trash" : "Experiments"}
        sub={
          trash
            ? "Experiments that were deleted, with their runs"
            : isFirst
              ? undefined
              : "Every training is a run"
        }
        breadcrumbs={trash ? [{ label: "Experiments", href: base }] : undefined}
        actions={
          isFirst ? undefined : (
            <>
              <NameSearch
                key={String(trash)}
                label="Search experiments by name"
                text={text}
                onText={(next) =>
                  startLoading(() => router.replace(base + experimentsQuery({ text: next, trash })))
                }
              />
              {trash ? null : (
                <LinkButton
                  variant="quiet"
                  href={base + experimentsQuery({ text: "", trash: true })}
                  aria-label="Trash"
                  title="Trash"
                >
                  <Trash2 aria-hidden="true" />
                </LinkButton>
              )}
            </>
          )
        }
      />
      <Card aria-busy={loading}>
        <DataTable
          caption="Experiments"
          columns={columns}
          rows={experiments}
          rowId={({ id }) => id}
          onOpen={trash ? undefined : (experiment) => router.push(href(experiment))}
          empty={<NoExperiments project={project} base={base} text={text} trash={trash} />}
        />
        <LoadMore list={list} noun="experiments" />
      </Card>
    </>
  );
}

interface NoExperimentsProps {
  project: string;
  base: string;
  text: string;
  trash: boolean;
}

function NoExperiments({ project, base, text, trash }: NoExperimentsProps) {
  if (text !== "")
    return (
      <EmptyState icon={<FilterX />} title={`No experiment is named like “${text}”`}>
        Any part of a name will do.
      </EmptyState>
    );
  if (trash)
    return (
      <EmptyState
        icon={<Trash2 />}
        title="The trash is empty"
        action={<LinkButton href={base}>Back to the experiments</LinkButton>}
      >
        Deleted experiments wait here, with their runs, until they are restored.
      </EmptyState>
    );
  return (
    <EmptyState
      icon={<ChartColumn />}
      title="No run yet"
      action={<LinkButton href={`/${project}/pipelines`}>Go to pipelines</LinkButton>}
    >
      A pipeline run makes an experiment of its name and tracks every training in it.{" "}
      <GuideLink project={project} to="tracking">
        Programs log here too
      </GuideLink>
    </EmptyState>
  );
}
