import { z } from "zod";
import { plainText } from "../text";

/** What is said where a name of a metric, parameter or tag is none. */
export const KEY_RULE = "Use letters, digits, spaces and _ - . : / (up to 250).";
export const PATH_RULE =
  'Slashes part names as in a path: none at the start or the end, no empty part, "." or "..", and no ".." at the start.';

/** MLflow keeps a metric in a file of its name. */
const isPath = (key: string) => !/^\.\.|(?:^|\/)\.{0,2}(?:\/|$)/.test(key);

/** Names of metrics, parameters and tags, as MLflow allows them. */
export const metricKey = z
  .string()
  .min(1)
  .max(250)
  .regex(/^[\p{L}\p{N}_\-. :/]+$/u, KEY_RULE)
  .refine(isPath, PATH_RULE);
export const paramKey = metricKey;
export const tagKey = metricKey;

/** The tag that MLflow's clients know a run's name by; it is not kept beside the name. */
export const NAME_TAG = "mlflow.runName";
/** What is said to who would remove it. */
export const NAME_STAYS = "This tag is the run's name, and a run has one: set another instead.";
/** The tag in which they say who runs it. */
export const USER_TAG = "mlflow.user";

/** The tag that MLflow's clients and pages keep a run's note in. */
export const NOTE_TAG = "mlflow.note.content";

export const runId = z.string().regex(/^[0-9a-f]{32}$/, "A run id has 32 hexadecimal digits.");
export const sha256 = z.string().regex(/^[0-9a-f]{64}$/, "A SHA-256 has 64 hexadecimal digits.");

/** A file's place inside a run or a bundle: relative, with forward slashes, never upwards. */
export const relativePath = plainText(500)
  .min(1)
  .refine(
    (path) =>
      path.split("/").every((part) => part !== "" && part !== "." && part !== ".." && !part.includes("\\")),
    'Use a relative path with forward slashes, without "..".',
  );
