"use client";

import { useQuery, useSuspenseQuery } from "@tanstack/react-query";
import { usePathname, useSearchParams } from "next/navigation";
import { useMemo } from "react";
import { Alert } from "@pipepilot/ui/alert";
import { Card, CardBody, CardHeader } from "@pipepilot/ui/card";
import { PageHeader } from "@pipepilot/ui/page-header";
import { ParallelCoordinates } from "@pipepilot/ui/parallel-coordinates";
import { SwitchField } from "@pipepilot/ui/switch";
import { CurveCharts } from "@/features/metric/curve-charts";
import { metricCurves } from "@/features/metric/metric-curves";
import { useTRPC } from "@/trpc/client";
import { parallelChart } from "./axes";
import { CompareTable } from "./compare-table";
import { parseCompareView } from "./compare-view";

interface ComparePageProps {
  project: string;
  experiment: string;
  runIds: string[];
}

/** Runs beside each other: how parameters lead to metrics, every value, and the curves of their training. */
export function ComparePage({ project, experiment, runIds }: ComparePageProps) {
  const trpc = useTRPC();
  const path = usePathname();
  const query = useSearchParams();
  const { onlyDifferences } = parseCompareView(query);
  const { data: comparison } = useSuspenseQuery(trpc.run.compare.queryOptions({ project, runIds }));
  const history = useQuery(trpc.run.metricHistory.queryOptions({ project, runIds }));
  const { axes, series } = useMemo(() => parallelChart(comparison), [comparison]);
  const curves = useMemo(
    () =>
      metricCurves(
        history.data ?? [],
        new Map(comparison.runs.map(({ id, name }) => [id, name])),
        comparison.runs[0].experiment.primaryMetric,
      ),
    [history.data, comparison],
  );
  const base = `/${project}/experiments/${encodeURIComponent(experiment)}`;

  function showOnlyDifferences(only: boolean) {
    const changed = new URLSearchParams(query);
    if (only) changed.delete("show");
    else changed.set("show", "all");
    window.history.replaceState(null, "", `${path}?${changed.toString().replaceAll("%2C", ",")}`);
  }

  return (
    <>
      <PageHeader
        title={`Compare ${comparison.runs.length} runs`}
        breadcrumbs={[
          { label: "Experiments", href: `/${project}/experiments` },
          { label: experiment, href: `${base}?selected=${runIds.join(",")}` },
        ]}
      />
      <div className="flex flex-col gap-[18px]">
        <Card>
          <CardHeader title="From parameters to metrics" />
          <CardBody>
            <ParallelCoordinates title="Runs by parameters and metrics" axes={axes} series={series} />
          </CardBody>
        </Card>
        <Card>
          <CardHeader
            title="Side by side"
            actions={
              <SwitchField
                label="Only differences"
                checked={onlyDifferences}
                onCheckedChange={showOnlyDifferences}
              />
            }
          />
          <CompareTable project={project} comparison={comparison} onlyDifferences={onlyDifferences} />
        </Card>
        {history.error ? <Alert tone="error">{history.error.message}</Alert> : null}
        {curves.length > 0 ? <CurveCharts title="While training" curves={curves} /> : null}
      </div>
    </>
  );
}
