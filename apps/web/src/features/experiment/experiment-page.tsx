"use client";

import { useSuspenseInfiniteQuery, useSuspenseQuery } from "@tanstack/react-query";
import { ChartColumn } from "lucide-react";
import { useRouter, useSearchParams } from "next/navigation";
import { useState } from "react";
import type { RunSummary } from "@pipepilot/domain/run/schema";
import { Badge } from "@pipepilot/ui/badge";
import { Card, CardHeader } from "@pipepilot/ui/card";
import { DataTable } from "@pipepilot/ui/data-table";
import { EmptyState } from "@pipepilot/ui/empty-state";
import { formatInteger } from "@pipepilot/ui/format";
import { LinkButton } from "@pipepilot/ui/link-button";
import { PageHeader } from "@pipepilot/ui/page-header";
import { SwitchField } from "@pipepilot/ui/switch";
import { metricTitle } from "@/features/metric/metric-format";
import { useTRPC } from "@/trpc/client";
import { CompareSelected } from "./compare-selected";
import { LoadMore } from "./load-more";
import { forward } from "./pages";
import { chooseColumns } from "./run-columns";
import { runColumns } from "./run-table-columns";
import { runsInput } from "./runs-input";
import { parseRunsView, runsViewQuery, toRunSort, toTableSort, type RunsView } from "./runs-view";

/** The runs of one experiment; order and selection are in the address. */
export function ExperimentPage({ project, name }: { project: string; name: string }) {
  const trpc = useTRPC();
  const router = useRouter();
  const address = parseRunsView(useSearchParams());
  // A checkbox answers at once; the address, which changes a moment later, only brings a selection back.
  const [selected, setSelected] = useState(address.selected);
  const view = { ...address, selected };
  const { data: experiment } = useSuspenseQuery(trpc.experiment.get.queryOptions({ project, name }));
  const list = useSuspenseInfiniteQuery(
    trpc.run.list.infiniteQueryOptions(runsInput(project, name, view), forward),
  );
  const runs = list.data.pages.flatMap(({ items }) => items);
  const [{ metricKeys, paramKeys, childCount }] = list.data.pages;
  const { primaryMetric, metricDirection, runCount } = experiment;
  const base = `/${project}/experiments/${encodeURIComponent(name)}`;
  const href = (run: RunSummary) => `${base}/runs/${run.id}`;
  const shown = chooseColumns({ runs, metricKeys, paramKeys, primaryMetric, sort: view.sort });

  // Order and trials are the server's part: another list is another address.
  const hrefOf = (changed: Partial<RunsView>) => base + runsViewQuery({ ...view, ...changed });

  function select(ids: ReadonlySet<string>) {
    setSelected([...ids]);
    // The server has no part in a selection: the address changes, nothing is asked.
    window.history.replaceState(null, "", hrefOf({ selected: [...ids] }));
  }

  return (
    <>
      <PageHeader
        title={experiment.name}
        sub={
          primaryMetric === null
            ? undefined
            : `Judged by ${metricTitle(primaryMetric)}, ${metricDirection === "minimize" ? "lower" : "higher"} is better`
        }
        breadcrumbs={[{ label: "Experiments", href: `/${project}/experiments` }]}
      />
      <Card>
        <CardHeader
          title="Runs"
          aside={
            <>
              <Badge outline>{formatInteger(view.trials ? runCount : runCount - childCount)}</Badge>
              {selected.length > 0 ? (
                <span className="num text-sm text-muted">{selected.length} selected</span>
              ) : null}
            </>
          }
          actions={
            <>
              {childCount > 0 ? (
                <SwitchField
                  label="Show trials"
                  checked={view.trials}
                  onCheckedChange={(trials) => router.replace(hrefOf({ trials }), { scroll: false })}
                />
              ) : null}
              {runCount > 0 ? <CompareSelected base={base} selected={selected} /> : null}
            </>
          }
        />
        <DataTable
          caption={`Runs of ${experiment.name}`}
          columns={runColumns({ project, href, ...shown })}
          rows={runs}
          rowId={({ id }) => id}
          rowLabel={(run) => run.name}
          sort={toTableSort(view.sort)}
          sortHref={(sort) => hrefOf({ sort: toRunSort(sort) })}
          selection={new Set(selected)}
          onSelectionChange={select}
          onOpen={(run) => router.push(href(run))}
          empty={
            <EmptyState
              icon={<ChartColumn />}
              title="No run yet"
              action={<LinkButton href={`/${project}/pipelines`}>Go to pipelines</LinkButton>}
            >
              Runs appear here as soon as a pipeline trains.
            </EmptyState>
          }
        />
        <LoadMore list={list} noun="runs" />
      </Card>
    </>
  );
}
