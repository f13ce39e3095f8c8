import { MOST_COMPARED_TEXT } from "@pipepilot/domain/run/compare-schema";
import type { AxisSpec } from "@pipepilot/ui/chart";
import { formatValue, MISSING, type NumberFormat } from "@pipepilot/ui/format";
import { metricFormat } from "@/features/metric/metric-format";
import { shortParam } from "@/features/run/param-text";
import { directionOf } from "./best-values";
import type { CompareView } from "./compare-view";
import type { Comparison, Field } from "./comparison";

/** Currencies offered first; every other one of the browser's list follows. */
const COMMON_CURRENCIES = ["USD", "EUR", "GBP", "JPY", "CHF", "CNY", "INR", "CAD", "AUD", "BRL"];

export const CURRENCIES = [
  ...COMMON_CURRENCIES,
  ...Intl.supportedValuesOf("currency").filter((code) => !COMMON_CURRENCIES.includes(code)),
];

/** The format somebody chose for a field; undefined where nobody did. */
export function chosenFormat(field: Field, formats: CompareView["formats"]): NumberFormat | undefined {
  const chosen = Object.hasOwn(formats, field.id) ? formats[field.id] : undefined;
  if (chosen === undefined) return undefined;
  if (chosen === "percent") return { kind: "percent" };
  if (chosen === "digits") return { kind: "significant", digits: 17 };
  return CURRENCIES.includes(chosen) ? { kind: "money", currency: chosen } : undefined;
}

/** How numbers of a field are written. */
export function fieldFormat(field: Field, formats: CompareView["formats"]): NumberFormat | undefined {
  if (field.unit === "duration") return { kind: "duration" };
  return chosenFormat(field, formats) ?? (field.kind === "metric" ? metricFormat(field.key) : undefined);
}

/** A field's value of one run as it is read in the table. */
export function readValue(field: Field, run: number, formats: CompareView["formats"]): string {
  const value = field.values[run];
  if (value === undefined) return MISSING;
  const text = field.texts?.[run];
  if (text !== undefined && !(typeof value === "number" && chosenFormat(field, formats)))
    return text === ""
      ? "(empty)"
      : shortParam(text) + (field.cut && text.length >= MOST_COMPARED_TEXT ? "…" : "");
  if (typeof value !== "number") return value;
  if (field.unit === "time") return new Date(value).toISOString().slice(0, 16).replace("T", " ");
  return formatValue(value, fieldFormat(field, formats));
}

/** A field as an axis: in its format, better up where it is known what is better. */
export function fieldAxis(
  field: Field,
  { experiment }: Pick<Comparison, "experiment">,
  { log, flip, formats }: Pick<CompareView, "log" | "flip" | "formats">,
): AxisSpec {
  const standsFlipped = field.kind === "metric" && directionOf(field.key, experiment) === "minimize";
  return {
    id: field.id,
    label: field.unit === "time" ? `${field.label} (UTC)` : field.label,
    format: fieldFormat(field, formats),
    log: log.includes(field.id),
    time: field.unit === "time",
    flipped: standsFlipped !== flip.includes(field.id),
  };
}
