"use client";

import { useSuspenseQuery } from "@tanstack/react-query";
import { useRouter, useSearchParams } from "next/navigation";
import { useMemo, useTransition } from "react";
import { Alert } from "@pipepilot/ui/alert";
import { Card } from "@pipepilot/ui/card";
import { PageHeader } from "@pipepilot/ui/page-header";
import { useTRPC } from "@/trpc/client";
import { addressPart } from "@/features/link/address-part";
import { FilterBox } from "./filter-box";
import { GroupTable } from "./group-table";
import { JudgeDialog } from "./judge-dialog";
import { keysOf, shownColumns } from "./run-columns";
import { RunsHeader } from "./runs-header";
import { RunsTable } from "./runs-table";
import { filterProblem, parseRunsAddress, runsQuery, type RunsAddress } from "./runs-view";
import { TableTools } from "./table-tools";
import { useRunPages } from "./use-run-pages";
import { useSelection } from "./use-selection";

/** The runs of one experiment. What is shown of them is in the address. */
export function ExperimentPage({ project, name }: { project: string; name: string }) {
  const trpc = useTRPC();
  const router = useRouter();
  const query = useSearchParams();
  const inAddress = useMemo(() => parseRunsAddress(query), [query]);
  const [selected, select] = useSelection(project, name, inAddress.selected);
  const [loading, startLoading] = useTransition();
  const address = { ...inAddress, selected: [...selected] };
  const { view, trash } = address;
  const base = `/${project}/experiments/${addressPart(name)}`;

  const { data: experiment } = useSuspenseQuery(trpc.experiment.get.queryOptions({ project, name }));
  const { data: description } = useSuspenseQuery(
    trpc.run.describe.queryOptions({ project, experiment: name, trash, children: view.trials }),
  );
  const shown = useMemo(
    () => shownColumns(inAddress.view, description, experiment.primaryMetric),
    [inAddress.view, description, experiment.primaryMetric],
  );
  const keys = useMemo(() => keysOf(shown), [shown]);
  const problem = filterProblem(view.filter);

  // Filter, order and columns are the server's part: another list is another address.
  const hrefWith = (changed: Partial<RunsAddress>) => base + runsQuery({ ...address, ...changed });
  const hrefOf = (changed: Partial<RunsAddress["view"]>) => hrefWith({ view: { ...view, ...changed } });
  const show = (changed: Partial<RunsAddress["view"]>) =>
    startLoading(() => router.replace(hrefOf(changed), { scroll: false }));

  function onSelect(ids: ReadonlySet<string>) {
    select(ids);
    // The server has no part in a selection: the address changes, nothing is asked.
    window.history.replaceState(null, "", hrefWith({ selected: [...ids] }));
  }

  const table = { project, experiment: name, address, shown, selected, onSelect, hrefOf };
  return (
    <>
      <PageHeader
        title={experiment.name}
        sub={<JudgeDialog project={project} experiment={experiment} metricKeys={description.metricKeys} />}
        breadcrumbs={[{ label: "Experiments", href: `/${project}/experiments` }]}
      />
      <Card aria-busy={loading}>
        <RunsHeader {...{ project, experiment: name, address, base, keys, selected, onSelect, hrefWith }} />
        <div className="flex flex-wrap items-start gap-2 border-b border-line px-3.5 py-2.5">
          <FilterBox
            project={project}
            filter={view.filter}
            tagKeys={description.tagKeys}
            onFilter={(filter) => show({ filter })}
          />
          <TableTools {...{ project, experiment: name, address, description, shown, show, hrefOf }} />
        </div>
        {problem ? (
          <div className="p-3.5">
            <Alert tone="warn" title="The filter cannot be read, so nothing is shown">
              Mend it where it is underlined, or empty the box to see every run.
            </Alert>
          </div>
        ) : view.group !== null ? (
          <GroupTable
            project={project}
            experiment={name}
            param={view.group}
            metrics={keys.metrics}
            address={address}
            hrefOf={(filter) => hrefOf({ filter, group: null })}
          />
        ) : (
          <Runs {...table} keys={keys} />
        )}
      </Card>
    </>
  );
}

/** Apart from the page: a filter that cannot be read asks for no runs. */
function Runs({
  keys,
  ...table
}: Omit<Parameters<typeof RunsTable>[0], "pages"> & { keys: ReturnType<typeof keysOf> }) {
  const pages = useRunPages(table.project, table.experiment, table.address, keys);
  return <RunsTable {...table} pages={pages} />;
}
