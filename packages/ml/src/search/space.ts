import { z } from "zod";
import { LearningError } from "../errors";

/** A value a parameter can take. Lists are values too, such as the layers of a network. */
export type ParamValue = string | number | boolean | null | readonly ParamValue[];
export type ParamValues = Readonly<Record<string, ParamValue>>;

const MAX_CHOICES = 1000;
const MAX_PARAMETERS = 100;

const paramValue: z.ZodType<ParamValue> = z.lazy(() =>
  z.union([z.string(), z.number(), z.boolean(), z.null(), z.array(paramValue)]),
);
const choices = z.array(paramValue).min(1).max(MAX_CHOICES);
/** Another parameter's name and the values of it with which this one is there. */
const when = z
  .record(z.string(), z.union([choices, paramValue.transform((value) => [value])]))
  .optional()
  .describe("The parameter is there only while others have one of these values");

const intSpace = z
  .strictObject({
    int: z.tuple([z.int(), z.int()]).describe("Least and greatest value"),
    log: z.boolean().default(false).describe("Search on a logarithmic scale"),
    step: z.int().min(1).default(1).describe("Distance of the values from one another"),
    when,
  })
  .superRefine(({ int: [low, high], log, step }, context) => {
    checkRange("int", low, high, log, context);
    if (log && step !== 1) refuse(context, ["step"], "must be 1 on a logarithmic scale");
  });

const floatSpace = z
  .strictObject({
    float: z.tuple([z.number(), z.number()]).describe("Least and greatest value"),
    log: z.boolean().default(false).describe("Search on a logarithmic scale"),
    step: z.number().gt(0).nullable().default(null).describe("Distance of the values; empty: any value"),
    when,
  })
  .superRefine(({ float: [low, high], log, step }, context) => {
    checkRange("float", low, high, log, context);
    if (high - low === Infinity) refuse(context, ["float"], "must be a range whose width is a number");
    if (log && step !== null) refuse(context, ["step"], "must not be given with a logarithmic scale");
    if (step !== null && (high - low) / step > Number.MAX_SAFE_INTEGER)
      refuse(context, ["step"], "is too small for the range");
  });

const choiceSpace = z.strictObject({ choice: choices, when });

function checkRange(
  kind: "int" | "float",
  low: number,
  high: number,
  log: boolean,
  context: z.RefinementCtx,
): void {
  if (low > high) refuse(context, [kind], `must be [least, greatest], got [${low}, ${high}]`);
  if (log && low <= 0) refuse(context, [kind, 0], "must be more than 0 on a logarithmic scale");
}

function refuse(context: z.RefinementCtx, path: (string | number)[], message: string): void {
  context.addIssue({ code: "custom", path, message });
}

/** One parameter's space. The keys tell the kinds apart, so that a problem is reported for the kind that was meant. */
const paramSpace = z.unknown().transform((given, context): IntSpace | FloatSpace | ChoiceSpace => {
  const map: unknown = Array.isArray(given) ? { choice: given } : given;
  const kind = kindOf(map);
  if (kind === null) {
    context.addIssue({
      code: "custom",
      message: "must be { int: [low, high] }, { float: [low, high] }, { choice: [...] } or a list of choices",
    });
    return z.NEVER;
  }
  const parsed = { int: intSpace, float: floatSpace, choice: choiceSpace }[kind].safeParse(map);
  if (parsed.success) return parsed.data;
  for (const issue of parsed.error.issues)
    context.addIssue({ code: "custom", path: [...issue.path], message: describeIssue(issue) });
  return z.NEVER;
});

function describeIssue(issue: z.core.$ZodIssue): string {
  return issue.code === "unrecognized_keys" ? `has unknown keys: ${issue.keys.join(", ")}` : issue.message;
}

function kindOf(map: unknown): "int" | "float" | "choice" | null {
  if (typeof map !== "object" || map === null) return null;
  return (["int", "float", "choice"] as const).find((kind) => Object.hasOwn(map, kind)) ?? null;
}

