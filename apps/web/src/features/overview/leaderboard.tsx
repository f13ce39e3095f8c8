"use client";

import { useSuspenseInfiniteQuery } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { useState } from "react";
import type { LeaderboardOrder, LeaderboardRow } from "@pipepilot/domain/experiment/leaderboard-schema";
import { Badge } from "@pipepilot/ui/badge";
import { Button } from "@pipepilot/ui/button";
import { Card, CardHeader } from "@pipepilot/ui/card";
import { DataTable } from "@pipepilot/ui/data-table";
import { formatInteger } from "@pipepilot/ui/format";
import { LinkButton } from "@pipepilot/ui/link-button";
import { addressPart } from "@/features/link/address-part";
import { CompareSelected } from "@/features/experiment/compare-selected";
import { LoadMore } from "@/features/experiment/load-more";
import { forward } from "@/features/experiment/pages";
import { useAddress } from "@/features/shell/use-address";
import { useTRPC } from "@/trpc/client";
import {
  FIRST_EXPERIMENTS,
  leaderboardQuery,
  parseLeaderboardAddress,
  writeOrder,
} from "./leaderboard-address";
import { leaderboardColumns } from "./leaderboard-columns";

/** Every experiment with its best run; the best of those ticked can be compared. */
export function Leaderboard({ project }: { project: string }) {
  const trpc = useTRPC();
  const router = useRouter();
  const [query, change] = useAddress();
  const [selected, setSelected] = useState<ReadonlySet<string>>(new Set());
  const address = parseLeaderboardAddress(query);
  const list = useSuspenseInfiniteQuery(
    trpc.experiment.leaderboard.infiniteQueryOptions(leaderboardQuery(project, address), forward),
  );
  const rows = list.data.pages.flatMap(({ items }) => items);
  const { total } = list.data.pages[0];
  const base = `/${project}/experiments`;
  const href = ({ name }: LeaderboardRow) => `${base}/${addressPart(name)}`;
  const chosen = rows.filter(({ id, best }) => selected.has(id) && best);
  const withoutBest = rows.filter(({ id, best }) => selected.has(id) && !best).length;
  return (
    <Card aria-label="Leaderboard">
      <CardHeader
        title="Leaderboard"
        aside={total > 0 ? <Badge outline>{countText(rows.length, total)}</Badge> : null}
        actions={
          <>
            {rows.length > 1 ? (
              <CompareSelected
                base={href(chosen[0] ?? rows[0])}
                selected={chosen.flatMap(({ best }) => best?.runId ?? [])}
                label="Compare best"
                tooFew={
                  withoutBest > 0
                    ? "Tick at least two experiments that have a best run."
                    : "Tick at least two experiments."
                }
              />
            ) : null}
            <LinkButton href={base} size="sm" variant="quiet">
              All experiments
            </LinkButton>
          </>
        }
      />
      <DataTable
        caption="Experiments with their best runs"
        columns={leaderboardColumns(href)}
        rows={rows}
        rowId={({ id }) => id}
        rowLabel={({ name }) => name}
        sort={{ id: address.order, descending: address.descending }}
        onSortChange={({ id, descending }) =>
          change({ leaderboard: writeOrder({ order: id as LeaderboardOrder, descending }) })
        }
        selection={rows.length > 1 ? selected : undefined}
        onSelectionChange={rows.length > 1 ? setSelected : undefined}
        onOpen={(row) => router.push(href(row))}
        // Names stand whole; a thousand such rows are soon drawn.
        virtualFrom={1000}
        empty={
          <p className="px-3.5 py-4 text-muted">
            Experiments appear here with their best runs, as soon as a pipeline or a client of MLflow logs
            one.
          </p>
        }
      />
      {address.all ? <LoadMore list={list} noun="experiments" /> : null}
      {total > FIRST_EXPERIMENTS ? (
        <div className="flex justify-center border-t border-line p-2.5">
          <Button
            variant="quiet"
            size="sm"
            aria-expanded={address.all}
            onClick={() => change({ experiments: address.all ? null : "all" })}
          >
            {address.all ? "Show fewer" : `Show all ${formatInteger(total)} experiments`}
          </Button>
        </div>
      ) : null}
    </Card>
  );
}

const countText = (shown: number, total: number) =>
  shown < total ? `${formatInteger(shown)} of ${formatInteger(total)}` : formatInteger(total);
