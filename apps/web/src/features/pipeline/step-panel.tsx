"use client";

import { Badge } from "@pipepilot/ui/badge";
import { Alert } from "@pipepilot/ui/alert";
import { formatDuration } from "@pipepilot/ui/format";
import { ProgressBar } from "@pipepilot/ui/progress-bar";
import type { PipelineRunDetail, StepRunView } from "@pipepilot/domain/pipeline/schema";
import { formatMetric, metricTitle } from "@/features/metric/metric-format";
import { progressText, stepDuration, STEP_STATUS } from "./step-node";
import { StepLogView } from "./step-log";
import { StepOutputs } from "./step-outputs";

interface StepPanelProps {
  project: string;
  run: PipelineRunDetail;
  step: StepRunView;
  now: number | null;
  unit: string;
}

/** One step: why it ran, how far it is, what it made, what it says. */
export function StepPanel({ project, run, step, now, unit }: StepPanelProps) {
  const { tone, word } = STEP_STATUS[step.status];
  const duration = stepDuration(step, now);
  // What ended the whole run stands at the top of the page already.
  const error = run.error?.step === step.key ? null : step.error;
  const hasMore = error !== null || step.status === "running" || step.outputs !== null;
  return (
    <section aria-label={step.title} className="border-t border-line">
      <div className="flex flex-wrap items-center gap-x-2.5 gap-y-1 px-3.5 pt-3.5">
        <h3 className="font-semibold">{step.title}</h3>
        <Badge tone={tone}>{word}</Badge>
        <span className="num text-muted">
          {[
            duration === undefined ? null : formatDuration(duration),
            step.attempt > 1 ? `try ${step.attempt}` : null,
          ]
            .filter(Boolean)
            .join(" · ")}
        </span>
      </div>
      {step.reason ? <p className="max-w-[100ch] px-3.5 pt-1 text-muted">{step.reason}</p> : null}
      <div
        className={`grid items-start gap-[18px] p-3.5 ${hasMore ? "lg:grid-cols-[minmax(0,1fr)_minmax(0,1.4fr)]" : ""}`}
      >
        {hasMore ? (
          <div className="flex min-w-0 flex-col gap-[18px]">
            {error ? (
              <Alert tone="error" title="It failed">
                {error.message}
              </Alert>
            ) : null}
            {step.status === "running" ? <Progress step={step} unit={unit} /> : null}
            <StepOutputs project={project} run={run} step={step} />
          </div>
        ) : null}
        <StepLogView project={project} pipeline={run.pipeline.name} number={run.number} step={step} />
      </div>
    </section>
  );
}

function Progress({ step: { progress, title }, unit }: { step: StepRunView; unit: string }) {
  if (!progress) return <p className="text-muted">At work.</p>;
  const metrics = Object.entries(progress.metrics);
  return (
    <div>
      <p className="num mb-1.5 font-medium">{progressText(progress, unit)}</p>
      <ProgressBar
        value={progress.done / Math.max(1, progress.total)}
        label={`${title} progress`}
        showPercent
      />
      {metrics.length > 0 ? (
        <p className="num mt-1.5 text-sm text-muted">
          {metrics.map(([key, value]) => `${metricTitle(key)} ${formatMetric(key, value)}`).join(" · ")}
        </p>
      ) : null}
    </div>
  );
}
