import { DomainError } from "@pipepilot/domain/errors";
import type { Problem } from "@pipepilot/domain/parse";
import type { ChangedParam } from "@pipepilot/domain/run/log-batch";
import { missingText } from "./missing";
import { invalidValue, missingValue } from "./parameter";
import { placeInRequest, placeText, valueAt, type FieldNames } from "./place";
import { pythonFloat, pythonText } from "./python";
import { REASONS, SENTENCES } from "./rules";

export interface Asked {
  /** As the client sent it. */
  readonly request: unknown;
  readonly fields?: FieldNames;
  /** Whether a call carries so much that the place of what is wrong is said. */
  readonly isBatch?: boolean;
}

/** The error of a verb in the words of MLflow and of the request; as it is where MLflow has none for it. */
export function inMlflowsWords(error: DomainError, asked: Asked): DomainError {
  const message = messageOf(error, asked);
  return message === null ? error : new DomainError(error.code, message, error.facts, { cause: error });
}

function messageOf({ code, facts }: DomainError, asked: Asked): string | null {
  if (code === "not_found") return missingText(facts.noun, facts.name, asked.request);
  if (code === "in_trash")
    return `The ${String(facts.noun)} ${String(facts.id)} must be in the 'active' state. Current state is deleted.`;
  if (code === "param_changed" && Array.isArray(facts.changed))
    return changedText(facts.changed as ChangedParam[], String(facts.runId), asked);
  if (code !== "invalid_input") return null;
  if (Array.isArray(facts.repeated))
    return `Duplicate parameter keys have been submitted: ${pythonTexts(facts.repeated)}. Please ensure the request contains only one param value per param key.`;
  return Array.isArray(facts.problems) ? problemText(facts.problems as Problem[], asked) : null;
}

const pythonTexts = (texts: readonly unknown[]) =>
  `[${texts.map((text) => pythonText(String(text))).join(", ")}]`;

/** MLflow has one sentence for a call with one parameter and another for a batch. */
function changedText(changed: readonly ChangedParam[], runId: string, { isBatch }: Asked): string {
  const start = "Changing param values is not allowed. ";
  if (!isBatch && changed.length === 1) {
    const [{ key, value, now }] = changed;
    return `${start}Param with key='${key}' was already logged with value='${value}' for run ID='${runId}'. Attempted logging new value '${now}'.`;
  }
  const list = changed.map(
    ({ key, value, now }) =>
      `{'key': ${pythonText(key)}, 'old_value': ${pythonText(value)}, 'new_value': ${pythonText(now)}}`,
  );
  return `${start}Params were already logged='[${list.join(", ")}]' for run ID='${runId}'.`;
}

/** What MLflow would say first of what is wrong. */
function problemText(problems: readonly Problem[], { request, fields, isBatch }: Asked): string {
  const same = problems.filter(({ path }) => path === problems[0].path);
  const problem = same.find(({ message }) => REASONS.has(message) || SENTENCES.has(message)) ?? same[0];
  if (problem.path === "") return problem.message;
  const place = placeInRequest(problem.path, fields);
  const found = valueAt(request, place);
  const name = isBatch ? placeText(found.place) : lastName(found.place);
  const { value } = found;
  if (value === undefined) return missingValue(name);
  const { of, most, least } = problem.bound ?? {};
  if (of === "number") {
    if (place.at(-1) === "timestamp")
      return timeProblem(name, value, valueAt(request, place.slice(0, -1)).value);
    const bound =
      most !== undefined ? `at most ${most}` : least === 1 ? "a positive integer" : `at least ${least}`;
    return `Invalid value ${String(value)} for parameter '${name}' supplied. It must be ${bound}`;
  }
  return typeof value === "string"
    ? textProblem(problem, name, value)
    : invalidValue(name, value, problem.message);
}

function textProblem({ path, message, bound }: Problem, name: string, value: string): string {
  if (value === "") return missingValue(name);
  if (value.trim() === "") return `Missing value for required parameter '${name}'.`;
  const sentence = SENTENCES.get(message)?.(value);
  if (sentence !== undefined) return sentence;
  const reason = REASONS.get(message)?.(value);
  const isMetric = /^points\.\d+\.key$/.test(path);
  if (reason !== undefined)
    return invalidValue(isMetric ? name.replace(/key$/, "name") : name, value, reason);
  if (bound?.most === undefined) return invalidValue(name, value, message);
  const own = LENGTHS.find(([pattern]) => pattern.test(path))?.[1] ?? name;
  return `'${own}' exceeds the maximum length of ${bound.most} characters`;
}

/** What MLflow calls some of what is too long. */
const LENGTHS: readonly (readonly [RegExp, string])[] = [
  [/^points\.\d+\.key$/, "Metric name"],
  [/^params\.\d+\.key$/, "Param key"],
  [/^alias$/, "Registered model alias name"],
];

function timeProblem(name: string, value: unknown, metric: unknown): string {
  const { key, value: logged } = metric as Record<string, unknown>;
  const long = "Timestamp must be a nonnegative long (64-bit integer) ";
  return invalidValue(
    name,
    value,
    key === undefined ? long : `metric '${String(key)}' (value=${pythonFloat(logged)}). ${long}`,
  );
}

/** Outside of batches MLflow names the field alone, wherever it is. */
function lastName(place: readonly PropertyKey[]): string {
  const last = place.findLastIndex((part) => typeof part !== "number");
  return placeText(place.slice(Math.max(last, 0)));
}
