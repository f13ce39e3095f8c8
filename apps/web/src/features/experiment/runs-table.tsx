"use client";

import { useQueryClient } from "@tanstack/react-query";
import { ChartColumn, FilterX, Trash2 } from "lucide-react";
import { useRouter } from "next/navigation";
import { Alert } from "@pipepilot/ui/alert";
import { EmptyState } from "@pipepilot/ui/empty-state";
import { LinkButton } from "@pipepilot/ui/link-button";
import { RemoteTable } from "@pipepilot/ui/remote-table";
import { useTRPC } from "@/trpc/client";
import { addressPart } from "@/features/link/address-part";
import { FilterText } from "./filter-text";
import type { ShownColumns } from "./run-columns";
import { runColumns } from "./run-table-columns";
import { runsOrder, runsScope } from "./runs-input";
import { orderOf, toSort, type RunsAddress } from "./runs-view";
import type { RunPages } from "./use-run-pages";

interface RunsTableProps {
  project: string;
  experiment: string;
  address: RunsAddress;
  hrefOf: (changed: Partial<RunsAddress["view"]>) => string;
  shown: ShownColumns;
  pages: RunPages;
  selected: ReadonlySet<string>;
  onSelect: (ids: ReadonlySet<string>) => void;
}

/** So many runs are selected at once at most. */
const MOST_SELECTED = 10_000;
const WIDTHS_FROM = 30;

/** The runs themselves. */
export function RunsTable(props: RunsTableProps) {
  const { project, experiment, address, hrefOf, shown, pages, selected, onSelect } = props;
  const trpc = useTRPC();
  const queries = useQueryClient();
  const router = useRouter();
  const base = `/${project}/experiments/${addressPart(experiment)}`;
  // By the first runs the columns' widths are chosen, so that they do not change while one scrolls.
  const first = Array.from({ length: Math.min(pages.total, WIDTHS_FROM) }, (_, index) => pages.rowAt(index));
  const columns = runColumns({
    project,
    href: (run) => `${base}/runs/${run.id}`,
    shown,
    sample: first.flatMap((row) => row ?? []),
  });

  const matching = (limit: number) =>
    queries.fetchQuery(
      trpc.run.matchingIds.queryOptions({
        ...runsScope(project, experiment, address),
        ...runsOrder(address),
        limit: Math.min(limit, MOST_SELECTED),
      }),
    );
  async function selectRange(first: number, last: number) {
    const rows = Array.from({ length: last - first + 1 }, (_, index) => pages.rowAt(first + index));
    const read = rows.flatMap((row) => (row ? [row.id] : []));
    const ids = read.length === rows.length ? read : (await matching(last + 1)).runIds.slice(first, last + 1);
    onSelect(new Set([...selected, ...ids]));
  }
  async function selectAll(wanted: boolean) {
    onSelect(wanted ? new Set([...selected, ...(await matching(MOST_SELECTED)).runIds]) : new Set());
  }

  if (pages.total === 0) return <NoRuns project={project} address={address} base={base} />;
  return (
    <>
      {pages.error ? (
        <div className="border-b border-line p-2.5">
          <Alert tone="error">{pages.error.message}</Alert>
        </div>
      ) : null}
      <RemoteTable
        caption={`Runs of ${experiment}`}
        columns={columns}
        count={pages.total}
        rowAt={pages.rowAt}
        onWindow={pages.onWindow}
        rowId={({ id }) => id}
        rowLabel={({ name }) => name}
        sort={toSort(address.view.order)}
        sortHref={(sort) => hrefOf({ order: orderOf(sort) })}
        selection={selected}
        onToggle={(id, wanted) => {
          const next = new Set(selected);
          if (wanted) next.add(id);
          else next.delete(id);
          onSelect(next);
        }}
        onSelectRange={(first, last) => void selectRange(first, last)}
        onSelectAll={(wanted) => void selectAll(wanted)}
        allSelected={selected.size > 0 && selected.size >= Math.min(pages.total, MOST_SELECTED)}
        onOpen={(run) => router.push(`${base}/runs/${run.id}`)}
      />
    </>
  );
}

function NoRuns({ project, address, base }: { project: string; address: RunsAddress; base: string }) {
  if (address.view.filter !== "")
    return (
      <EmptyState
        icon={<FilterX />}
        title="No run matches the filter"
        action={<LinkButton href={base}>Show all runs</LinkButton>}
      >
        No run of this experiment fits: <FilterText filter={address.view.filter} />
      </EmptyState>
    );
  if (address.trash)
    return (
      <EmptyState
        icon={<Trash2 />}
        title="The trash is empty"
        action={<LinkButton href={base}>Back to the runs</LinkButton>}
      >
        Deleted runs wait here until they are restored or deleted permanently.
      </EmptyState>
    );
  return (
    <EmptyState
      icon={<ChartColumn />}
      title="No run yet"
      action={<LinkButton href={`/${project}/pipelines`}>Go to pipelines</LinkButton>}
    >
      Runs appear here as soon as a pipeline trains or an MLflow client logs one.
    </EmptyState>
  );
}
