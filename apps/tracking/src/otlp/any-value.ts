/** OpenTelemetry's value of an attribute, in the field names of its JSON; nothing set means null. */
export interface AnyValue {
  string_value?: string;
  bool_value?: boolean;
  int_value?: bigint;
  double_value?: number;
  array_value?: { values: AnyValue[] };
  kvlist_value?: { values: KeyValue[] };
  /** base64 */
  bytes_value?: string;
}

export interface KeyValue {
  key: string;
  value: AnyValue;
}

/** Deeper than anybody's inputs are; each level is a call. */
export const MAX_DEPTH = 64;

/** The value as plain data, for what reads it as such. */
export function plainValue(value: AnyValue): unknown {
  if (value.array_value) return value.array_value.values.map(plainValue);
  if (value.kvlist_value)
    return Object.fromEntries(value.kvlist_value.values.map(({ key, value }) => [key, plainValue(value)]));
  const { string_value, bool_value, int_value, double_value, bytes_value } = value;
  return string_value ?? bool_value ?? int_value ?? double_value ?? bytes_value ?? null;
}

/** A text as it is, anything else as JSON. */
export function valueText(value: AnyValue): string {
  return value.string_value ?? jsonText(plainValue(value));
}

/** JSON of plain data in which whole numbers of 64 bits are exact and doubles without a JSON form are texts, as in protobuf's. */
export function jsonText(value: unknown): string {
  if (typeof value === "bigint") return String(value);
  if (typeof value === "number") return Number.isFinite(value) ? String(value) : `"${value}"`;
  if (Array.isArray(value)) return `[${value.map(jsonText).join(",")}]`;
  if (typeof value !== "object" || value === null) return JSON.stringify(value) ?? "null";
  const fields = Object.entries(value).filter(([, each]) => each !== undefined);
  return `{${fields.map(([name, each]) => `${JSON.stringify(name)}:${jsonText(each)}`).join(",")}}`;
}
