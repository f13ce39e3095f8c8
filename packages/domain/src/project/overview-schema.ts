import type { BestRun, ExperimentRef } from "../experiment/schema";
import type { ServingState } from "../model/schema";
import type { ActorRecord, RunSummary } from "../run/schema";
import type { ServingFigures } from "../serving/schema";

/** The facts of the loop's six stations; null where a station is still empty. */
export interface Overview {
  data: {
    dataset: string;
    number: number;
    rowCount: number;
    fileName: string;
    synthetic: boolean;
    createdAt: Date;
  } | null;
  checks: { verdict: "passed" | "warned" | "blocked"; findings: number; passedRules: number } | null;
  pipeline: {
    pipeline: string;
    number: number;
    status: string;
    /** The first running step. */
    step: { key: string; title: string; progress: { done: number; total: number } | null } | null;
    stepsDone: number;
    stepsTotal: number;
    createdAt: Date;
    startedAt: Date | null;
    finishedAt: Date | null;
  } | null;
  experiments: { experiment: ExperimentRef; runCount: number; best: BestRun | null } | null;
  models: {
    model: string;
    number: number;
    family: string;
    createdAt: Date;
    metric: { key: string; value: number } | null;
    serving: ServingState | null;
  } | null;
  serving: ServingFigures;
  /** Newest first. */
  recentRuns: RunSummary[];
  recentEvents: { id: string; name: string; actor: ActorRecord; data: Record<string, unknown>; at: Date }[];
  counts: {
    datasets: number;
    pipelines: number;
    experiments: number;
    runs: number;
    models: number;
    servingInstances: number;
  };
}
