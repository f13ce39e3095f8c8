import {
  formatCompact,
  formatDecimal,
  formatInteger,
  formatMoney,
  formatPercent,
  formatSignificant,
} from "./number";
import { formatBytes, formatDuration } from "./units";

/** How a number is written. Plain data, so that it can cross from server to client components. */
export type NumberFormat =
  | { kind: "integer" }
  | { kind: "decimal"; digits?: number }
  | { kind: "significant"; digits?: number }
  | { kind: "percent"; digits?: number }
  | { kind: "money"; currency?: string; digits?: number }
  | { kind: "bytes" }
  | { kind: "duration" }
  | { kind: "compact" };

/** Writes a number in the given format; without one, four significant digits. */
export function formatValue(value: number | null | undefined, format?: NumberFormat): string {
  switch (format?.kind) {
    case "integer":
      return formatInteger(value);
    case "decimal":
      return formatDecimal(value, format.digits);
    case "percent":
      return formatPercent(value, format.digits);
    case "money":
      return formatMoney(value, format.currency, format.digits);
    case "bytes":
      return formatBytes(value);
    case "duration":
      return formatDuration(value);
    case "compact":
      return formatCompact(value);
    default:
      return formatSignificant(value, format?.digits);
  }
}
