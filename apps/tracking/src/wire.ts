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
      (text) => text in SPECIAL || (text.trim() !== "" && !Number.isNaN(Number(text))),
      "must be a double",
    )
    .transform((text) => (text in SPECIAL ? SPECIAL[text] : Number(text))),
]);

/** A query has one text where a body has a list of one. */
export const list = <Item extends z.ZodType>(item: Item) =>
  z.preprocess(
    (value) => (value === undefined || Array.isArray(value) ? value : [value]),
    z.array(item).default([]),
  );

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
export function readInput<Schema extends z.ZodType>(schema: Schema, input: unknown): z.output<Schema> {
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
  const shown = JSON.stringify(value)?.slice(0, 200);
  throw new DomainError(
    "invalid_input",
    `Invalid value ${shown} for parameter '${name}' supplied: ${message}`,
    {
      parameter: name,
    },
  );
}

/** ["metrics", 0, "value"] as metrics[0].value */
function pathText(path: readonly PropertyKey[]): string {
  return path
    .map((part, i) => (typeof part === "number" ? `[${part}]` : `${i > 0 ? "." : ""}${String(part)}`))
    .join("");
}
