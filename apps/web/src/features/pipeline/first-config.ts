import type { DatasetVersionDetails } from "@pipepilot/domain/dataset/schema";
import { newConfigText } from "./config-text";
import { newCandidate } from "./candidate-fields";
import type { FamilyForm } from "./param-fields";
import { identifierColumns, type TargetView } from "./target-task";

interface FirstConfigInput {
  readonly version: Pick<DatasetVersionDetails, "dataset" | "columns" | "profile" | "rowCount">;
  readonly targets: readonly TargetView[];
  readonly families: readonly FamilyForm[];
  /** What another pipeline on the same data predicts. */
  readonly knownTarget?: string;
}

/** A config to start from: what is known to be the target, else the last column that can be learned is the target, as tables usually have it. */
export function firstConfig({ version, targets, families, knownTarget }: FirstConfigInput): string {
  const identifiers = identifierColumns(version.columns, version.profile, version.rowCount);
  const usable = targets.filter(({ name, problem }) => problem === null && !identifiers.includes(name));
  const known = usable.find(({ name }) => name === knownTarget);
  const target = (known ?? usable.at(-1) ?? targets[targets.length - 1]).name;
  return newConfigText({
    dataset: version.dataset.name,
    target,
    drop: identifiers.filter((name) => name !== target),
    train: newCandidate(families[0]),
    model: `${version.dataset.name}_predictor`,
    promoteTo: "Staging",
  });
}
