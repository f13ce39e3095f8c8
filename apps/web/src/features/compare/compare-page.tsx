"use client";

import { useSuspenseQuery } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { useDeferredValue, useMemo, useState } from "react";
import { Alert } from "@pipepilot/ui/alert";
import { Button } from "@pipepilot/ui/button";
import { Card, CardBody } from "@pipepilot/ui/card";
import { formatInteger } from "@pipepilot/ui/format";
import { PageHeader } from "@pipepilot/ui/page-header";
import { Tabs } from "@pipepilot/ui/tabs";
import { useTRPC } from "@/trpc/client";
import { addressPart } from "@/features/link/address-part";
import { chosenRuns } from "./chosen-runs";
import { CompareTable } from "./compare-table";
import { compareViewQuery, type ChartKind } from "./compare-view";
import { chartTabs } from "./chart-tabs";
import { readComparison, type Comparison } from "./comparison";
import { axesOf } from "./defaults";
import { FieldOptions } from "./field-options";
import { colorsOf } from "./run-colors";
import { TableHeader } from "./table-header";
import { unfinished } from "./unfinished";
import { useCompareView } from "./use-compare-view";

interface ComparePageProps {
  project: string;
  experiment: string;
  runIds: string[];
}

/** Runs beside each other: how parameters lead to metrics, every value, and the curves of their training. */
export function ComparePage({ project, experiment, runIds }: ComparePageProps) {
  const trpc = useTRPC();
  const router = useRouter();
  const [view, change] = useCompareView();
  const [active, setActive] = useState<string>();
  const [options, setOptions] = useState<string>();
  const { data } = useSuspenseQuery({
    ...trpc.run.compare.queryOptions({ project, runIds }),
    staleTime: ({ state }) => (state.data && !unfinished(state.data.runs) ? "static" : 30_000),
  });
  const comparison = useMemo(() => readComparison(data), [data]);
  const { brushes, color, log, flip, formats } = view;
  const chosen = useMemo(() => chosenRuns(comparison, { brushes }), [comparison, brushes]);
  const { colors, scale } = useMemo(
    () => colorsOf(comparison, { color, log, flip, formats }),
    [comparison, color, log, flip, formats],
  );
  // Charts answer the pointer; the table follows as soon as there is time.
  const { onlyDifferences, onlyChosen, find, order } = view;
  const table = useMemo(
    () => ({ onlyDifferences, onlyChosen, find, order, formats }),
    [onlyDifferences, onlyChosen, find, order, formats],
  );
  const laterTable = useDeferredValue(table);
  const laterChosen = useDeferredValue(chosen);
  const laterActive = useDeferredValue(active);
  // A click on a tab is answered at once; a chart of 500 runs is drawn after it.
  const drawn = useDeferredValue(view.chart);
  const chart = { comparison, view, change, chosen, colors, scale, active, onActive: setActive };
  const base = `/${project}/experiments/${addressPart(experiment)}`;

  function keepChosen() {
    const runs = comparison.runs.flatMap(({ id }) => (chosen?.has(id) ? [id] : []));
    router.push(`${base}/compare${compareViewQuery({ ...view, runs, brushes: {}, onlyChosen: false })}`);
  }

  return (
    <>
      <PageHeader
        title={`Compare ${formatInteger(comparison.runs.length)} runs`}
        breadcrumbs={[
          { label: "Experiments", href: `/${project}/experiments` },
          { label: experiment, href: selectionHref(base, comparison) },
        ]}
      />
      <div className="flex flex-col gap-[18px]">
        {comparison.missing.length > 0 ? (
          <Alert tone="warn">
            {comparison.missing.length === 1
              ? "One of the runs is not there any more: "
              : `${comparison.missing.length} of the runs are not there any more: `}
            <span className="font-mono text-sm break-all">{comparison.missing.slice(0, 5).join(", ")}</span>
            {comparison.missing.length > 5 ? " and more" : ""}
          </Alert>
        ) : null}
        <Card>
          <CardBody className="pt-1.5">
            <Tabs
              label="Charts"
              value={view.chart}
              onValueChange={(value) => change({ chart: value as ChartKind })}
              items={chartTabs(project, chart, drawn)}
            />
            {chosen ? (
              <div className="num mt-3 flex flex-wrap items-center gap-2 text-sm" role="status">
                <span>
                  {chosen.size} of {comparison.runs.length} runs chosen
                </span>
                <Button size="sm" variant="quiet" onClick={() => change({ brushes: {}, onlyChosen: false })}>
                  Clear
                </Button>
                {chosen.size >= 2 ? (
                  <Button size="sm" variant="quiet" onClick={keepChosen}>
                    Compare only these
                  </Button>
                ) : null}
              </div>
            ) : null}
          </CardBody>
        </Card>
        <Card>
          <TableHeader {...{ comparison, view, change, chosen }} />
          <CompareTable
            {...{ project, comparison, colors }}
            view={laterTable}
            chosen={laterChosen}
            active={laterActive}
            onActive={setActive}
            onOptions={setOptions}
          />
        </Card>
      </div>
      <FieldOptions
        field={options === undefined ? undefined : comparison.fields.get(options)}
        onClose={() => setOptions(undefined)}
        {...{ view, change }}
        axes={options === undefined ? [] : axesOf(comparison, view).map(({ id }) => id)}
      />
    </>
  );
}

/** Back to the table of runs, with these ticked where their ids fit into an address. */
function selectionHref(base: string, { runs }: Comparison): string {
  return runs.length > MOST_TICKED ? base : `${base}?selected=${runs.map(({ id }) => id).join(",")}`;
}

const MOST_TICKED = 50;
