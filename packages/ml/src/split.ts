import { z } from "zod";

/** Which rows train, which validate (early stopping, tuning) and which test. */
export const splitConfigSchema = z.strictObject({
  test: z.number().min(0).lt(1).default(0.2).describe("Share of rows kept for the final test"),
  validation: z
    .number()
    .min(0)
    .lt(1)
    .default(0.1)
    .describe("Share of rows kept for tuning and early stopping"),
  by: z
    .string()
    .regex(
      /^(row_hash|stratified|(time|group):.+)$/,
      "must be row_hash, stratified, time:<column> or group:<column>",
    )
    .default("row_hash")
    .describe("How rows are assigned"),
});

export type SplitConfig = z.output<typeof splitConfigSchema>;

/** Row indexes in ascending order; together they hold every row exactly once. */
export interface Split {
  readonly train: Int32Array;
  readonly validation: Int32Array;
  readonly test: Int32Array;
}
