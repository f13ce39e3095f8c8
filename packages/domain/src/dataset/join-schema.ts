import { z } from "zod";
import { positiveNumber } from "../number";
import type { ColumnType } from "./schema";

export const AGGREGATES = ["count", "sum", "mean", "min", "max", "median", "std", "nunique"] as const;
export type AggregateFunction = (typeof AGGREGATES)[number];

const columnName = z.string().min(1);

/** One join: which version of which dataset, by which keys, and what it brings. */
export const joinRequest = z.strictObject({
  /** Where it stands in the config, for messages: "join.0". */
  path: z.string(),
  dataset: z.string().min(1),
  version: z.union([z.literal("latest"), positiveNumber]).default("latest"),
  on: z.array(z.strictObject({ left: columnName, right: columnName })).min(1),
  how: z.enum(["left", "inner"]).default("left"),
  /** Absent: all but the keys. */
  columns: z.array(columnName).optional(),
  prefix: z.string().default(""),
  /** One row for each key, with these columns; `column` is null for the number of rows. */
  aggregate: z
    .array(
      z.strictObject({
        name: columnName,
        function: z.enum(AGGREGATES),
        column: columnName.nullable(),
      }),
    )
    .min(1)
    .optional(),
});
export type JoinRequest = z.input<typeof joinRequest>;
export type ParsedJoinRequest = z.output<typeof joinRequest>;

export const resolveJoinsInput = z.strictObject({
  datasetVersionId: z.uuid(),
  /** Never brought in again from the dataset it stands in. */
  target: z.string(),
  joins: z.array(joinRequest).max(10),
});
export type ResolveJoinsInput = z.input<typeof resolveJoinsInput>;

const columnType = z.enum([
  "integer",
  "float",
  "boolean",
  "date",
  "timestamp",
  "string",
]) satisfies z.ZodType<ColumnType>;

/** A column that a join adds. */
export const joinedColumn = z.strictObject({
  /** In the joined table. */
  name: columnName,
  type: columnType,
  /** In the joined dataset; null for its number of rows. */
  source: z.strictObject({ name: columnName, type: columnType }).nullable(),
  function: z.enum(AGGREGATES).nullable(),
});
export type JoinedColumn = z.infer<typeof joinedColumn>;

/** A join with everything decided: the version, and that its columns are there and fit. */
export const resolvedJoin = z.strictObject({
  path: z.string(),
  dataset: z.string(),
  datasetVersionId: z.uuid(),
  number: z.number(),
  parquetHash: z.string(),
  /** `type` is the right key's. */
  on: z.array(z.strictObject({ left: columnName, right: columnName, type: columnType })),
  how: z.enum(["left", "inner"]),
  columns: z.array(joinedColumn),
});
export type ResolvedJoin = z.infer<typeof resolvedJoin>;

export const readJoinedColumnsInput = z.strictObject({
  datasetVersionId: z.uuid(),
  joins: z.array(resolvedJoin).min(1).max(10),
});
export type ReadJoinedColumnsInput = z.input<typeof readJoinedColumnsInput>;
