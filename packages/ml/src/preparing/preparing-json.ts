import { z } from "zod";
import { prepareConfigSchema } from "./config";
import { DATE_PARTS } from "./date-parts";
import type { PreparingJSON } from "./fitted-preparing";

const positive = z.number().positive();
const scaling = { center: z.number(), scale: positive };
const column = z.string();
const categories = { column, fill: z.string().nullable(), categories: z.array(z.string()) };
const numbers = z.array(z.number());

const feature = z.discriminatedUnion("kind", [
  z.strictObject({
    kind: z.literal("number"),
    column,
    clip: z.tuple([z.number(), z.number()]).nullable(),
    fill: z.number().nullable(),
    ...scaling,
  }),
  z.strictObject({ kind: z.literal("one_hot"), ...categories, rareFeature: z.boolean() }),
  z.strictObject({
    kind: z.literal("ordinal"),
    native: z.literal(true).optional(),
    ...categories,
    ...scaling,
  }),
  z
    .strictObject({
      kind: z.literal("target"),
      column,
      categories: z.array(z.string()),
      classes: z.array(z.union([z.string(), z.number()])).nullable(),
      encodings: numbers,
      missing: numbers,
      unseen: numbers,
      center: numbers,
      scale: z.array(positive),
    })
    .refine((each) => {
      const width = each.classes?.length ?? 1;
      const rows = [each.missing, each.unseen, each.center, each.scale];
      return (
        rows.every((row) => row.length === width) && each.encodings.length === each.categories.length * width
      );
    }, "has encodings of another shape than its categories"),
  z.strictObject({
    kind: z.literal("buckets"),
    column,
    edges: numbers,
    fill: z.number().nullable(),
    encode: z.enum(["one_hot", "ordinal"]),
    ...scaling,
  }),
  z.strictObject({ kind: z.literal("indicator"), column, feature: z.string() }),
]);

const derived = z.union([
  z.strictObject({ name: z.string(), expression: z.string() }),
  z.strictObject({
    name: z.string(),
    date: z.string(),
    part: z.enum(DATE_PARTS),
    wave: z.enum(["sin", "cos"]).optional(),
    unit: z.enum(["ms", "s"]),
  }),
]);

/** What `toJSON` writes. What was added since the first version is optional, so that older bundles stay readable. */
export const preparingSchema: z.ZodType<PreparingJSON> = z.strictObject({
  version: z.literal(1),
  config: prepareConfigSchema,
  target: z.string(),
  inputs: z.array(
    z.strictObject({
      name: z.string(),
      kind: z.enum(["number", "category"]),
      nullable: z.boolean(),
      date: z.enum(["ms", "s"]).optional(),
    }),
  ),
  derived: z.array(derived),
  features: z.array(feature),
  notes: z.array(
    z.strictObject({
      column: z.string(),
      reason: z.enum(["identifier", "all_missing", "rare_categories", "few_buckets"]),
      message: z.string(),
    }),
  ),
});
