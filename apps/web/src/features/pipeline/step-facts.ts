import { formatInteger, formatSignificant } from "@pipepilot/ui/format";

export interface StepFact {
  readonly key: string;
  readonly term: string;
  readonly text: string;
}

/** Tracked runs are links, metrics a table, and when it ended stands above. */
const ELSEWHERE = new Set(["runId", "trainedInRun", "searchRunId", "metrics", "evaluatedAt"]);
/** Longer values are of use to programs only. */
const MAX_TEXT = 200;

/** What a step says of what it made, in lines: names in words, nothing that is shown elsewhere or that only programs read. */
export function stepFacts(facts: Readonly<Record<string, unknown>>): StepFact[] {
  return Object.entries(facts).flatMap(([key, value]): StepFact[] => {
    if (ELSEWHERE.has(key)) return [];
    const text = textOf(key, value);
    return text === null ? [] : [{ key, term: words(key), text }];
  });
}

function textOf(key: string, value: unknown): string | null {
  if (value === null || value === undefined) return null;
  if (typeof value === "number") {
    if (key === "seconds") return `${formatSignificant(value, 3)} s`;
    return Number.isInteger(value) ? formatInteger(value) : formatSignificant(value);
  }
  if (typeof value === "boolean") return value ? "yes" : "no";
  if (typeof value === "string") return value.length > MAX_TEXT ? null : value;
  if (Array.isArray(value)) return listText(value);
  const entries = Object.entries(value as Record<string, unknown>);
  const parts = entries.map(([name, each]) => [words(name), textOf(name, each)] as const);
  if (parts.length === 0 || parts.some(([, text]) => text === null)) return null;
  const text = parts.map(([name, each]) => `${name} ${each}`).join(", ");
  return text.length > MAX_TEXT ? null : text;
}

function listText(values: readonly unknown[]): string | null {
  if (values.length === 0) return "none";
  if (values.some((value) => typeof value === "object")) return String(values.length);
  const text = values.join(", ");
  return text.length > MAX_TEXT ? `${values.length}: ${values.slice(0, 6).join(", ")}, …` : text;
}

/** "testRows" becomes "Test rows", "primary_metric" becomes "Primary metric". */
function words(key: string): string {
  const spaced = key
    .replaceAll("_", " ")
    .replace(/([a-z0-9])([A-Z])/g, "$1 $2")
    .toLowerCase();
  return `${spaced.charAt(0).toUpperCase()}${spaced.slice(1)}`;
}
