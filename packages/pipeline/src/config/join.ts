import { z } from "zod";

/** Closed: what is not here is never written into a query. */
export const AGGREGATE_FUNCTIONS = [
  "count",
  "sum",
  "mean",
  "min",
  "max",
  "median",
  "std",
  "nunique",
] as const;
export type AggregateFunction = (typeof AGGREGATE_FUNCTIONS)[number];

const MAX_JOINS = 10;
const columnName = z.string().min(1);
const AGGREGATE = new RegExp(`^\\s*(${AGGREGATE_FUNCTIONS.join("|")})\\s*\\(\\s*(.*?)\\s*\\)\\s*$`, "s");

const aggregate = z
  .string()
  .refine(
    (text) => AGGREGATE.test(text),
    `must be one of ${AGGREGATE_FUNCTIONS.map((name) => `${name}(column)`).join(", ")}, or count()`,
  );

const joinEntry = z
  .strictObject({
    dataset: z.string().trim().min(1).max(200).describe("The dataset that is joined"),
    version: z
      .custom<"latest" | number>(
        (value) => value === "latest" || (Number.isInteger(value) && Number(value) >= 1),
        "must be latest or a version's number",
      )
      .default("latest"),
    on: z
      .custom<string | readonly string[] | Readonly<Record<string, string>>>(
        isKeys,
        "must be a column, a list of columns, or a map from the columns here to those of the joined dataset",
      )
      .describe("The keys by which rows find each other"),
    how: z
      .enum(["left", "inner"])
      .default("left")
      .describe("left keeps rows that find none, with missing values; inner leaves them out"),
    columns: z.array(columnName).min(1).optional().describe("What to bring; all but the keys when absent"),
    prefix: z
      .string()
      .max(100)
      .default("")
      .describe("Stands before the name of every column that is brought"),
    aggregate: z
      .strictObject({
        by: z.array(columnName).min(1).optional().describe("The joined dataset's keys, and no others"),
        columns: z
          .record(columnName, aggregate)
          .refine((columns) => Object.keys(columns).length > 0, "names no column")
          .describe("New columns by name, such as mean(income)"),
      })
      .optional()
      .describe("One row for each key"),
  })
  .superRefine((join, context) => {
    const fail = (path: string[], message: string) => context.addIssue({ code: "custom", path, message });
    if (join.aggregate && join.columns)
      fail(["columns"], "cannot stand beside aggregate, which names its own");
    const keys = joinKeys(join.on).map(({ right }) => right);
    const by = join.aggregate?.by;
    if (by && (by.length !== keys.length || !by.every((each) => keys.includes(each))))
      fail(
        ["aggregate", "by"],
        `must be the keys it is joined by, ${keys.join(", ")}, so that each finds one row`,
      );
  });

export const joinSchema = z.array(joinEntry).min(1).max(MAX_JOINS);

export type JoinConfig = z.output<typeof joinEntry>;

function isKeys(value: unknown): boolean {
  const isName = (each: unknown) => typeof each === "string" && each !== "";
  if (typeof value !== "object" || value === null) return isName(value);
  const names = Object.values(value);
  return names.length > 0 && names.every(isName) && new Set(names).size === names.length;
}

/** The keys on both sides; one name alone is that of both. */
export function joinKeys(on: JoinConfig["on"]): { left: string; right: string }[] {
  if (typeof on === "string") return [{ left: on, right: on }];
  if (Array.isArray(on)) return on.map((name: string) => ({ left: name, right: name }));
  return Object.entries(on as Record<string, string>).map(([left, right]) => ({ left, right }));
}

/** What a text such as `mean(income)` asks for; the column is null for the number of rows. */
export function parseAggregate(text: string): { function: AggregateFunction; column: string | null } {
  const [, name, column] = AGGREGATE.exec(text) ?? [];
  const known = AGGREGATE_FUNCTIONS.find((each) => each === name);
  if (!known) throw new Error(`${text} is no aggregate.`);
  return { function: known, column: column === "" || column === "*" ? null : column };
}
