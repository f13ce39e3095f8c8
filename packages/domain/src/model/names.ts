import { z } from "zod";
import { tagKey } from "../run/keys";
import { plainText } from "../text";

export const STAGES = ["None", "Development", "Staging", "Production", "Archived"] as const;
export const stage = z.enum(STAGES);
export type StageName = (typeof STAGES)[number];

/** MLflow's rule: names may become paths, so each must be the only way to write its path. */
function isNormalPath(text: string): boolean {
  return text.split("/").every((part) => part !== "" && part !== "." && part !== "..");
}

export const NORMAL_PATH = 'As a path it would have another form: leave out "." and "..", and / at the ends.';

export const MODEL_NAME_RULE = "Names cannot contain '/' or ':'.";

/** What MLflow allows, kept to the letter. */
export const modelName = plainText(256)
  .refine((name) => name.trim() !== "", "Give the model a name.")
  .regex(/^[^/:]*$/, MODEL_NAME_RULE)
  .refine(isNormalPath, NORMAL_PATH);

export const ALIAS_RULE = "Use letters, digits, _ and - only.";

/** An alias to look up or take away; `newAliasName` is stricter. */
export const aliasName = z
  .string()
  .min(1, "Give the alias a name.")
  .max(255)
  .regex(/^[\p{L}\p{N}_-]+$/u, ALIAS_RULE);

/** MLflow's rule: `v3` and `latest` would read as versions. */
export const isReservedAlias = (alias: string) => /^(v\p{Nd}+|latest)$/iu.test(alias);
export const RESERVED_ALIAS = 'An alias must not be "latest" or look like a version.';

/** MLflow's limits in the registry. */
export const registryTagKey = tagKey.refine(isNormalPath, NORMAL_PATH);
export const registryTagValue = plainText(100_000);

/** Given twice, a key has the value given last. */
export const registryTags = z
  .array(z.strictObject({ key: registryTagKey, value: registryTagValue }))
  .max(1000)
  .transform((tags) => [...new Map(tags.map((tag) => [tag.key, tag])).values()])
  .default([]);

export const description = plainText(20_000);

/** Where MLflow keeps prompts among the models. */
export const PROMPT_TAG = "mlflow.prompt.is_prompt";

export interface Tag {
  key: string;
  value: string;
}
