"use client";

import type { Overview } from "@pipepilot/domain/project/overview-schema";
import { Card, CardBody, CardHeader } from "@pipepilot/ui/card";
import { LinkButton } from "@pipepilot/ui/link-button";
import { ParallelCoordinates } from "@pipepilot/ui/parallel-coordinates";
import { directionOf } from "@/features/compare/best-values";
import { addressPart } from "@/features/link/address-part";
import { metricFormat, metricTitle } from "@/features/metric/metric-format";

const PARAMS = ["n_estimators", "max_depth", "learning_rate"];
const METRICS = ["r2", "rmse", "f1", "roc_auc"];

/** Runs of one experiment side by side: how their parameters led to their metrics. */
export function CompareCard({ runs, base }: { runs: Overview["recentRuns"]; base: string }) {
  const experiment = runs[0]?.experiment.name;
  const together = runs.filter((run) => run.experiment.name === experiment && run.status === "FINISHED");
  if (together.length < 2) return null;
  // A line says nothing where a parameter is either one value or missing.
  const params = PARAMS.filter((key) => new Set(together.flatMap((run) => run.params[key] ?? [])).size > 1);
  const metrics = METRICS.filter((key) => together.some((run) => key in run.metrics));
  const hasBest = together.some(({ isBest }) => isBest);
  const axes = [
    ...params.map((key) => ({ id: `param ${key}`, label: key })),
    ...metrics.map((key) => ({
      id: `metric ${key}`,
      label: metricTitle(key),
      format: metricFormat(key),
      flipped: directionOf(key, together[0].experiment) === "minimize",
    })),
  ];
  // One axis compares nothing.
  if (axes.length < 2) return null;
  const series = together.map((run) => ({
    id: run.id,
    label: run.name,
    // Where the best is not among them each has its own colour.
    highlighted: hasBest ? run.isBest : undefined,
    values: Object.fromEntries([
      ...params.map((key) => [`param ${key}`, numberOrText(run.params[key])]),
      ...metrics.map((key) => [`metric ${key}`, run.metrics[key]]),
    ]),
  }));
  const href = `${base}/experiments/${addressPart(experiment)}/compare?runs=${together.map(({ id }) => id).join(",")}`;
  return (
    <Card>
      <CardHeader
        title={`Compare · ${together.length} runs`}
        actions={
          <LinkButton href={href} size="sm" variant="quiet">
            Open
          </LinkButton>
        }
      />
      <CardBody>
        <ParallelCoordinates title="Runs by parameters and metrics" axes={axes} series={series} />
      </CardBody>
    </Card>
  );
}

function numberOrText(value: string | undefined): number | string | undefined {
  return value === undefined || value.trim() === "" || Number.isNaN(Number(value)) ? value : Number(value);
}
