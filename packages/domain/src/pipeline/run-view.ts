import type { Prisma, StepRun } from "@pipepilot/db";
import {
  promotionDecision,
  runCause,
  runError,
  stepOutputs,
  stepProgress,
  type PipelineRunSummary,
  type StepRunView,
} from "./schema";

/** What a summary is made from. */
export const RUN_SUMMARY = {
  config: { select: { number: true } },
  datasetVersion: { select: { id: true, number: true, dataset: { select: { name: true } } } },
  steps: { orderBy: { position: "asc" } },
} as const satisfies Prisma.PipelineRunInclude;

export type RunWithSummary = Prisma.PipelineRunGetPayload<{ include: typeof RUN_SUMMARY }>;

const DONE = new Set(["succeeded", "cached", "skipped"]);

/** A step that was never reached is skipped without having started. */
const isDone = ({ status, startedAt }: StepRun) =>
  DONE.has(status) && (status !== "skipped" || startedAt !== null);

export function runSummary(run: RunWithSummary): PipelineRunSummary {
  const running = run.steps.find((step) => step.status === "running");
  return {
    id: run.id,
    number: run.number,
    status: run.status,
    cause: runCause.parse(run.cause),
    configNumber: run.config.number,
    datasetVersion: {
      id: run.datasetVersion.id,
      dataset: run.datasetVersion.dataset.name,
      number: run.datasetVersion.number,
    },
    error: run.error === null ? null : runError.parse(run.error),
    decision: run.decision === null ? null : promotionDecision.parse(run.decision),
    createdBy: nameOf(run.createdBy),
    createdAt: run.createdAt,
    startedAt: run.startedAt,
    finishedAt: run.finishedAt,
    stepsDone: run.steps.filter(isDone).length,
    stepsTotal: run.steps.length,
    runningStep: running
      ? { key: running.key, title: running.title, progress: stepView(running).progress }
      : null,
  };
}

export function stepView(step: StepRun): StepRunView {
  return {
    id: step.id,
    key: step.key,
    step: step.step,
    title: step.title,
    position: step.position,
    dependsOn: step.dependsOn,
    status: step.status,
    attempt: step.attempt,
    reason: step.reason,
    progress: step.progress === null ? null : stepProgress.parse(step.progress),
    outputs: step.outputs === null ? null : stepOutputs.parse(step.outputs),
    error: step.error === null ? null : runError.parse(step.error),
    startedAt: step.startedAt,
    finishedAt: step.finishedAt,
  };
}

/** The name in a `createdBy` column. */
export function nameOf(record: Prisma.JsonValue): string {
  const name = typeof record === "object" && record !== null && "name" in record ? record.name : null;
  return typeof name === "string" ? name : "";
}
