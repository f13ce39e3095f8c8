import { pythonJson, pythonType } from "./python";
import { placeText, valueAt } from "./place";

const SEE = " See the API docs for more information about request parameters.";

export function missingValue(name: string): string {
  return `Missing value for required parameter '${name}'.${SEE}`;
}

export function invalidValue(name: string, value: unknown, reason?: string): string {
  const start = `Invalid value ${pythonJson(value)} for parameter '${name}' supplied`;
  return reason === undefined ? `${start}.` : `${start}: ${reason}`;
}

/** What is said of a parameter that cannot be read at all. `reason`: where it is more than a wrong type. */
export function unreadable(request: unknown, path: readonly PropertyKey[], reason?: string): string {
  const { value, place } = valueAt(request, path);
  const name = placeText(place);
  if (value === undefined || value === "") return missingValue(name);
  return invalidValue(name, value, reason ?? ` Hint: Value was of type '${pythonType(value)}'.${SEE}`);
}