export type IntSpace = z.output<typeof intSpace>;
export type FloatSpace = z.output<typeof floatSpace>;
export type ChoiceSpace = z.output<typeof choiceSpace>;
export type ParamSpace = IntSpace | FloatSpace | ChoiceSpace;

/**
 * The parameters to search and where each is searched, as in `{ max_depth: { int: [4, 24] }, max_features: [sqrt, log2] }`.
 * What it parses to parses again, to the same.
 */
export const searchSpaceSchema = z.record(z.string().min(1), paramSpace).superRefine((space, context) => {
  const names = Object.keys(space);
  if (names.length > MAX_PARAMETERS)
    refuse(context, [], `must have at most ${MAX_PARAMETERS} parameters, got ${names.length}`);
  for (const name of names) {
    for (const other of Object.keys(space[name].when ?? {})) {
      if (!Object.hasOwn(space, other))
        refuse(context, [name, "when", other], "is not a parameter of this space");
    }
  }
  const loop = findLoop(space);
  if (loop) refuse(context, [loop, "when"], "depends on itself");
});

export type SearchSpace = z.output<typeof searchSpaceSchema>;
export type SearchSpaceInput = Readonly<Record<string, ParamSpaceInput>>;
export type ParamSpaceInput =
  | z.input<typeof intSpace>
  | z.input<typeof floatSpace>
  | z.input<typeof choiceSpace>
  | readonly ParamValue[];

/** Parses a space. Throws `invalid_config` that names the first problem. */
export function searchSpace(input: SearchSpaceInput): SearchSpace {
  const parsed = searchSpaceSchema.safeParse(input);
  if (parsed.success) return parsed.data;
  const [{ path, message }] = parsed.error.issues;
  throw new LearningError("invalid_config", `The search space is wrong: ${path.join(".")} ${message}.`, {
    path: path.join("."),
  });
}

/**
 * One space over several families: `type` chooses the family, and every parameter is there, under its family's name
 * (`linear.alpha`), while its family is chosen.
 */
export function familySpaces(spaces: Readonly<Record<string, SearchSpace>>): SearchSpace {
  const joined: Record<string, ParamSpace> = { type: { choice: Object.keys(spaces) } };
  for (const [family, space] of Object.entries(spaces)) {
    for (const [name, param] of Object.entries(space)) {
      const conditions = Object.entries(param.when ?? {}).map(([other, values]) => [
        `${family}.${other}`,
        values,
      ]);
      joined[`${family}.${name}`] = {
        ...param,
        when: { type: [family], ...Object.fromEntries(conditions) },
      };
    }
  }
  return joined;
}

/** The parameters in an order in which each comes after those it depends on, else as they are written. */
export function parameterOrder(space: SearchSpace): string[] {
  const order = new Set<string>();
  const place = (name: string) => {
    if (order.has(name)) return;
    for (const other of Object.keys(space[name].when ?? {})) place(other);
    order.add(name);
  };
  for (const name of Object.keys(space)) place(name);
  return [...order];
}

/** True when a parameter is there, given the values of those it depends on. */
export function isActive({ when: conditions = {} }: ParamSpace, values: ParamValues): boolean {
  return Object.entries(conditions).every(
    ([other, allowed]) =>
      Object.hasOwn(values, other) && allowed.some((value) => sameValue(value, values[other])),
  );
}

export function sameValue(a: ParamValue, b: ParamValue): boolean {
  return a === b || (typeof a === "object" && JSON.stringify(a) === JSON.stringify(b));
}

function findLoop(space: SearchSpace): string | null {
  const finished = new Set<string>();
  const open = new Set<string>();
  const visit = (name: string): string | null => {
    if (finished.has(name) || !Object.hasOwn(space, name)) return null;
    if (open.has(name)) return name;
    open.add(name);
    for (const other of Object.keys(space[name].when ?? {})) {
      const loop = visit(other);
      if (loop !== null) return loop;
    }
    open.delete(name);
    finished.add(name);
    return null;
  };
  for (const name of Object.keys(space)) {
    const loop = visit(name);
    if (loop !== null) return loop;
  }
  return null;
}
