import { LearningError } from "../errors";
import type { Column } from "../table";
import { isMap } from "./config-forms";
import type { EncodeRule, OutlierRule, PrepareConfig, ScaleRule } from "./config";

export type ScaleMethod = Exclude<ScaleRule, "auto">;
export type NumberFill = "median" | "mean" | "most_frequent" | "none" | { readonly constant: number };
export type CategoryFill = "most_frequent" | "none" | { readonly constant: string };
export type OneHotOptions = { readonly max_categories: number; readonly min_frequency?: number };
export type TargetOptions = { readonly smooth: "auto" | number; readonly cv: number };
export type EncodeOptions =
  | ({ readonly method: "one_hot" } & OneHotOptions)
  | { readonly method: "ordinal" }
  | ({ readonly method: "native" } & OneHotOptions)
  | ({ readonly method: "target" } & TargetOptions);
export type OutlierOptions = Extract<OutlierRule, object>;

const TARGET_DEFAULTS: TargetOptions = { smooth: "auto", cv: 5 };

/** What stands in for missing numbers of this column. Throws `invalid_config` for a strategy that numbers do not know. */
export function numberFill({ impute }: PrepareConfig, name: string): NumberFill {
  const rule = ruleOf(impute.columns, name);
  if (rule?.strategy === undefined) return impute.numeric;
  if (rule.strategy !== "constant") return rule.strategy;
  if (typeof rule.value === "number") return { constant: rule.value };
  throw wrongRule(
    `prepare.impute.columns.${name}`,
    `${name} holds numbers, and "${rule.value}" is none`,
    name,
  );
}

/** What stands in for missing texts of this column. Throws `invalid_config` for a strategy that texts do not know. */
export function categoryFill({ impute }: PrepareConfig, name: string): CategoryFill {
  const rule = ruleOf(impute.columns, name);
  if (rule?.strategy === undefined) return impute.categorical;
  switch (rule.strategy) {
    case "most_frequent":
    case "none":
      return rule.strategy;
    case "constant":
      return { constant: String(rule.value) };
    default:
      throw wrongRule(
        `prepare.impute.columns.${name}`,
        `${name} holds text, which has no ${rule.strategy}`,
        name,
      );
  }
}

export function wantsIndicator({ impute }: PrepareConfig, name: string): boolean {
  return ruleOf(impute.columns, name)?.indicator ?? impute.indicator ?? false;
}

/** Where the config says how this column is imputed, for messages. */
export function imputePath({ impute }: PrepareConfig, { name, kind }: Pick<Column, "name" | "kind">): string {
  if (ruleOf(impute.columns, name)?.strategy !== undefined) return `impute.columns.${name}`;
  return kind === "number" ? "impute.numeric" : "impute.categorical";
}

export function encodeOptions(config: PrepareConfig, name: string): EncodeOptions {
  const rule: EncodeRule = ruleFor(config.encode, name);
  const method = typeof rule === "string" ? rule : rule.method;
  const given = typeof rule === "string" ? {} : rule;
  const { max_categories, min_frequency } = config;
  switch (method) {
    case "one_hot":
    case "native":
      return { max_categories, min_frequency, ...given, method };
    case "ordinal":
      return { method };
    case "target":
      return { ...TARGET_DEFAULTS, ...given, method };
  }
}

export function outlierOptions(config: PrepareConfig, name: string): OutlierOptions {
  const rule: OutlierRule = ruleFor(config.outliers, name);
  if (typeof rule === "object") return rule;
  switch (rule) {
    case "none":
      return { method: rule };
    case "clip_iqr":
      return { method: rule, factor: 1.5 };
    case "clip_quantile":
      return { method: rule, lower: 0.01, upper: 0.99 };
  }
}

export function scaleMethod(config: PrepareConfig, name: string, scaled: boolean): ScaleMethod {
  const rule: ScaleRule = ruleFor(config.scale, name);
  if (rule !== "auto") return rule;
  return scaled ? "standard" : "none";
}

/** The columns that rules name, each with the path of its rule. */
export function namedColumns(config: PrepareConfig): { readonly path: string; readonly name: string }[] {
  const { impute, encode, outliers, scale, buckets } = config;
  const maps: [string, object | undefined][] = [
    ["impute.columns", impute.columns],
    ["encode.columns", longForm(encode)?.columns],
    ["outliers.columns", longForm(outliers)?.columns],
    ["scale.columns", longForm(scale)?.columns],
    ["buckets", buckets],
  ];
  return maps.flatMap(([path, map]) =>
    Object.keys(map ?? {}).map((name) => ({ path: `prepare.${path}`, name })),
  );
}

export function wrongRule(path: string, reason: string, column: string): LearningError {
  return new LearningError("invalid_config", `${path}: ${reason}.`, { column });
}

interface LongForm<Rule> {
  readonly default: Rule;
  readonly columns: Readonly<Record<string, Rule>>;
}

function ruleFor<Rule extends string | { readonly method: string }>(
  rules: Rule | LongForm<Rule>,
  name: string,
): Rule {
  const long = longForm(rules);
  return long ? (ruleOf(long.columns, name) ?? long.default) : (rules as Rule);
}

function longForm<Rule>(rules: Rule | LongForm<Rule>): LongForm<Rule> | null {
  return isMap(rules) && "columns" in rules ? (rules as LongForm<Rule>) : null;
}

/** A column may be called as a part of every object is. */
function ruleOf<Rule>(rules: Readonly<Record<string, Rule>> | undefined, name: string): Rule | undefined {
  return rules && Object.hasOwn(rules, name) ? rules[name] : undefined;
}
