import { FAMILIES, METRICS } from "@pipepilot/ml";
import { z } from "zod";
import { pipelineConfigSchema } from "./schema";

interface JsonSchema {
  readonly type?: string;
  readonly description?: string;
  readonly default?: unknown;
  readonly enum?: readonly unknown[];
  readonly const?: unknown;
  readonly anyOf?: readonly JsonSchema[];
  readonly items?: JsonSchema;
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly required?: readonly string[];
  readonly minimum?: number;
  readonly exclusiveMinimum?: number;
  readonly maximum?: number;
  readonly exclusiveMaximum?: number;
}

/** Where a key's tables would say too little. */
const MORE: Readonly<Record<string, string>> = {
  train:
    "One candidate or a list of up to 20. `type` names the family, `random_forest` where it is absent; the other keys are its parameters, below.",
  "tune.space":
    "A parameter's space is a list of choices, `{ int: [low, high], step: 1, log: false }`, `{ float: [low, high], step: 0.1, log: false }` or `{ choice: [...] }`; `when: { bootstrap: true }` makes it wait for another one's value.",
};

/** Forms of a value that JSON Schema does not say, each as it is written; a test gives all of them to the schema. */
export const FORMS: Readonly<Record<string, readonly string[]>> = {
  "split.by": ["row_hash", "stratified", "time:sold_at", "group:city"],
  "prepare.encode": ["{ default: one_hot, columns: { city: { method: target, smooth: auto, cv: 5 } } }"],
  "prepare.outliers": [
    "{ method: clip_iqr, factor: 1.5 }",
    "{ default: none, columns: { income: { method: clip_quantile, lower: 0.01, upper: 0.99 } } }",
  ],
  "prepare.scale": ["{ default: auto, columns: { age: min_max } }"],
  "prepare.impute.numeric": ["{ constant: 0 }"],
  "prepare.impute.categorical": ["{ constant: unknown }"],
  "prepare.impute.columns": ["{ age: { strategy: constant, value: 0, indicator: true } }"],
  "prepare.dates.columns": ["[sold_at]", "{ sold_at: { parts: [year, month], cyclical: true, unit: s } }"],
  "prepare.buckets": ["{ median_income: 5 }", "{ median_income: { n_bins: 5, encode: ordinal } }"],
  "prepare.derive": ["{ rooms_per_household: total_rooms / households }"],
  "join.version": ["latest", "3"],
  "join.on": ["zip", "[zip, city]", "{ zip: code }"],
  "join.aggregate.columns": ["{ n: count(), mean_price: mean(price) }"],
  "evaluate.primary_metric": Object.keys(METRICS),
};

/** The guide's reference of the config, made of the schema that checks configs. */
export function configReference(): string {
  const root = schemaOf(pipelineConfigSchema);
  const entries = Object.entries(root.properties ?? {});
  const isPlain = ([, schema]: [string, JsonSchema]) => !keysOf(schema);
  const parts = entries.filter((entry) => !isPlain(entry) || entry[0] === "train");
  return `${[
    "# Config reference",
    "Every key of a pipeline's config, made of the schema that checks it: unknown keys are errors, and what is absent has its default. How they are used is in [Pipelines](pipelines.md).",
    "## The top",
    table(rows(root, "", entries.filter(isPlain))),
    ...parts.flatMap(([key, schema]) => partOf(key, schema)),
    "## Families",
    "Parameters have scikit-learn's names.",
    ...Object.values(FAMILIES).flatMap(({ id, params }) => [`### ${id}`, table(rows(schemaOf(params), ""))]),
  ].join("\n\n")}\n`;
}

/** The smallest config with a value at a path; a list where the path's first part is one. */
export function configWith(path: string, value: unknown): Record<string, unknown> {
  const [first, ...rest] = path.split(".");
  const inner = rest.reduceRight<unknown>((within, key) => ({ [key]: within }), value) as Record<
    string,
    unknown
  >;
  const needed = first === "join" ? [{ dataset: "areas", on: "zip", ...inner }] : inner;
  return { dataset: "housing", target: "price", train: {}, [first]: needed };
}

/** The words that the schema names when it refuses another one. */
function wordsOf(path: string): string[] {
  const issues = pipelineConfigSchema.safeParse(configWith(path, "?")).error?.issues ?? [];
  return issues.flatMap((issue) =>
    "values" in issue && Array.isArray(issue.values) ? issue.values.map(String) : [],
  );
}

const schemaOf = (schema: z.ZodType) =>
  z.toJSONSchema(schema, { io: "input", unrepresentable: "any" }) as JsonSchema;

/** What a map or a list of maps has for keys. */
const keysOf = (schema: JsonSchema): JsonSchema | null =>
  schema.properties ? schema : schema.items?.properties ? schema.items : null;

function partOf(key: string, schema: JsonSchema): string[] {
  const keys = keysOf(schema);
  const more = Object.entries(MORE).flatMap(([path, text]) => (path.split(".")[0] === key ? [text] : []));
  return [
    `## ${key}`,
    ...(schema.description ? [`${schema.description}${schema.items ? "; a list of up to 10" : ""}.`] : []),
    ...(keys ? [table(rows(keys, `${key}.`))] : []),
    ...more,
  ];
}

