import type { PlanStepsInput } from "@pipepilot/domain";
import { candidateNames } from "../config/candidates";
import type { PipelineConfig } from "../config/schema";

export const trainKey = (index: number) => `train:${index}`;
export const evaluateKey = (index: number) => `evaluate:${index}`;

/** The steps of a run of this config, in the order they are shown. */
export function planOf(config: PipelineConfig): PlanStepsInput["steps"] {
  const names = candidateNames(config.train);
  const candidates = names.map((name, index) => ({
    key: trainKey(index),
    step: "train",
    title: `Train ${name}`,
    dependsOn: ["prepare"],
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
