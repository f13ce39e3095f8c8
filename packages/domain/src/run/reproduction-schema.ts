import type { PipelineRunStatus, RunError } from "../pipeline/schema";
import type { RunRef } from "./lineage-schema";

/** A metric of which a reproduction says something else. Values as texts: every bit counts. */
export interface MetricDifference {
  key: string;
  original: string;
  /** null where it was not logged again */
  reproduced: string | null;
  /** Steps of its history at which both have a value, and at how many these differ. */
  steps: number;
  differingSteps: number;
}

/** What came of training a run again. */
export interface ReproductionVerdict {
  /** Every metric of the original has the same bits, at every step that both have. */
  identical: boolean;
  /** Metrics of the original. */
  compared: number;
  /** Steps of histories that both have. */
  comparedSteps: number;
  differences: MetricDifference[];
  /** Whether the model has the same bytes; null where they are not there any more. */
  sameModel: boolean | null;
  /** What the steps were given that was not the same: "train: code". */
  changedInputs: string[];
}

export interface Reproduction {
  pipelineRunId: string;
  pipeline: string;
  number: number;
  status: PipelineRunStatus;
  error: RunError | null;
  createdBy: string;
  createdAt: Date;
  /** null until its training begins */
  run: RunRef | null;
  /** null until it has succeeded */
  verdict: ReproductionVerdict | null;
}

export interface Reproductions {
  /** The run that this one reproduces, and what came of it. */
  original: { run: RunRef; verdict: ReproductionVerdict | null } | null;
  /** Of this run, newest first; the last ten. */
  reproductions: Reproduction[];
  /** Why it cannot be reproduced; null where it can. */
  obstacle: string | null;
}
