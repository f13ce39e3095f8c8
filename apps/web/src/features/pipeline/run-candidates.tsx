"use client";

import type { CandidateRun, PipelineRunDetail } from "@pipepilot/domain/pipeline/schema";
import { Badge } from "@pipepilot/ui/badge";
import { Card, CardHeader } from "@pipepilot/ui/card";
import { DataTable, type DataTableColumn } from "@pipepilot/ui/data-table";
import { Link } from "@pipepilot/ui/link";
import type { Tone } from "@pipepilot/ui";
import { formatMetric, metricTitle } from "@/features/metric/metric-format";
import { StageBadge } from "@/features/model/stage-badge";
import { candidateMetrics } from "./candidate-metrics";
import { modelVersionHref, trackedRunHref } from "./pipeline-href";
import { isStageName } from "./stage-name";

export const RUN_STATUS: Record<CandidateRun["status"], { tone: Tone; word: string }> = {
  SCHEDULED: { tone: "neutral", word: "Waiting" },
  RUNNING: { tone: "accent", word: "Running" },
  FINISHED: { tone: "good", word: "Finished" },
  FAILED: { tone: "bad", word: "Failed" },
  KILLED: { tone: "neutral", word: "Killed" },
};

/** The tracked runs this execution made, with how they did on the same test rows. */
export function RunCandidates({ project, run }: { project: string; run: PipelineRunDetail }) {
  const { candidates, decision } = run;
  if (candidates.length === 0) return null;
  const metrics = candidateMetrics(candidates, decision?.metric);
  const columns: DataTableColumn<CandidateRun>[] = [
    {
      id: "name",
      header: "Candidate",
      cell: ({ id, name, experiment }) => (
        <Link href={trackedRunHref(project, experiment, id)} className="font-medium hover:underline">
          {decision?.challenger?.run === name && candidates.length > 1 ? (
            <span className="text-star" role="img" aria-label="best">
              ★{" "}
            </span>
          ) : null}
          {name}
        </Link>
      ),
    },
    {
      id: "status",
      header: "Status",
      cell: ({ status }) => <Badge tone={RUN_STATUS[status].tone}>{RUN_STATUS[status].word}</Badge>,
    },
    ...metrics.map((key) => ({
      id: key,
      header: metricTitle(key),
      numeric: true,
      sortBy: (candidate: CandidateRun) => candidate.metrics[key],
      cell: (candidate: CandidateRun) => formatMetric(key, candidate.metrics[key]),
    })),
    {
      id: "version",
      header: "Version",
      cell: ({ versions }) =>
        versions.length === 0 ? (
          <span className="text-faint">–</span>
        ) : (
          versions.map(({ model, number, stage }) => (
            <Link
              key={`${model} ${number}`}
              href={modelVersionHref(project, model, number)}
              className="mr-1.5 inline-flex items-center gap-1.5 hover:underline"
            >
              v{number}
              {isStageName(stage) && stage !== "None" ? <StageBadge stage={stage} /> : null}
            </Link>
          ))
        ),
    },
  ];
  return (
    <Card>
      <CardHeader title="Candidates" aside={<Badge outline>{candidates.length}</Badge>} />
      <DataTable
        caption="Candidates of this run"
        columns={columns}
        rows={candidates}
        rowId={({ id }) => id}
      />
    </Card>
  );
}
