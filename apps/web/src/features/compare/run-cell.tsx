import type { ReactNode } from "react";
import type { ComparedRun } from "@pipepilot/domain/run/compare-schema";
import { Link } from "@pipepilot/ui/link";
import { VersionLinks } from "@/features/model/version-links";
import { datasetVersionHref, pipelineRunHref } from "@/features/pipeline/pipeline-href";
import { RunStatus } from "@/features/run/run-status";
import type { Field } from "./comparison";

/** A cell that is more than its text: a status, or what leads to a version, data or a pipeline run; undefined for others. */
export function runCell(project: string, field: Field, run: ComparedRun): ReactNode {
  if (field.id === "run.status") return <RunStatus status={run.status} />;
  if (field.id === "run.version") return <VersionLinks project={project} versions={run.versions} named />;
  if (field.id === "config.pipelineRun" && run.pipelineRun) {
    const { pipeline, number } = run.pipelineRun;
    return (
      <Link href={pipelineRunHref(project, pipeline, number)} className="hover:underline">
        {pipeline} run {number}
      </Link>
    );
  }
  if (field.kind !== "data") return undefined;
  const inputs = run.inputs.filter(({ context }) => context === field.key);
  if (inputs.every(({ number }) => number === null)) return undefined;
  return inputs.map(({ dataset, number, digest }, index) => (
    <span key={`${dataset} ${digest}`}>
      {index > 0 ? ", " : ""}
      {number === null ? (
        `${dataset} #${digest}`
      ) : (
        <Link href={datasetVersionHref(project, dataset, number)} className="hover:underline">
          {dataset} v{number}
        </Link>
      )}
    </span>
  ));
}
