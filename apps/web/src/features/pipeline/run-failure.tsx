import type { PipelineRunDetail, RunError } from "@pipepilot/domain/pipeline/schema";
import { Alert } from "@pipepilot/ui/alert";
import { LinkButton } from "@pipepilot/ui/link-button";
import { adviceFor } from "./failure-advice";
import { datasetVersionHref, pipelineHref } from "./pipeline-href";

interface RunFailureProps {
  project: string;
  run: PipelineRunDetail;
  error: RunError;
}

/** Why the run failed and what to do about it. */
export function RunFailure({ project, run, error }: RunFailureProps) {
  const { text, remedy } = adviceFor(error);
  const step = run.steps.find(({ key }) => key === error.step);
  const { dataset, number } = run.datasetVersion;
  return (
    <Alert
      tone="error"
      title={step ? `${step.title} failed` : "The run failed"}
      action={
        remedy === "config" ? (
          <LinkButton href={pipelineHref(project, run.pipeline.name)}>Edit config</LinkButton>
        ) : remedy === "data" ? (
          <LinkButton href={datasetVersionHref(project, dataset, number)}>Look at the data</LinkButton>
        ) : null
      }
    >
      <p>{error.message}</p>
      <p className="mt-1 text-muted">{text}</p>
    </Alert>
  );
}
