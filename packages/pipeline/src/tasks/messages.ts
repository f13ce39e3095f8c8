import type { FitProgress } from "@pipepilot/ml";
import type { EvaluateInput } from "../steps/evaluate";
import type { PrepareInput } from "../steps/prepare";
import type { ScoreChampionInput } from "../steps/score-champion";
import type { StepResult } from "../steps/step";
import type { TrainInput } from "../steps/train";
import type { TrialInput } from "../steps/trial";

/** The steps that keep a processor busy, each run on a thread of its own. */
export interface HeavyInputs {
  prepare: PrepareInput;
  trial: TrialInput;
  train: TrainInput;
  evaluate: EvaluateInput;
  "score-champion": ScoreChampionInput;
}
export type HeavyStepId = keyof HeavyInputs;

export interface TaskOrder {
  readonly step: HeavyStepId;
  readonly input: HeavyInputs[HeavyStepId];
}

/** An error as it crosses threads: cloning would lose its class, code and facts. */
export interface TaskFailure {
  readonly name: string;
  readonly message: string;
  readonly code: string | null;
  readonly stack: string | undefined;
}

export type TaskAnswer =
  | { readonly kind: "progress"; readonly progress: FitProgress }
  | { readonly kind: "done"; readonly result: StepResult }
  | { readonly kind: "failed"; readonly failure: TaskFailure };

/** How a worker thread is set up. */
export interface TaskWorkerData {
  readonly threads: number;
  /** The script of the threads that one step may use, where the application is bundled. */
  readonly threadFile: string | null;
}
