import type { RunError } from "@pipepilot/domain/pipeline/schema";

export type Remedy = "config" | "data" | "again";

export interface Advice {
  readonly text: string;
  /** Where it is mended. */
  readonly remedy: Remedy;
}

const CONFIG: Advice = {
  text: "Mend the config, save it, and run the pipeline again.",
  remedy: "config",
};
const TARGET: Advice = {
  text: "Choose another target in the config, or upload data in which this column can be learned.",
  remedy: "config",
};
const DATA: Advice = {
  text: "Look at the dataset version's columns and check, and upload data that fits.",
  remedy: "data",
};
const AGAIN: Advice = {
  text: "Nothing is wrong with data or config. Run it again; what was finished is taken from the cache.",
  remedy: "again",
};

const BY_CODE: Readonly<Record<string, Advice>> = {
  config_invalid: CONFIG,
  invalid_config: CONFIG,
  invalid_parameter: CONFIG,
  invalid_expression: CONFIG,
  unknown_column: CONFIG,
  unknown_family: CONFIG,
  column_not_found: CONFIG,
  // A dataset or version that join names.
  not_found: CONFIG,
  conflict: DATA,
  missing_values: {
    text: "Set prepare.impute in the config, so that every feature has a value.",
    remedy: "config",
  },
  no_features: { text: "Drop fewer columns in the config: none is left to learn from.", remedy: "config" },
  target_unusable: TARGET,
  target_missing: TARGET,
  target_all_missing: TARGET,
  target_constant: TARGET,
  target_not_numeric: { text: "Set task: classification, or choose a number column.", remedy: "config" },
  target_too_large: TARGET,
  too_many_classes: { text: "Set task: regression, or choose a column with fewer values.", remedy: "config" },
  too_few_rows: DATA,
  schema_blocked: DATA,
};

/** What a person can do about a failed run. */
export function adviceFor({ code }: Pick<RunError, "code">): Advice {
  return BY_CODE[code] ?? AGAIN;
}
