import { z } from "zod";

const constant = <Value extends z.ZodType>(value: Value) => z.strictObject({ constant: value });

/** JavaScript's names of parts of every object, under which no row can carry a value. */
const RESERVED_NAMES = new Set(["__proto__", "constructor", "prototype"]);

/** How columns become features. Every part is fitted on the training rows only. */
export const prepareConfigSchema = z.strictObject({
  drop: z.array(z.string()).default([]).describe("Columns that are not learned from"),
  derive: z
    .record(z.string().min(1), z.string().min(1))
    .superRefine((columns, context) => {
      for (const name of Object.keys(columns).filter((each) => RESERVED_NAMES.has(each)))
        context.addIssue({ code: "custom", path: [name], message: "is a reserved name" });
    })
    .default({})
    .describe("New columns by name, each an expression over columns, such as total_rooms / households"),
  impute: z
    .strictObject({
      numeric: z
        .union([z.enum(["median", "mean", "most_frequent", "none"]), constant(z.number())])
        .default("median")
        .describe("What stands in for a missing number"),
      categorical: z
        .union([z.enum(["most_frequent"]), constant(z.string().min(1))])
        .default("most_frequent")
        .describe("What stands in for a missing category"),
    })
    .prefault({})
    .describe("What stands in for missing values"),
  encode: z.enum(["one_hot", "ordinal"]).default("one_hot").describe("How categories become numbers"),
  max_categories: z
    .int()
    .min(2)
    .max(1000)
    .default(50)
    .describe("Most one-hot features of one column; rarer categories share one feature"),
  outliers: z
    .enum(["none", "clip_iqr", "clip_quantile"])
    .default("none")
    .describe(
      "Clip numbers to 1.5 interquartile ranges beyond the quartiles, or to the 1st and 99th percentile",
    ),
  scale: z
    .enum(["auto", "none", "standard", "min_max", "robust"])
    .default("auto")
    .describe("How numbers are scaled; auto is standard for linear and neural networks, none for trees"),
});

export type PrepareConfig = z.output<typeof prepareConfigSchema>;
export type PrepareConfigInput = z.input<typeof prepareConfigSchema>;
