import { LOGGED_MODEL_NAME_RULE } from "@pipepilot/domain/logged-model/schema";
import { ALIAS_RULE, MODEL_NAME_RULE, NORMAL_PATH, RESERVED_ALIAS } from "@pipepilot/domain/model/names";
import { KEY_RULE, PATH_RULE } from "@pipepilot/domain/run/keys";
import { normalPath, pythonText } from "./python";

const oneName = (name: string) =>
  `Names may be treated as files in certain cases, and must not resolve to other names when treated as such. This name would resolve to ${pythonText(normalPath(name))}`;

type Rules = ReadonlyMap<string, (value: string) => string>;

/** What MLflow says of a value that breaks a rule, by what our verbs say of it: behind the parameter's name. */
export const REASONS: Rules = new Map<string, (value: string) => string>([
  [
    KEY_RULE,
    () =>
      "Names may only contain alphanumerics, underscores (_), dashes (-), periods (.), spaces ( ), colon(:) and slashes (/).",
  ],
  [PATH_RULE, oneName],
  [NORMAL_PATH, oneName],
]);

/** The same where MLflow does not say which parameter it was. */
export const SENTENCES: Rules = new Map<string, (value: string) => string>([
  [MODEL_NAME_RULE, (name) => `Invalid model name '${name}'. Names cannot contain '/' or ':'.`],
  [
    LOGGED_MODEL_NAME_RULE,
    (name) =>
      `Invalid model name ('${name}') provided. Model name must be a non-empty string and cannot contain the following characters: ('/', ':', '.', '%', '"', "'")`,
  ],
  [
    ALIAS_RULE,
    (name) =>
      `Invalid alias name: '${name}'. Names may only contain alphanumerics, underscores (_), and dashes (-).`,
  ],
  [
    RESERVED_ALIAS,
    (name) =>
      name.toLowerCase() === "latest"
        ? "'latest' alias name (case insensitive) is reserved."
        : `Version alias name '${name}' is reserved.`,
  ],
]);
