/** Where a request says what a verb calls by another name, where that is not the same with underscores. */
const NAMES: Readonly<Record<string, string>> = {
  points: "metrics",
  limit: "max_results",
  cursor: "page_token",
  model: "name",
  number: "version",
};

/** What a route's own fields are called, by the verb's names: { "points.0": "" } where a point's fields are the request's. */
export type FieldNames = Readonly<Record<string, string>>;

/** "datasets.0.sourceType" as ["datasets", 0, "source_type"], or what the route says of its beginning. */
export function placeInRequest(path: string, fields: FieldNames = {}): (string | number)[] {
  const parts = path === "" ? [] : path.split(".");
  for (let length = parts.length; length > 0; length--) {
    const own = fields[parts.slice(0, length).join(".")] ?? fields[patternOf(parts.slice(0, length))];
    if (own === undefined) continue;
    // A pattern's number stays: datasets.*.name is datasets[3].dataset.name.
    const numbers = parts.slice(0, length).filter(isNumber).map(Number);
    const first =
      own === "" ? [] : own.split(".").map((part) => (part === "*" ? (numbers.shift() ?? 0) : part));
    return [...first, ...parts.slice(length).map(requestName)];
  }
  return parts.map(requestName);
}

const isNumber = (part: string) => /^\d+$/.test(part);
const patternOf = (parts: readonly string[]) => parts.map((part) => (isNumber(part) ? "*" : part)).join(".");

function requestName(part: string): string | number {
  if (isNumber(part)) return Number(part);
  return NAMES[part] ?? part.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}

/** ["metrics", 0, "value"] as metrics[0].value */
export function placeText(place: readonly PropertyKey[]): string {
  return place
    .map((part, i) => (typeof part === "number" ? `[${part}]` : `${i > 0 ? "." : ""}${String(part)}`))
    .join("");
}

/** What stands at a place of a request; of what has no parts that itself, with the place where it is. */
export function valueAt(
  request: unknown,
  place: readonly PropertyKey[],
): { value: unknown; place: readonly PropertyKey[] } {
  let value = request;
  for (const [depth, part] of place.entries()) {
    if (typeof value !== "object" || value === null) return { value, place: place.slice(0, depth) };
    value = Object.hasOwn(value, part) ? (value as Record<PropertyKey, unknown>)[part] : undefined;
    if (value === undefined) break;
  }
  return { value, place };
}
