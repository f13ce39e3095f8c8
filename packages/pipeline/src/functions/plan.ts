import type { PlanStepsInput } from "@pipepilot/domain";
import { candidateNames, type CandidateConfig } from "../config/candidates";
import type { PipelineConfig } from "../config/schema";
import { isTuned } from "../config/tune";

export const tuneKey = (index: number) => `tune:${index}`;
/** The durable step of one trial; it belongs to the search's step. */
export const trialStepId = (index: number, trial: number) => `${tuneKey(index)}:trial:${trial}`;
export const trainKey = (index: number) => `train:${index}`;
export const evaluateKey = (index: number) => `evaluate:${index}`;

/**
 * The steps of a run of this config, in the order they are shown. A reproduction has those of its one candidate, and
 * registers and promotes nothing.
 */
export function planOf(config: PipelineConfig, onlyCandidate?: number): PlanStepsInput["steps"] {
  const steps = allSteps(config);
  if (onlyCandidate === undefined) return steps;
  const own = [tuneKey, trainKey, evaluateKey].map((keyOf) => keyOf(onlyCandidate));
  return steps.filter(({ key }) => ["ingest", "validate", "prepare", ...own].includes(key));
}

function allSteps(config: PipelineConfig): PlanStepsInput["steps"] {
  const names = namesOf(config);
  const searches = config.train.flatMap((candidate, index) =>
    isTuned(candidate, config.tune)
      ? [{ key: tuneKey(index), step: "tune", title: `Tune ${candidate.type}`, dependsOn: ["prepare"] }]
      : [],
  );
  const searched = new Set(searches.map(({ key }) => key));
  const candidates = names.map((name, index) => ({
    key: trainKey(index),
    step: "train",
    title: `Train ${name}`,
    dependsOn: [searched.has(tuneKey(index)) ? tuneKey(index) : "prepare"],
  }));
  const evaluations = names.map((name, index) => ({
    key: evaluateKey(index),
    step: "evaluate",
    title: `Evaluate ${name}`,
    dependsOn: [trainKey(index)],
  }));
  const datasets = [config.dataset, ...(config.join ?? []).map(({ dataset }) => dataset)];
  return [
    { key: "ingest", step: "ingest", title: `Ingest ${datasets.join(" and ")}`, dependsOn: [] },
    { key: "validate", step: "validate", title: "Validate config and target", dependsOn: ["ingest"] },
    { key: "prepare", step: "prepare", title: "Split and prepare", dependsOn: ["validate"] },
    ...searches,
    ...candidates,
    ...evaluations,
    {
      key: "register",
      step: "register",
      title: `Register in ${config.register.model}`,
      dependsOn: evaluations.map(({ key }) => key),
    },
    {
      key: "promote",
      step: "promote",
      title: config.promote ? `Promote to ${config.promote.to}` : "Promote",
      dependsOn: ["register"],
    },
  ];
}

/** The candidates' names: one whose parameters are still to be found is not called by them. */
export function namesOf({ train, tune }: PipelineConfig): string[] {
  const tuned = (candidate: CandidateConfig) => isTuned(candidate, tune);
  return candidateNames(train, tuned);
}
