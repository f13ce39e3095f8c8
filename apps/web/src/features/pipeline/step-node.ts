import type { StepProgress, StepRunStatus, StepRunView } from "@pipepilot/domain/pipeline/schema";
import type { GraphEdge, GraphNode } from "@pipepilot/ui/step-graph";
import type { Tone } from "@pipepilot/ui";

interface StatusLook {
  readonly tone: Tone;
  readonly word: string;
}

export const STEP_STATUS: Record<StepRunStatus, StatusLook> = {
  pending: { tone: "neutral", word: "Waiting" },
  running: { tone: "accent", word: "Running" },
  succeeded: { tone: "good", word: "Succeeded" },
  cached: { tone: "violet", word: "Cached" },
  skipped: { tone: "neutral", word: "Skipped" },
  failed: { tone: "bad", word: "Failed" },
  cancelled: { tone: "neutral", word: "Cancelled" },
};

export interface NodeContext {
  /** Epoch milliseconds; null before the browser's clock is known. */
  readonly now: number | null;
  readonly selected: string | null;
  readonly href: (key: string) => string;
  /** What a step's progress counts: "trees". */
  readonly unit: (step: StepRunView) => string;
}

/** A step as it stands in the graph. */
export function stepNode(step: StepRunView, { now, selected, href, unit }: NodeContext): GraphNode {
  const { tone, word } = STEP_STATUS[step.status];
  const running = step.status === "running";
  return {
    id: step.key,
    label: step.title,
    tone,
    status: running && step.progress ? progressText(step.progress, unit(step)) : word,
    durationMs: stepDuration(step, now),
    hint: step.attempt > 1 ? `try ${step.attempt}` : undefined,
    progress: running ? progressShare(step.progress) : undefined,
    live: running,
    href: href(step.key),
    selected: step.key === selected,
  };
}

export function stepEdges(steps: readonly StepRunView[]): GraphEdge[] {
  const known = new Set(steps.map(({ key }) => key));
  return steps.flatMap(({ key, dependsOn }) =>
    dependsOn.filter((from) => known.has(from)).map((from) => ({ from, to: key })),
  );
}

/** Milliseconds it took, or has taken so far; undefined when it did no work of its own. */
export function stepDuration(
  { status, startedAt, finishedAt }: Pick<StepRunView, "status" | "startedAt" | "finishedAt">,
  now: number | null,
): number | undefined {
  if (!startedAt || status === "cached" || status === "pending") return undefined;
  const end = finishedAt?.getTime() ?? (status === "running" ? now : null);
  return end === null ? undefined : Math.max(0, end - startedAt.getTime());
}

/** "93 of 150 trees" */
export function progressText({ done, total }: StepProgress, unit: string): string {
  const count = `${done.toLocaleString("en-US")} of ${total.toLocaleString("en-US")}`;
  return unit ? `${count} ${unit}` : count;
}

function progressShare(progress: StepProgress | null): number | undefined {
  return progress && progress.total > 0 ? progress.done / progress.total : undefined;
}

const UNITS: Readonly<Record<string, string>> = {
  random_forest: "trees",
  gradient_boosting: "trees",
  linear: "iterations",
  neural_network: "epochs",
};

/** What the progress of the step counts, by the family its candidate has in the config. */
export function progressUnit(step: Pick<StepRunView, "step" | "key">, train: unknown): string {
  if (step.step !== "train" || !Array.isArray(train)) return "";
  const candidate: unknown = train[Number(step.key.split(":")[1])];
  const family = typeof candidate === "object" && candidate !== null && "type" in candidate && candidate.type;
  return typeof family === "string" ? (UNITS[family] ?? "") : "";
}

/** The step to look at when none is chosen: what failed, else what runs, else the last that did something. */
export function defaultStep(steps: readonly StepRunView[]): string | null {
  const first = (status: StepRunStatus) => steps.find((step) => step.status === status);
  const last = steps.findLast(({ status }) => status !== "pending");
  return (first("failed") ?? first("running") ?? last ?? steps[0])?.key ?? null;
}
