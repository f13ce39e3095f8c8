import type { Random } from "../random";
import type { CategoryColumn, Column } from "../table";
import type { EncodedTarget } from "../target";
import { encodeOptions, scaleMethod, wantsIndicator } from "./column-options";
import type { PrepareConfig } from "./config";
import { countCategories, fitOneHot, fitOrdinal, knownCategories } from "./fit-category";
import { fitBuckets, fitNumber } from "./fit-number";
import { fitTarget } from "./fit-target";
import type { FeatureJSON, PreparingNote } from "./fitted-preparing";

/** With fewer distinct texts than this, all-distinct is chance and not an identifier. */
const MIN_IDENTIFIERS = 10;

export interface ColumnContext {
  readonly rows: Int32Array;
  readonly config: PrepareConfig;
  /** Whether `scale: auto` scales. */
  readonly scaled: boolean;
  /** Whether the family takes categories as they are. */
  readonly categories: boolean;
  /** Read only where a column is encoded by it. */
  readonly target: () => Pick<EncodedTarget, "y" | "classes">;
  readonly random: Random;
}

export interface FittedColumn {
  readonly features: readonly FeatureJSON[];
  readonly notes: readonly PreparingNote[];
  /** Of the first feature, where training rows get other values than rows to predict. */
  readonly outOfFold?: Float64Array;
}

/** A column's features, fitted on the training rows only; none, and a note, where there is nothing to learn from. */
export function fitColumn(source: Column, context: ColumnContext): FittedColumn {
  const { name } = source;
  if (source.kind === "category" && isIdentifier(source, context.rows)) {
    const message = `${name} is left out: every value occurs once, as in an identifier.`;
    return { features: [], notes: [{ column: name, reason: "identifier", message }] };
  }
  const fitted = source.kind === "number" ? fitNumbers(source, context) : fitCategories(source, context);
  if (fitted === null) {
    const message = `${name} is left out: no training row has a value.`;
    return { features: [], notes: [{ column: name, reason: "all_missing", message }] };
  }
  const { feature, outOfFold } = fitted;
  const indicator: FeatureJSON = { kind: "indicator", column: name, feature: `${name}_missing` };
  const indicated = wantsIndicator(context.config, name) && hasMissing(source, context.rows);
  return {
    features: indicated ? [feature, indicator] : [feature],
    notes: notesOn(feature, context),
    outOfFold,
  };
}

interface FittedFeature {
  readonly feature: FeatureJSON;
  readonly outOfFold?: Float64Array;
}

function fitNumbers(
  source: Extract<Column, { kind: "number" }>,
  context: ColumnContext,
): FittedFeature | null {
  const { rows, config } = context;
  const scale = scaleMethod(config, source.name, context.scaled);
  const { buckets = {} } = config;
  const rule = Object.hasOwn(buckets, source.name) ? buckets[source.name] : undefined;
  const feature = rule
    ? fitBuckets(source, rows, rule, config, scale)
    : fitNumber(source, rows, config, scale);
  return feature && { feature };
}

function fitCategories(source: CategoryColumn, context: ColumnContext): FittedFeature | null {
  const { rows, config, scaled, random } = context;
  const known = knownCategories(source, rows, config);
  if (known === null) return null;
  const scale = scaleMethod(config, source.name, scaled);
  const options = encodeOptions(config, source.name);
  switch (options.method) {
    case "one_hot":
      return { feature: fitOneHot(known, options) };
    case "ordinal":
      return { feature: fitOrdinal(known, scale) };
    case "native":
      if (!context.categories) return { feature: fitOneHot(known, options) };
      return { feature: { ...fitOrdinal(known, "none"), native: true } };
    case "target": {
      const target = context.target();
      return fitTarget(source, rows, known, { ...options, scale, target, random: random.fork(source.name) });
    }
  }
}

function notesOn(feature: FeatureJSON, { config }: ColumnContext): PreparingNote[] {
  const { column } = feature;
  if (feature.kind === "one_hot" && feature.rareFeature) {
    const message = `${column} keeps its ${feature.categories.length} most frequent categories, all others share one feature.`;
    return [{ column, reason: "rare_categories", message }];
  }
  if (feature.kind !== "buckets") return [];
  const [found, wanted] = [feature.edges.length + 1, config.buckets?.[column].n_bins];
  if (wanted === undefined || found >= wanted) return [];
  const message = `${column} has ${found} ${found === 1 ? "bucket" : "buckets"} instead of ${wanted}: too many of its values are equal.`;
  return [{ column, reason: "few_buckets", message }];
}

function isIdentifier(source: CategoryColumn, rows: Int32Array): boolean {
  const counts = countCategories(source, rows);
  return counts.size >= MIN_IDENTIFIERS && [...counts.values()].every((count) => count === 1);
}

export function hasMissing(source: Column, rows: Int32Array): boolean {
  return source.kind === "number"
    ? rows.some((row) => !Number.isFinite(source.values[row]))
    : rows.some((row) => source.codes[row] < 0);
}
