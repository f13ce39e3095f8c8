import type { RunLineage } from "@pipepilot/domain/run/lineage-schema";
import type { RunDetail } from "@pipepilot/domain/run/schema";

/** Something of a run that a model version can be made of. */
export interface Registrable {
  kind: "logged-model" | "folder" | "version";
  label: string;
  /** As MLflow's clients name it. */
  source: string;
}

/** The logged models a run made, the folders of its artifacts that are models, and the versions its pipeline made. */
export function registrable(
  { id, versions }: Pick<RunDetail, "id" | "versions">,
  { modelOutputs, modelFolders }: Pick<RunLineage, "modelOutputs" | "modelFolders">,
): Registrable[] {
  return [
    ...modelOutputs
      .filter(({ status }) => status === "READY")
      .map(({ id: model, name, step }) => ({
        kind: "logged-model" as const,
        label: step > 0 ? `The logged model ${name}, step ${step}` : `The logged model ${name}`,
        source: `models:/${model}`,
      })),
    ...modelFolders.map((folder) => ({
      kind: "folder" as const,
      label: folder === "" ? "The artifacts of the run" : `The folder ${folder} of its artifacts`,
      source: `runs:/${id}/${folder}`,
    })),
    ...versions.map(({ model, number }) => ({
      kind: "version" as const,
      label: `${model} v${number}, which this run made`,
      source: `models:/${model}/${number}`,
    })),
  ];
}
