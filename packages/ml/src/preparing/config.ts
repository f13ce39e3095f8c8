import { z } from "zod";
import { isLearningError } from "../errors";
import { parseExpression } from "../expression/parse";
import { byColumn, isMap, knownMethods, oneOf, perColumn } from "./config-forms";
import { DATE_PARTS } from "./date-parts";

const NUMERIC = ["median", "mean", "most_frequent", "none"] as const;
const constant = <Value extends z.ZodType>(value: Value) => z.strictObject({ constant: value });
const text = z.string().min(1);

/** How one column's missing values are filled; what it does not say is as for all columns of its kind. */
const imputeRule = oneOf(
  isMap,
  z.enum(NUMERIC).transform((strategy): ImputeRule => ({ strategy })),
  z
    .strictObject({
      strategy: z.enum([...NUMERIC, "constant"]).optional(),
      value: z.union([z.number(), text]).optional().describe("What a constant strategy fills in"),
      fill_value: z.union([z.number(), text]).optional().describe("scikit-learn's name of value"),
      indicator: z.boolean().optional(),
    })
    .superRefine(({ strategy, value, fill_value }, context) => {
      const fail = (message: string, path = "value") =>
        context.addIssue({ code: "custom", path: [path], message });
      if (value !== undefined && fill_value !== undefined)
        fail("stands beside value; one is enough", "fill_value");
      const given = value ?? fill_value;
      if (strategy === "constant" && given === undefined) fail("is missing: the strategy is constant");
      if (strategy !== "constant" && given !== undefined)
        fail("needs strategy: constant", value === undefined ? "fill_value" : "value");
    })
    .transform(({ fill_value, value = fill_value, ...rest }): ImputeRule => ({
      ...rest,
      ...(value !== undefined && { value }),
    })),
);

const impute = z
  .strictObject({
    numeric: oneOf(isMap, z.enum(NUMERIC), constant(z.number()))
      .default("median")
      .describe("What stands in for a missing number; none leaves it to families that take missing values"),
    categorical: oneOf(isMap, z.enum(["most_frequent", "none"]), constant(text))
      .default("most_frequent")
      .describe("What stands in for a missing category"),
    indicator: z
      .boolean()
      .optional()
      .describe("Adds <column>_missing, 0 or 1, for every column with missing values in training"),
    columns: byColumn(imputeRule).optional().describe("Rules of single columns"),
  })
  .prefault({})
  .describe("What stands in for missing values");

const maxCategories = z.int().min(2).max(1000);
const minFrequency = z
  .number()
  .gt(0)
  .refine(
    (value) => value < 1 || Number.isInteger(value),
    "must be a whole number of rows, or a share below 1",
  );

const ENCODERS = ["one_hot", "ordinal", "target", "native"] as const;
const encodeRule = oneOf(
  isMap,
  z.enum(ENCODERS),
  z.discriminatedUnion(
    "method",
    [
      z.strictObject({
        method: z.literal("one_hot"),
        max_categories: maxCategories.optional(),
        min_frequency: minFrequency.optional(),
      }),
      z.strictObject({ method: z.literal("ordinal") }),
      z
        .strictObject({ method: z.literal("native") })
        .describe("Families that take categories get them as they are, the others one_hot"),
      z.strictObject({
        method: z.literal("target"),
        smooth: oneOf((value) => typeof value === "number", z.literal("auto"), z.number().min(0))
          .default("auto")
          .describe("Rows' worth of the target's mean mixed into every category; auto is empirical Bayes"),
        cv: z
          .int()
          .min(2)
          .max(100)
          .default(5)
          .describe("Folds; a training row is encoded without its own fold"),
      }),
    ],
    knownMethods(...ENCODERS),
  ),
);

const OUTLIERS = ["none", "clip_iqr", "clip_quantile"] as const;
const outlierRule = oneOf(
  isMap,
  z.enum(OUTLIERS),
  z.discriminatedUnion(
    "method",
    [
      z.strictObject({ method: z.literal("none") }),
      z.strictObject({
        method: z.literal("clip_iqr"),
        factor: z.number().min(0).default(1.5).describe("Interquartile ranges beyond the quartiles"),
      }),
      z
        .strictObject({
          method: z.literal("clip_quantile"),
          lower: z.number().min(0).max(1).default(0.01),
          upper: z.number().min(0).max(1).default(0.99),
        })
        .refine(({ lower, upper }) => lower < upper, { path: ["lower"], message: "must be less than upper" }),
    ],
    knownMethods(...OUTLIERS),
  ),
);

