"use client";

import { useQuery } from "@tanstack/react-query";
import { Trash2 } from "lucide-react";
import type { ShownKeys } from "@pipepilot/domain/run/table-schema";
import { Badge } from "@pipepilot/ui/badge";
import { Button } from "@pipepilot/ui/button";
import { CardHeader } from "@pipepilot/ui/card";
import { formatInteger } from "@pipepilot/ui/format";
import { LinkButton } from "@pipepilot/ui/link-button";
import { useTRPC } from "@/trpc/client";
import { CompareSelected } from "./compare-selected";
import { DownloadRuns } from "./download-runs";
import { DeleteRuns, PurgeRuns, RestoreRuns } from "./run-actions";
import { runsInput, runsOrder, runsScope, RUNS_PER_PAGE } from "./runs-input";
import { filterProblem, type RunsAddress } from "./runs-view";

interface RunsHeaderProps {
  project: string;
  experiment: string;
  address: RunsAddress;
  base: string;
  keys: ShownKeys;
  selected: ReadonlySet<string>;
  onSelect: (ids: ReadonlySet<string>) => void;
  hrefWith: (changed: Partial<RunsAddress>) => string;
}

/** How many runs there are, and what can be done with the selected ones. */
export function RunsHeader(props: RunsHeaderProps) {
  const { project, experiment, address, base, keys, selected, onSelect, hrefWith } = props;
  const { trash } = address;
  const count = useCount(project, experiment, address, keys);
  const actions = { project, selected, onMoved: () => onSelect(new Set()) };
  return (
    <CardHeader
      title={trash ? "Trash" : "Runs"}
      aside={
        <>
          <Badge outline data-testid="run-count">
            {count}
          </Badge>
          {selected.size > 0 ? (
            <span className="inline-flex items-center gap-1.5 text-sm text-muted">
              <span className="num">{formatInteger(selected.size)} selected</span>
              <Button variant="quiet" size="sm" onClick={() => onSelect(new Set())}>
                Clear
              </Button>
            </span>
          ) : null}
        </>
      }
      actions={
        trash ? (
          <>
            <RestoreRuns {...actions} />
            <PurgeRuns {...actions} />
            <LinkButton size="sm" variant="quiet" href={hrefWith({ trash: false, selected: [] })}>
              Back to the runs
            </LinkButton>
          </>
        ) : (
          <>
            <CompareSelected base={base} selected={[...selected]} />
            <DownloadRuns {...{ project, experiment, address, keys, selected }} />
            <DeleteRuns {...actions} />
            <LinkButton
              size="sm"
              variant="quiet"
              href={hrefWith({ trash: true, selected: [] })}
              aria-label="Trash"
              title="Trash"
            >
              <Trash2 aria-hidden="true" />
            </LinkButton>
          </>
        )
      }
    />
  );
}

/** The table counts them; here it is only told. Both ask for the same, which is asked once. */
function useCount(project: string, experiment: string, address: RunsAddress, keys: ShownKeys): string {
  const trpc = useTRPC();
  const first = useQuery({
    ...trpc.run.list.queryOptions(runsInput(project, experiment, address, keys)),
    enabled: filterProblem(address.view.filter) === null,
  });
  const long = first.data !== undefined && first.data.nextCursor !== null;
  const outline = useQuery({
    ...trpc.run.outline.queryOptions({
      ...runsScope(project, experiment, address),
      ...runsOrder(address),
      step: RUNS_PER_PAGE,
    }),
    enabled: long,
    staleTime: "static",
  });
  if (!first.data) return "…";
  if (!long) return formatInteger(first.data.items.length);
  if (!outline.data) return `more than ${formatInteger(RUNS_PER_PAGE)}`;
  return outline.data.capped
    ? `more than ${formatInteger(outline.data.total)}`
    : formatInteger(outline.data.total);
}
