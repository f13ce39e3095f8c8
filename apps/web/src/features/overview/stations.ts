import type { Overview } from "@pipepilot/domain/project/overview-schema";
import { formatDuration, formatInteger } from "@pipepilot/ui/format";
import type { LoopStation } from "@pipepilot/ui/loop-diagram";
import { formatMetric, metricTitle } from "@/features/metric/metric-format";
import { addressPart } from "@/features/link/address-part";

/** The six stations of the loop: what stands there, or what an empty one needs. */
export function stations(overview: Overview, base: string): LoopStation[] {
  return [
    data(overview, base),
    checks(overview, base),
    pipeline(overview, base),
    experiments(overview, base),
    models(overview, base),
    serving(overview, base),
  ];
}

function data({ data }: Overview, base: string): LoopStation {
  const href = `${base}/datasets`;
  if (!data) return empty("Data", `${href}?upload`, "Upload a CSV", "Everything starts here");
  return {
    title: "Data",
    href: `${href}/${encodeURIComponent(data.dataset)}/versions/${data.number}`,
    tone: "good",
    status: "ready",
    headline: `${data.dataset} v${data.number}`,
    detail: `${formatInteger(data.rowCount)} rows${data.synthetic ? " · synthetic" : ""}`,
  };
}

function checks({ data, checks }: Overview, base: string): LoopStation {
  if (!data || !checks)
    return empty("Checks", `${base}/datasets`, "Come with the data", "Version 1 sets the expectations");
  const words = { passed: "good", warned: "warn", blocked: "bad" } as const;
  const found = checks.findings === 1 ? "1 finding" : `${checks.findings} findings`;
  return {
    title: "Checks",
    href: `${base}/datasets/${encodeURIComponent(data.dataset)}/versions/${data.number}#check`,
    tone: words[checks.verdict],
    status: checks.verdict,
    headline: `${checks.passedRules} passed`,
    detail: checks.findings === 0 ? "nothing found" : `${found}, ${checks.verdict}`,
  };
}

function pipeline({ data, pipeline }: Overview, base: string): LoopStation {
  if (!pipeline)
    return empty(
      "Pipeline",
      `${base}/pipelines/new`,
      "Create a pipeline",
      data ? "The data is ready" : "Needs a dataset",
    );
  const href = `${base}/pipelines/${encodeURIComponent(pipeline.pipeline)}/runs/${pipeline.number}`;
  const name = `Run ${pipeline.number}`;
  if (pipeline.status === "running" || pipeline.status === "queued") {
    const { step } = pipeline;
    const part = step?.progress ? step.progress.done / Math.max(1, step.progress.total) : 0;
    const detail = step?.progress
      ? `${step.title}: ${step.progress.done} of ${step.progress.total}`
      : (step?.title ?? "waiting for a worker");
    const progress = pipeline.stepsTotal > 0 ? (pipeline.stepsDone + part) / pipeline.stepsTotal : 0;
    return {
      title: "Pipeline",
      href,
      tone: "accent",
      status: pipeline.status,
      headline: name,
      detail,
      progress,
      live: true,
    };
  }
  const took =
    pipeline.startedAt && pipeline.finishedAt
      ? pipeline.finishedAt.getTime() - pipeline.startedAt.getTime()
      : null;
  const tone = pipeline.status === "succeeded" ? "good" : pipeline.status === "failed" ? "bad" : "neutral";
  return {
    title: "Pipeline",
    href,
    tone,
    status: pipeline.status,
    headline: `${name} ${pipeline.status}`,
    detail: took === null ? undefined : formatDuration(took),
  };
}

function experiments({ experiments }: Overview, base: string): LoopStation {
  if (!experiments)
    return empty("Experiments", `${base}/experiments`, "No run yet", "A pipeline run makes them");
  const { experiment, best, runCount } = experiments;
  const href = `${base}/experiments/${addressPart(experiment.name)}`;
  if (!best || experiment.primaryMetric === null)
    return {
      title: "Experiments",
      href,
      tone: "accent",
      status: "running",
      headline: `${runCount} run${runCount === 1 ? "" : "s"}`,
      detail: experiment.primaryMetric === null ? "not judged by a metric yet" : "none finished yet",
    };
  return {
    title: "Experiments",
    href,
    tone: "good",
    status: "best run",
    headline: `${metricTitle(experiment.primaryMetric)} ${formatMetric(experiment.primaryMetric, best.value)}`,
    detail: `★ ${best.name}`,
  };
}

function models({ models }: Overview, base: string): LoopStation {
  if (!models) return empty("Models", `${base}/models`, "Nothing in Production", "Move a version there");
  return {
    title: "Models",
    href: `${base}/models/${encodeURIComponent(models.model)}`,
    tone: "good",
    status: "in Production",
    headline: `Version ${models.number}`,
    detail: `Production · ${models.family.replaceAll("_", " ")}`,
  };
}

function serving({ serving, models }: Overview, base: string): LoopStation {
  const href = `${base}/serving`;
  if (serving.instances === 0) {
    if (!models) return empty("Serving", href, "Nothing to serve", "Needs a Production version");
    return {
      title: "Serving",
      href,
      tone: "bad",
      status: "not served",
      headline: "Not served",
      detail: "no inference process answers",
    };
  }
  const { instances, requestsPerMin, requestCount, latencyP50Ms } = serving;
  const isAsked = requestCount > 0 || requestsPerMin > 0;
  const details = [
    // Between the first request and the next heartbeat there are requests, but no latency yet.
    isAsked ? latencyP50Ms !== null && `p50 ${formatDuration(latencyP50Ms)}` : "no request yet",
    `${instances} instance${instances === 1 ? "" : "s"}`,
  ];
  return {
    title: "Serving",
    href,
    tone: "good",
    status: "serving",
    headline: `${formatInteger(Math.round(requestsPerMin))} req/min`,
    detail: details.filter(Boolean).join(" · "),
  };
}

function empty(title: string, href: string, headline: string, detail: string): LoopStation {
  return { title, href, tone: "neutral", status: "empty", headline, detail, pending: true };
}
