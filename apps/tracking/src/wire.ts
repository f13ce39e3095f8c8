import { DomainError } from "@pipepilot/domain/errors";
import { z } from "zod";

/** protobuf's JSON: 64-bit numbers may come as texts. */
export const int64 = z
  .union([
    z.number(),
    z
      .string()
      .regex(/^-?\d{1,19}$/)
      .transform(Number),
  ])
  .refine(Number.isSafeInteger, "must be a whole number of at most 53 bits");

const SPECIAL: Record<string, number> = { NaN: Number.NaN, Infinity: Infinity, "-Infinity": -Infinity };

/** A double: a number, a number as text, NaN or an infinity as text. */
export const double = z.union([
  z.number(),
  z
    .string()
    .refine(
      (text) => Object.hasOwn(SPECIAL, text) || /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(text),
      "must be a double",
    )
    .transform((text) => (Object.hasOwn(SPECIAL, text) ? SPECIAL[text] : Number(text))),
]);

/** A query has one text where a body has a list of one. */
export const list = <Item extends z.ZodType>(item: Item) =>
  z.preprocess((value) => (typeof value === "string" ? [value] : value), z.array(item).default([]));

/** Absent, null and "" all mean that nothing was said. */
export const optionalText = z
  .string()
  .nullish()
  .transform((text) => text || undefined);

export const keyValue = z.object({ key: z.string(), value: z.string().default("") });

/** JSON has no NaN and no infinities; protobuf writes them as texts. */
export function doubleOut(value: number): number | string {
  return Number.isFinite(value) ? value : String(value);
}

/** @throws DomainError invalid_input in MLflow's manner, naming the parameter */
export function readInput<Schema extends z.ZodType>(schema: Schema, given: unknown): z.output<Schema> {
  const input = withoutNulls(given);
  const result = schema.safeParse(input);
  if (result.success) return result.data;
  const [{ path, message }] = result.error.issues;
  const name = pathText(path);
  const value = path.reduce<unknown>(
    (at, key) =>
      typeof at === "object" && at !== null ? (at as Record<PropertyKey, unknown>)[key] : undefined,
    input,
  );
  if (value === undefined)
    throw new DomainError("invalid_input", `Missing value for required parameter '${name}'.`, {
      parameter: name,
    });
  throw new DomainError(
    "invalid_input",
    `Invalid value ${shownValue(value)} for parameter '${name}' supplied: ${message}`,
    {
      parameter: name,
    },
  );
}

/** Deeper than any message is. */
const MAX_DEPTH = 8;

/** protobuf's JSON: a field that is null was not said. Changes what it is given. */
function withoutNulls(value: unknown, depth = 0): unknown {
  if (typeof value !== "object" || value === null || depth > MAX_DEPTH) return value;
  if (Array.isArray(value)) {
    for (const each of value) withoutNulls(each, depth + 1);
    return value;
  }
  const fields = value as Record<string, unknown>;
  for (const name in fields) {
    const field = fields[name];
    if (field === null) delete fields[name];
    // A value that is an object is free JSON, in which a null says something.
    else if (typeof field === "object" && name !== "value") withoutNulls(field, depth + 1);
  }
  return value;
}

/** A list or an object may be nested deeper than can be written. */
function shownValue(value: unknown): string {
  if (typeof value === "object" && value !== null) return Array.isArray(value) ? "[...]" : "{...}";
  return JSON.stringify(value).slice(0, 200);
}

/** ["metrics", 0, "value"] as metrics[0].value */
function pathText(path: readonly PropertyKey[]): string {
  return path
    .map((part, i) => (typeof part === "number" ? `[${part}]` : `${i > 0 ? "." : ""}${String(part)}`))
    .join("");
}
