"use client";

import type { RunLineage } from "@pipepilot/domain/run/lineage-schema";
import type { RunDetail } from "@pipepilot/domain/run/schema";
import { Comments } from "@/features/comment/comments";
import { RunEnvironmentCard } from "./environment/run-environment";
import { EvaluationReport } from "./evaluation-report";
import { FeatureImportance } from "./feature-importance";
import { IMPORTANCE_FILE } from "./importance";
import { EvaluationPictures } from "./pictures/evaluation-pictures";
import { LoggedPictures } from "./pictures/logged-pictures";
import { REPORT_FILE, REPORT_PAGE } from "./report";
import { RunReproductions } from "./reproduction/run-reproductions";
import { RunNote } from "./notes/run-note";
import { RunFacts } from "./run-facts";
import { RunLineageCard } from "./run-lineage";
import { RunMetrics } from "./run-metrics";
import { RunRecords } from "./run-records";
import { RunTags } from "./run-tags";

interface RunOverviewProps {
  project: string;
  run: RunDetail;
  lineage: RunLineage;
}

/** What a run is, where it comes from and how good it is. */
export function RunOverview({ project, run, lineage }: RunOverviewProps) {
  const has = (path: string) => run.reports.includes(path);
  return (
    <div className="flex flex-col gap-[18px]">
      <RunReproductions project={project} runId={run.id} />
      {has(REPORT_PAGE) ? <EvaluationReport project={project} runId={run.id} /> : null}
      <div className="grid items-start gap-[18px] xl:grid-cols-2">
        <div className="flex min-w-0 flex-col gap-[18px]">
          <RunNote project={project} run={run} />
          <RunMetrics project={project} run={run} />
          {has(REPORT_FILE) ? <EvaluationPictures project={project} runId={run.id} /> : null}
          {has(REPORT_FILE) ? null : <LoggedPictures project={project} runId={run.id} />}
          {has(IMPORTANCE_FILE) ? <FeatureImportance project={project} runId={run.id} /> : null}
        </div>
        <div className="flex min-w-0 flex-col gap-[18px]">
          <RunFacts project={project} run={run} />
          <RunLineageCard project={project} run={run} lineage={lineage} />
          <RunRecords title="Parameters" records={run.params} none="This run logged none." />
          <RunTags project={project} run={run} />
          <RunEnvironmentCard project={project} run={run} />
        </div>
      </div>
      <Comments project={project} about={{ runId: run.id }} closed={run.deletedAt !== null} />
    </div>
  );
}
