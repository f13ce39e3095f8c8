import type { RunDetail, RunInputRef } from "@pipepilot/domain/run/schema";
import { Card, CardBody, CardHeader } from "@pipepilot/ui/card";
import { formatDuration, formatInteger } from "@pipepilot/ui/format";
import { KeyValueList } from "@pipepilot/ui/key-value-list";
import { Link } from "@pipepilot/ui/link";
import { RelativeTime } from "@pipepilot/ui/relative-time";
import { ShortId } from "@pipepilot/ui/short-id";
import { pipelineRunHref } from "@/features/pipeline/pipeline-href";
import { RunStatus } from "./run-status";

/** Where a run comes from and what became of it. */
export function RunFacts({ project, run }: { project: string; run: RunDetail }) {
  const { pipelineRun } = run;
  return (
    <Card>
      <CardHeader title="About" />
      <CardBody>
        <KeyValueList
          items={[
            { key: "Status", value: <RunStatus status={run.status} /> },
            {
              key: "Started",
              value: (
                <>
                  <RelativeTime value={run.startTime} /> by {run.createdBy.name}
                </>
              ),
            },
            { key: "Duration", value: formatDuration(run.durationMs) },
            ...(pipelineRun
              ? [
                  {
                    key: "Pipeline run",
                    value: (
                      <Link
                        href={pipelineRunHref(project, pipelineRun.pipeline, pipelineRun.number)}
                        className="hover:underline"
                      >
                        {pipelineRun.pipeline} run {pipelineRun.number}
                      </Link>
                    ),
                  },
                ]
              : []),
            { key: "Run id", value: <ShortId id={run.id} kind="run id" /> },
          ]}
        />
      </CardBody>
    </Card>
  );
}

/** The dataset versions a run read; one that served several purposes stands once. */
export function Inputs({ project, inputs }: { project: string; inputs: readonly RunInputRef[] }) {
  if (inputs.length === 0) return "–";
  const versions = [...new Map(inputs.map((input) => [input.datasetVersionId, input])).values()];
  return (
    <span className="flex flex-col gap-0.5">
      {versions.map(({ datasetVersionId, dataset, number, rowCount }) => (
        <span key={datasetVersionId}>
          <Link
            href={`/${project}/datasets/${encodeURIComponent(dataset)}/versions/${number}`}
            className="hover:underline"
          >
            {dataset} v{number}
          </Link>{" "}
          <span className="text-muted">{formatInteger(rowCount)} rows</span>
        </span>
      ))}
    </span>
  );
}
