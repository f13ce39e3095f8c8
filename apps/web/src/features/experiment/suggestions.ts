import { RUN_STATUSES } from "@pipepilot/domain/run/schema";
import { completeFilter, type Completion } from "@pipepilot/domain/search/completion";
import { quoteKey, quoteText } from "@pipepilot/domain/search/quote";
import type { Suggestions } from "@pipepilot/ui/query-input";

/** What at the cursor only the server knows the rest of: a key of a kind, or a value of a parameter, as far as it is typed. */
export type Asked =
  | { of: "keys"; kind: "metric" | "param" | "tag"; text: string }
  | { of: "values"; param: string; text: string };

/** Null where nothing such stands at the cursor. */
export function askedAt(text: string, cursor: number): Asked | null {
  const completion = completeFilter("run", text, cursor);
  if (!completion) return null;
  const typed = unquoted(text.slice(completion.from, cursor));
  const { kind, fieldKind, field } = completion;
  if (kind === "value" && field?.kind === "param") return { of: "values", param: field.key, text: typed };
  if (kind !== "key") return null;
  if (fieldKind !== "metric" && fieldKind !== "param" && fieldKind !== "tag") return null;
  return { of: "keys", kind: fieldKind, text: typed };
}

/** What a filter box offers at the cursor; `known` are the keys or values that were found for what is asked there. */
export function filterSuggestions(
  text: string,
  cursor: number,
  known: readonly string[],
): Suggestions | null {
  const completion = completeFilter("run", text, cursor);
  if (!completion) return null;
  const { from, to } = completion;
  const typed = unquoted(text.slice(from, cursor)).toLowerCase();
  const options = optionsOf(completion, known)
    .filter(({ text: option }) => option.toLowerCase().includes(typed))
    .sort((one, other) => rank(one.label, typed) - rank(other.label, typed));
  const name = completion.kind === "field" ? nameSearch(text.trim()) : null;
  const all = [...options, ...(name ? [{ text: name, label: `Runs named like “${text.trim()}”` }] : [])];
  // What stands there whole needs no offer.
  const useful = all.filter((option) => option.text !== text.slice(from, to));
  return useful.length > 0 ? { from: name && options.length === 0 ? 0 : from, to, options: useful } : null;
}

const rank = (option: string, typed: string) => (option.toLowerCase().startsWith(typed) ? 0 : 1);

function optionsOf(completion: Completion, known: readonly string[]) {
  const { kind, options, fieldKind, field } = completion;
  if (kind === "key" && fieldKind !== "attribute" && fieldKind !== "dataset")
    return known.map((key) => ({ text: `${quoteKey(key)} `, label: key }));
  if (kind === "value" && field?.kind === "param")
    return known.map((value) => ({ text: `${quoteText(value)} `, label: value === "" ? "empty" : value }));
  if (kind === "value" && field?.kind === "attribute" && field.key === "status")
    return RUN_STATUSES.map((status) => ({ text: `${quoteText(status)} `, label: status }));
  // A field goes on with a key, all else is followed by the next word.
  return options.map((option) => ({ text: option.endsWith(".") ? option : `${option} `, label: option }));
}

const unquoted = (text: string) => text.replace(/^['"`]/, "");

/** Words that are no filter, as one: the runs whose name holds them. Null for what looks like the beginning of a filter. */
export function nameSearch(text: string): string | null {
  if (
    !/^[\p{L}\p{N}_\-. ]+$/u.test(text) ||
    /^(metrics?|param(eter)?s?|tags?|attributes?|datasets?)\./.test(text)
  )
    return null;
  return `run_name ILIKE ${quoteText(`%${text}%`)}`;
}
