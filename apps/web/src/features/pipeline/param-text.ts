import type { ParamField } from "./param-fields";

/** What is written for a value that is nothing: no limit, all of them. */
export const NONE = "none";

/** A parameter's value as one types it. */
export function textOfParam(value: unknown): string {
  if (value === undefined) return "";
  if (value === null) return NONE;
  if (Array.isArray(value)) return value.join(", ");
  return String(value);
}

/**
 * What the typed text stands for; undefined for the family's default. Text that is no number stays text: the config's own
 * check says what is wrong with it, in one place for form and editor.
 */
export function paramOfText(
  { kind, nullable }: Pick<ParamField, "kind" | "nullable">,
  typed: string,
): unknown {
  const text = typed.trim();
  if (text === "") return undefined;
  if (nullable && (text === NONE || text === "null")) return null;
  if (kind === "list")
    return text
      .split(/[\s,]+/)
      .filter(Boolean)
      .map(numberOrText);
  if (kind === "boolean") return text === "true";
  return kind === "choice" ? text : numberOrText(text);
}

function numberOrText(text: string): number | string {
  const value = Number(text);
  return Number.isFinite(value) ? value : text;
}