const scaleRule = z.enum(["auto", "none", "standard", "min_max", "robust"]);

const parts = z.array(z.enum(DATE_PARTS)).min(1);
const dateRule = oneOf(
  Array.isArray,
  z.strictObject({
    parts: parts.optional(),
    cyclical: z.boolean().optional(),
    unit: z.enum(["ms", "s"]).optional().describe("Of a number column: since 1970 (UTC); ms when absent"),
  }),
  parts.transform((list): DateRule => ({ parts: list })),
);
const dates = z.strictObject({
  columns: oneOf(
    Array.isArray,
    byColumn(dateRule),
    z
      .array(text)
      .transform((names) => Object.fromEntries(names.map((name): [string, DateRule] => [name, {}]))),
  ).describe("Columns of dates: a list, or by name { parts, cyclical, unit }"),
  parts: parts.default(["year", "month", "day", "dayofweek"]).describe("What a date becomes"),
  cyclical: z
    .boolean()
    .default(false)
    .describe(
      "Also sine and cosine of quarter, month, day, dayofweek and hour, so that December is next to January",
    ),
});

const nBins = z.int().min(2).max(1000);
const bucketRule = oneOf(
  isMap,
  nBins.transform((n_bins): BucketRule => ({ n_bins, encode: "one_hot" })),
  z.strictObject({ n_bins: nBins.default(5), encode: z.enum(["one_hot", "ordinal"]).default("one_hot") }),
);

const filter = text.superRefine((source, context) => {
  try {
    parseExpression(source);
  } catch (error) {
    if (!isLearningError(error)) throw error;
    context.addIssue({ code: "custom", message: error.message });
  }
});

/** How columns become features. Every part is fitted on the training rows only. */
export const prepareConfigSchema = z.strictObject({
  filter: filter
    .optional()
    .describe("Rows to learn from and to judge on, such as total_rooms > 0; never asked of rows to predict"),
  drop: z.array(z.string()).default([]).describe("Columns that are not learned from"),
  dates: dates.optional().describe("Columns of dates and the parts that they become"),
  derive: byColumn(text)
    .default({})
    .describe("New columns by name, each an expression over columns, such as total_rooms / households"),
  buckets: byColumn(bucketRule)
    .optional()
    .describe("Number columns cut into buckets of equally many training rows: n, or { n_bins, encode }"),
  impute,
  encode: perColumn(encodeRule, "one_hot").default("one_hot").describe("How categories become numbers"),
  max_categories: maxCategories
    .default(50)
    .describe("Most one-hot features of one column; rarer categories share one feature"),
  min_frequency: minFrequency
    .optional()
    .describe("Categories in fewer training rows (or a smaller share of them) share one one-hot feature"),
  outliers: perColumn(outlierRule, "none")
    .default("none")
    .describe(
      "Clip numbers to 1.5 (factor) interquartile ranges beyond the quartiles, or to the 1st (lower) and 99th (upper) percentile",
    ),
  scale: perColumn(scaleRule, "auto")
    .default("auto")
    .describe("How numbers are scaled; auto is standard for linear and neural networks, none for trees"),
});

export interface ImputeRule {
  readonly strategy?: (typeof NUMERIC)[number] | "constant";
  readonly value?: number | string;
  readonly indicator?: boolean;
}

export interface DateRule {
  readonly parts?: (typeof DATE_PARTS)[number][];
  readonly cyclical?: boolean;
  /** Of a number column, ms when absent. */
  readonly unit?: "ms" | "s";
}

export interface BucketRule {
  readonly n_bins: number;
  readonly encode: "one_hot" | "ordinal";
}

export type EncodeRule = z.output<typeof encodeRule>;
export type OutlierRule = z.output<typeof outlierRule>;
export type ScaleRule = z.output<typeof scaleRule>;
export type PrepareConfig = z.output<typeof prepareConfigSchema>;
export type PrepareConfigInput = z.input<typeof prepareConfigSchema>;
