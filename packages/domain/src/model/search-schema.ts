import { z } from "zod";
import { cursor, pageLimit } from "../page";
import { LIST_COMPARATORS, NUMBER_COMPARATORS, TEXT_COMPARATORS } from "../search/comparison";
import { plainText } from "../text";
import { registryTagKey } from "./names";

/** What a filter compares with may be as long as what is kept. */
const comparedText = plainText(100_000);

const textCondition = z.union([
  z.strictObject({ comparator: z.enum(TEXT_COMPARATORS), value: comparedText }),
  z.strictObject({ comparator: z.enum(LIST_COMPARATORS), values: z.array(comparedText).max(10_000) }),
]);

const numberCondition = z.strictObject({
  comparator: z.enum(NUMBER_COMPARATORS),
  value: z.number().int(),
});

/** Of things that have the tag: what lacks it is not found by "!=" either. */
const tagCondition = z.strictObject({
  key: registryTagKey,
  comparator: z.enum(TEXT_COMPARATORS),
  value: comparedText,
});
export type TagCondition = z.infer<typeof tagCondition>;

const conditions = <Schema extends z.ZodType>(schema: Schema) => z.array(schema).max(100).default([]);

const order = <const Keys extends readonly [string, ...string[]]>(keys: Keys) =>
  z
    .array(z.strictObject({ key: z.enum(keys), direction: z.enum(["asc", "desc"]).default("asc") }))
    .refine((order) => new Set(order.map(({ key }) => key)).size === order.length, "Name each key once.");

/** All conditions hold together. */
export const searchModelsInput = z.strictObject({
  names: conditions(textCondition),
  tags: conditions(tagCondition),
  /** By name where it leaves a choice. */
  orderBy: order(["name", "createdAt", "updatedAt"]).default([]),
  cursor,
  limit: pageLimit(100, 1000),
});
export type SearchModelsInput = z.input<typeof searchModelsInput>;

/** All conditions hold together. */
export const searchVersionsInput = z.strictObject({
  names: conditions(textCondition),
  numbers: conditions(numberCondition),
  runIds: conditions(textCondition),
  sources: conditions(textCondition),
  tags: conditions(tagCondition),
  /** By name, then the newest number, where it leaves a choice. */
  orderBy: order(["name", "number", "createdAt", "updatedAt"]).default([
    { key: "updatedAt", direction: "desc" },
  ]),
  cursor,
  /** MLflow allows 200,000 at once; a page has at most 10,000 and says how to go on. */
  limit: pageLimit(10_000, 200_000).transform((limit) => Math.min(limit, 10_000)),
});
export type SearchVersionsInput = z.input<typeof searchVersionsInput>;
