import { formatSignificant } from "@pipepilot/ui/format";

/** What a trial tried, in one line: "max_depth 12, learning_rate 0.0312". The text as it is where it is no JSON map. */
export function trialParams(json: string): string {
  const params = parseMap(json);
  if (params === null) return json;
  return Object.entries(params)
    .map(([name, value]) => `${name} ${valueText(value)}`)
    .join(", ");
}

function valueText(value: unknown): string {
  if (typeof value === "number" && !Number.isInteger(value)) return formatSignificant(value, 4);
  return typeof value === "string" ? value : JSON.stringify(value);
}

/** Text that was cut at its limit is no JSON any more. */
function parseMap(json: string): object | null {
  try {
    const value: unknown = JSON.parse(json);
    return typeof value === "object" && value !== null ? value : null;
  } catch {
    return null;
  }
}
