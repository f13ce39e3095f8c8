import { DomainError } from "@pipepilot/domain/errors";
import { stepOf } from "@pipepilot/domain/run/step";
import { z } from "zod";
import { unreadable } from "./words/parameter";
import { placeText } from "./words/place";

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

/** A step has all of the 64 bits; `parseJson` hands on as texts what JSON's numbers would round. */
export const step = z.union([
  // A float that is a whole number, as 1e18.
  z.number().refine(Number.isInteger).transform(stepOf),
  z
    .string()
    .regex(/^-?\d{1,19}$/)
    .transform(stepOf),
]);

/** protobuf's names, and Python's, in any case. */
const SPECIAL: Record<string, number> = {
  nan: Number.NaN,
  infinity: Infinity,
  "-infinity": -Infinity,
  inf: Infinity,
  "-inf": -Infinity,
};

/** A double: a number, a number as text, NaN or an infinity as text. */
export const double = z.union([
  z.number(),
  z
    .string()
    .refine(
      (text) =>
        Object.hasOwn(SPECIAL, text.toLowerCase()) || /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(text),
      "must be a double",
    )
    .transform((text) => SPECIAL[text.toLowerCase()] ?? Number(text)),
]);

/** More than any call may have of anything. */
const MAX_LISTED = 100_000;

/**
 * A query has one text where a body has a list of one. Nothing is read behind the first item that is wrong: a long list of wrong
 * ones would keep everybody else waiting.
 */
export const list = <Item extends z.ZodType>(item: Item) =>
  z.preprocess(
    (value) => (typeof value === "string" ? [value] : (value ?? [])),
    z.custom<unknown[]>(Array.isArray, "must be a list").transform((given, { issues }): z.output<Item>[] => {
      if (given.length > MAX_LISTED) {
        const message = `has ${given.length} entries; at most ${MAX_LISTED} can be sent at once`;
        issues.push({ code: "custom", message, input: given });
        return z.NEVER;
      }
      const read: z.output<Item>[] = [];
      for (const [index, each] of given.entries()) {
        const result = item.safeParse(each);
        if (!result.success) {
          const [{ path, message }] = result.error.issues;
          issues.push({ code: "custom", message, path: [index, ...path], input: each });
          return z.NEVER;
        }
        read.push(result.data);
      }
      return read;
    }),
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
export function readInput<Schema extends z.ZodType>(schema: Schema, given: unknown): z.output<Schema> {
  const input = withoutNulls(given);
  const result = schema.safeParse(input);
  if (result.success) return result.data;
  const [{ path, message }] = result.error.issues;
  // Zod's own words begin so: it is of another type.
  const reason = message.startsWith("Invalid") ? undefined : message;
  throw new DomainError("invalid_input", unreadable(input, path, reason), { parameter: placeText(path) });
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

/** Deeper than people nest what they log; what reads it calls itself once for each level. */
const MAX_NESTING = 500;

/** Any JSON text of a client. @throws SyntaxError for what is none, and for what is nested too deep */
export function parseJson(text: string): unknown {
  refuseDeepNesting(text);
  const exact = text.replace(/^\ufeff/, "").replaceAll(LONG_STEP, '$1"$2"');
  try {
    return JSON.parse(exact);
  } catch (error) {
    if (!exact.includes("NaN") && !exact.includes("Infinity")) throw error;
    return JSON.parse(
      exact.replaceAll(PYTHON_NUMBER, (found) => (found.startsWith('"') ? found : `"${found}"`)),
    );
  }
}
/** What Python's json writes where JSON has no number; or a text, which may hold the same words. */
// A text without an end is taken as far as it goes: each start of one would be read to the end of the body otherwise.
const PYTHON_NUMBER = /"[^"\\]*(?:\\.[^"\\]*)*"?|-?\b(?:NaN|Infinity)\b/gs;
/** Only as a field: inside of a text its quotes would be escaped. */
const LONG_STEP = /("step"\s*:\s*)(-?\d{16,})(?![\d.e])/gi;

function refuseDeepNesting(text: string): void {
  let depth = 0;
  let isText = false;
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === QUOTE) isText = !isText;
    else if (isText) at += code === BACKSLASH ? 1 : 0;
    else if (code === OPENING_BRACKET || code === OPENING_BRACE) {
      if (++depth > MAX_NESTING) throw new SyntaxError(`nested deeper than ${MAX_NESTING} levels`);
    } else if (code === CLOSING_BRACKET || code === CLOSING_BRACE) depth--;
  }
}
const [QUOTE, BACKSLASH] = [0x22, 0x5c];
const [OPENING_BRACKET, CLOSING_BRACKET, OPENING_BRACE, CLOSING_BRACE] = [0x5b, 0x5d, 0x7b, 0x7d];

/** As JSON, a step of more than 53 bits included, which is a number there as in MLflow's answers. */
export function jsonOf(value: object): string {
  try {
    return JSON.stringify(value);
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
  }
  // No text that is kept has a NUL.
  const marked = (_name: string, each: unknown) => (typeof each === "bigint" ? `\0${each}` : each);
  return JSON.stringify(value, marked).replaceAll(/"\\u0000(-?\d+)"/g, "$1");
}
