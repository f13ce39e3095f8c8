import { createHash } from "node:crypto";
import { canonicalJson } from "../config/canonical";

/** What a step's result depends on, by name: its code's version, its parameters, the hashes of its inputs. */
export type KeyParts = Readonly<Record<string, string>>;

export interface StepKey {
  readonly hash: string;
  readonly parts: KeyParts;
}

const CODE = "code";
const INPUT = "input:";
/** Longer values are compared by their hash. */
const MAX_VALUE = 200;
/** Another family changes every parameter; more than these nobody reads. */
const MAX_CHANGES = 4;

/** The key under which a step's result is found again. Nested parameters become one part each, `prepare.impute.numeric`. */
export function stepKey(
  step: { readonly id: string; readonly codeVersion: number },
  params: Readonly<Record<string, unknown>>,
  inputs: Readonly<Record<string, string>>,
): StepKey {
  const parts: Record<string, string> = { [CODE]: String(step.codeVersion) };
  for (const [name, value] of leaves("", params)) parts[name] = shortened(canonicalJson(value));
  for (const [name, hash] of Object.entries(inputs)) parts[INPUT + name] = hash;
  return { hash: sha256(canonicalJson({ step: step.id, parts })), parts };
}

function leaves(path: string, value: unknown): [string, unknown][] {
  if (value === undefined) return [];
  const isMap = typeof value === "object" && value !== null && !Array.isArray(value);
  if (!isMap || Object.keys(value).length === 0) return path === "" ? [] : [[path, value]];
  return Object.entries(value).flatMap(([key, each]) => leaves(path === "" ? key : `${path}.${key}`, each));
}

function shortened(text: string): string {
  return text.length <= MAX_VALUE ? text : `sha256:${sha256(text)}`;
}

export function sha256(data: string | Uint8Array): string {
  return createHash("sha256").update(data).digest("hex");
}

/** Why a step runs, compared with the same step of the run before. */
export function explainRun(
  parts: KeyParts,
  previous: { readonly runNumber: number; readonly parts: KeyParts } | null,
): string {
  if (!previous) return "Runs for the first time.";
  const all = [...new Set([...Object.keys(previous.parts), ...Object.keys(parts)])];
  // Another family is why its parameters are others.
  const names = [...all.filter((name) => name === "type"), ...all.filter((name) => name !== "type")];
  const changes = names
    .filter((name) => parts[name] !== previous.parts[name])
    .map((name) => describeChange(name, previous.parts[name], parts[name]));
  if (changes.length === 0) return `Runs again: run ${previous.runNumber} left nothing to reuse.`;
  const more = changes.length - MAX_CHANGES;
  const told = changes.slice(0, MAX_CHANGES).join(" and ") + (more > 0 ? ` and ${more} more changed` : "");
  return `Runs since ${told} (compared with run ${previous.runNumber}).`;
}

function describeChange(name: string, before: string | undefined, now: string | undefined): string {
  if (name === CODE) return "the step's code changed";
  if (name.startsWith(INPUT)) return `the ${name.slice(INPUT.length)} changed`;
  if (before === undefined) return `${name} is set to ${now}`;
  if (now === undefined) return `${name} is no longer set`;
  return before.startsWith("sha256:") || now.startsWith("sha256:")
    ? `${name} changed`
    : `${name} changed from ${before} to ${now}`;
}