interface Row {
  readonly key: string;
  readonly value: string;
  readonly standard: string;
  readonly meaning: string;
}

function rows(schema: JsonSchema, prefix: string, entries = Object.entries(schema.properties ?? {})): Row[] {
  return entries.flatMap(([name, each]) => {
    const path = prefix + name;
    const inner = keysOf(each);
    if (inner && path !== "train") return [row(schema, path, name, each), ...rows(inner, `${path}.`)];
    return [row(schema, path, name, each)];
  });
}

function row(parent: JsonSchema, path: string, name: string, schema: JsonSchema): Row {
  const isNeeded = schema.default === undefined && parent.required?.includes(name);
  return {
    key: path,
    value: FORMS[path]
      ? [...new Set([...wordsOf(path), ...FORMS[path]])].map(code).join(", ")
      : valueOf(schema),
    standard:
      schema.default === undefined || keysOf(schema)
        ? isNeeded
          ? "needed"
          : ""
        : code(
            typeof schema.default === "string" && schema.default
              ? schema.default
              : JSON.stringify(schema.default)
                  .replaceAll(/"(\w+)"/g, "$1")
                  .replaceAll(",", ", "),
          ),
    meaning: schema.description ?? "",
  };
}

const code = (text: string) => `\`${text}\``;

function valueOf(schema: JsonSchema): string {
  if (schema.enum) return schema.enum.map((each) => code(String(each))).join(", ");
  if (schema.const !== undefined) return code(String(schema.const));
  if (schema.anyOf) return [...new Set(schema.anyOf.map(valueOf))].join(", or ");
  switch (schema.type) {
    case "integer":
      return `whole number${rangeOf(schema)}`;
    case "number":
      return `number${rangeOf(schema)}`;
    case "array":
      return /^(map|any)?$/.test(valueOf(schema.items ?? {}))
        ? "list of maps"
        : `list of ${valueOf(schema.items ?? {})}`;
    case "object":
      return "map";
    case "boolean":
      return "`true`, `false`";
    case "string":
      return "text";
    case "null":
      return "`null`";
    default:
      return "any";
  }
}

function rangeOf({ minimum, exclusiveMinimum, maximum, exclusiveMaximum }: JsonSchema): string {
  const isBounded = (bound: number | undefined) =>
    bound !== undefined && Math.abs(bound) < Number.MAX_SAFE_INTEGER;
  const bounds = [
    isBounded(minimum) ? `at least ${minimum}` : "",
    isBounded(exclusiveMinimum) ? `above ${exclusiveMinimum}` : "",
    isBounded(maximum) ? `at most ${maximum}` : "",
    isBounded(exclusiveMaximum) ? `below ${exclusiveMaximum}` : "",
  ].filter(Boolean);
  return bounds.length === 0 ? "" : `, ${bounds.join(", ")}`;
}

function table(all: readonly Row[]): string {
  const cell = (text: string) => text.replaceAll("|", "\\|").replaceAll("\n", " ");
  return [
    "| key | value | default | meaning |",
    "| --- | --- | --- | --- |",
    ...all.map(
      ({ key, value, standard, meaning }) =>
        `| ${code(key)} | ${cell(value)} | ${cell(standard)} | ${cell(meaning.replace(/\.$/, ""))} |`,
    ),
  ].join("\n");
}
