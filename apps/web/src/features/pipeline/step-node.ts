import type { StepProgress, StepRunStatus, StepRunView } from "@pipepilot/domain/pipeline/schema";
import type { GraphEdge, GraphNode } from "@pipepilot/ui/step-graph";
import type { Tone } from "@pipepilot/ui";

interface StatusLook {
  readonly tone: Tone;
  readonly word: string;
  /** For narrow places. */
  readonly short: string;
}

export const STEP_STATUS: Record<StepRunStatus, StatusLook> = {
  pending: { tone: "neutral", word: "Waiting", short: "Waiting" },
  running: { tone: "accent", word: "Running", short: "Running" },
  succeeded: { tone: "good", word: "Succeeded", short: "Done" },
  cached: { tone: "violet", word: "Cached", short: "Cached" },
  skipped: { tone: "neutral", word: "Skipped", short: "Skipped" },
  failed: { tone: "bad", word: "Failed", short: "Failed" },
  cancelled: { tone: "neutral", word: "Cancelled", short: "Cancelled" },
};

export interface NodeContext {
  /** Epoch milliseconds; null before the browser's clock is known. */
  readonly now: number | null;
  readonly selected: string | null;
  readonly href: (key: string) => string;
  /** What a step's progress counts: "trees". */
  readonly unit: (step: StepRunView) => string;
}

/** A step as it stands in the graph: in few words, since cards are narrow; its panel has the whole title. */
export function stepNode(step: StepRunView, { now, selected, href, unit }: NodeContext): GraphNode {
  const { tone, short } = STEP_STATUS[step.status];
  const running = step.status === "running";
  const counted = running && step.progress !== null;
  const hints = [step.attempt > 1 ? `try ${step.attempt}` : "", candidateOf(step)].filter(Boolean);
  return {
    id: step.key,
    label: `${step.step.charAt(0).toUpperCase()}${step.step.slice(1)}`,
    tone,
    status: counted && step.progress ? progressText(step.progress, unit(step)) : short,
    // How far it is says more than how long it took so far, and there is room for one of them.
    durationMs: counted ? undefined : stepDuration(step, now),
    hint: hints.length > 0 ? hints.join(" · ") : undefined,
    progress: running ? progressShare(step.progress) : undefined,
    live: running,
    href: href(step.key),
    selected: step.key === selected,
  };
}

/** "Train random_forest_150" is about "forest 150"; other steps are about the whole run. */
function candidateOf({ key, title }: Pick<StepRunView, "key" | "title">): string {
  if (!key.includes(":")) return "";
  const name = title.replace(/^\S+\s+/, "");
  return name.replace(/^(random|gradient|neural)_/, "").replaceAll("_", " ");
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
  if (finishedAt) return Math.max(0, finishedAt.getTime() - startedAt.getTime());
  if (status !== "running" || now === null) return undefined;
  // A figure that changes every second is read in whole seconds.
  return Math.max(0, Math.floor((now - startedAt.getTime()) / 1000) * 1000);
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
  if (step.step === "tune") return "trials";
  if (step.step !== "train" || !Array.isArray(train)) return "";
  const candidate: unknown = train[Number(step.key.split(":")[1])];
  const family = typeof candidate === "object" && candidate !== null && "type" in candidate && candidate.type;
  return typeof family === "string" ? (UNITS[family] ?? "") : "";
}

/** The step to look at when none is chosen: what failed, what runs, the last that did something; afterwards the training. */
export function defaultStep(steps: readonly StepRunView[]): string | null {
  const first = (status: StepRunStatus) => steps.find((step) => step.status === status);
  const over = steps.every(({ status }) => status !== "pending" && status !== "running");
  const last = steps.findLast(({ status }) => status !== "pending");
  const training = over ? steps.find(({ step }) => step === "train") : undefined;
  return (first("failed") ?? first("running") ?? training ?? last ?? steps[0])?.key ?? null;
}
