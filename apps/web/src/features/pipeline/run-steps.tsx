"use client";

import { useMemo } from "react";
import { isFinished, type PipelineRunDetail } from "@pipepilot/domain/pipeline/schema";
import { Card, CardBody, CardHeader } from "@pipepilot/ui/card";
import { Spinner } from "@pipepilot/ui/spinner";
import { StepGraph } from "@pipepilot/ui/step-graph";
import { pipelineRunHref } from "./pipeline-href";
import { StepPanel } from "./step-panel";
import { defaultStep, progressUnit, stepEdges, stepNode } from "./step-node";
import { useNow } from "./use-now";

interface RunStepsProps {
  project: string;
  run: PipelineRunDetail;
  chosen: string | null;
}

/** The steps as they wait for each other, and the panel of one of them. */
export function RunSteps({ project, run, chosen }: RunStepsProps) {
  const now = useNow(!isFinished(run.status));
  const { steps, config } = run;
  const edges = useMemo(() => stepEdges(steps), [steps]);
  if (steps.length === 0)
    return (
      <Card>
        <CardHeader title="Steps" />
        <CardBody className="flex items-center gap-2.5 text-muted">
          {isFinished(run.status) ? (
            "It ended before its first step."
          ) : (
            <>
              <Spinner /> Waiting for a worker to take it.
            </>
          )}
        </CardBody>
      </Card>
    );
  const known = steps.some(({ key }) => key === chosen) ? chosen : defaultStep(steps);
  const step = steps.find(({ key }) => key === known);
  const base = pipelineRunHref(project, run.pipeline.name, run.number);
  const unit = (each: (typeof steps)[number]) => progressUnit(each, config.parsed.train);
  return (
    <Card>
      <CardHeader title="Steps" />
      <StepGraph
        label="Steps of this run"
        edges={edges}
        nodes={steps.map((each) =>
          stepNode(each, {
            now,
            selected: known,
            href: (key) => `${base}?step=${encodeURIComponent(key)}`,
            unit,
          }),
        )}
      />
      {step ? (
        <StepPanel key={step.key} project={project} run={run} step={step} now={now} unit={unit(step)} />
      ) : null}
    </Card>
  );
}
