import { z } from "zod";

/** JavaScript's names of parts of every object, under which no row can carry a value. */
const RESERVED_NAMES = new Set(["__proto__", "constructor", "prototype"]);

/** A map from column names. */
export function byColumn<Value extends z.ZodType>(value: Value) {
  return z.record(z.string().min(1), value).superRefine((columns, context) => {
    for (const name of Object.keys(columns).filter((each) => RESERVED_NAMES.has(each)))
      context.addIssue({ code: "custom", path: [name], message: "is a reserved name" });
  });
}

/**
 * One of two forms, the second where the value `isSecond`. Only that form is tried, so that what is wrong is told of it and
 * by its own path, where a union would say no more than that nothing fits.
 */
export function oneOf<First extends z.ZodType, Second extends z.ZodType>(
  isSecond: (value: unknown) => boolean,
  first: First,
  second: Second,
) {
  return z
    .custom<z.input<First> | z.input<Second>>()
    .transform((value, context): z.output<First> | z.output<Second> => {
      const parsed = (isSecond(value) ? second : first).safeParse(value);
      if (parsed.success) return parsed.data;
      for (const issue of parsed.error.issues) context.issues.push(issue as z.core.$ZodRawIssue);
      return z.NEVER;
    });
}

/** One rule for every column, `rule`, or `{ default: rule, columns: { name: rule } }`. */
export function perColumn<Rule extends z.ZodType>(rule: Rule, fallback: z.input<Rule>) {
  const long = z.strictObject({
    default: rule.prefault(fallback as z.core.util.NoUndefined<z.input<Rule>>),
    columns: byColumn(rule).default({}),
  });
  return oneOf((value) => isMap(value) && !("method" in value), rule, long);
}

export function isMap(value: unknown): value is object {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** What a wrong `method` of a rule is answered with. */
export function knownMethods(...methods: readonly string[]) {
  return {
    error: ({ code }: { code?: string }) =>
      code === "invalid_union" ? `must be one of ${methods.join(", ")}` : undefined,
  };
}
