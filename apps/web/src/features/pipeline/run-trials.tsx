"use client";

import type { PipelineRunDetail, TrialRun } from "@pipepilot/domain/pipeline/schema";
import { Badge } from "@pipepilot/ui/badge";
import { Card, CardHeader } from "@pipepilot/ui/card";
import { DataTable, type DataTableColumn } from "@pipepilot/ui/data-table";
import { Link } from "@pipepilot/ui/link";
import { formatMetric, metricTitle } from "@/features/metric/metric-format";
import { BestMark } from "@/features/run/best-mark";
import { candidateMetrics } from "./candidate-metrics";
import { trackedRunHref } from "./pipeline-href";
import { RUN_STATUS } from "./run-candidates";
import { trialParams } from "./trial-params";

/** The trials of this execution's searches, with what they tried and how they did over the folds. */
export function RunTrials({ project, run }: { project: string; run: PipelineRunDetail }) {
  const { trials, decision } = run;
  if (trials.length === 0) return null;
  const plain = trials.map(({ metrics }) => ({
    metrics: Object.fromEntries(
      Object.entries(metrics).map(([key, value]) => [key.replace(/^cv_/, ""), value]),
    ),
  }));
  const keys = candidateMetrics(plain, decision?.metric).map((key) => `cv_${key}`);
  const columns: DataTableColumn<TrialRun>[] = [
    {
      id: "name",
      header: "Trial",
      sortBy: ({ number }) => number,
      cell: ({ id, name, experiment, isBest }) => (
        <span className="inline-flex items-center gap-1.5">
          {isBest ? <BestMark label="best trial" /> : null}
          <Link href={trackedRunHref(project, experiment, id)} className="font-medium hover:underline">
            {name}
          </Link>
        </span>
      ),
    },
    {
      id: "status",
      header: "Status",
      cell: ({ status, isPruned }) =>
        isPruned ? (
          <Badge>Pruned</Badge>
        ) : (
          <Badge tone={RUN_STATUS[status].tone}>{RUN_STATUS[status].word}</Badge>
        ),
    },
    ...keys.map((key) => ({
      id: key,
      header: metricTitle(key),
      numeric: true,
      sortBy: (trial: TrialRun) => trial.metrics[key],
      cell: (trial: TrialRun) => formatMetric(key, trial.metrics[key]),
    })),
    { id: "params", header: "Tried", cell: ({ params }) => trialParams(params) },
  ];
  return (
    <Card>
      <CardHeader title="Trials" aside={<Badge outline>{trials.length}</Badge>} />
      <DataTable
        caption="Trials of this run"
        columns={columns}
        rows={trials}
        rowId={({ id }) => id}
        maxHeight="500px"
      />
    </Card>
  );
}
