import { Prisma } from "@pipepilot/db";
import { PROMPT_TAG } from "./names";
import type { NumberCondition, TagCondition, TextCondition } from "./search-schema";

/** Conditions as SQL; values are parameters, whatever is in them. */

export function matchesText(column: Prisma.Sql, condition: TextCondition): Prisma.Sql {
  switch (condition.comparator) {
    case "=":
      return Prisma.sql`${column} = ${condition.value}`;
    case "!=":
      return Prisma.sql`${column} <> ${condition.value}`;
    // Without an escape character: a pattern that ends in "\\" would be an error.
    case "LIKE":
      return Prisma.sql`${column} LIKE ${condition.value} ESCAPE ''`;
    case "ILIKE":
      return Prisma.sql`${column} ILIKE ${condition.value} ESCAPE ''`;
    case "IN":
      return Prisma.sql`${column} = ANY(${condition.values}::text[])`;
    case "NOT IN":
      return Prisma.sql`${column} <> ALL(${condition.values}::text[])`;
  }
}

const NUMBER_OPERATORS: Record<NumberCondition["comparator"], Prisma.Sql> = {
  "=": Prisma.sql`=`,
  "!=": Prisma.sql`<>`,
  "<": Prisma.sql`<`,
  "<=": Prisma.sql`<=`,
  ">": Prisma.sql`>`,
  ">=": Prisma.sql`>=`,
};

export function matchesNumber(column: Prisma.Sql, { comparator, value }: NumberCondition): Prisma.Sql {
  return Prisma.sql`${column} ${NUMBER_OPERATORS[comparator]} ${value}::bigint`;
}

/** Rows of a table of tags that belong to the row asked about. */
interface TagRows {
  readonly table: Prisma.Sql;
  /** Of its rows `t`. */
  readonly owned: Prisma.Sql;
}

export const MODEL_TAGS: TagRows = {
  table: Prisma.sql`"RegisteredModelTag"`,
  owned: Prisma.sql`t."projectId" = m."projectId" AND t."modelId" = m.id`,
};

export const VERSION_TAGS: TagRows = {
  table: Prisma.sql`"ModelVersionTag"`,
  owned: Prisma.sql`t."projectId" = v."projectId" AND t."modelVersionId" = v.id`,
};

function hasTag({ table, owned }: TagRows, { key, ...condition }: TagCondition): Prisma.Sql {
  const value = matchesText(Prisma.sql`t.value`, condition);
  return Prisma.sql`EXISTS (SELECT 1 FROM ${table} t WHERE ${owned} AND t.key = ${key} AND ${value})`;
}

/**
 * MLflow keeps prompts among the models, told apart by a tag. They are found only where it is asked for; every other
 * condition on that tag means what is no prompt.
 */
export function matchesTags(rows: TagRows, conditions: readonly TagCondition[]): Prisma.Sql[] {
  const asked = conditions.find(({ key }) => key === PROMPT_TAG);
  if (asked && wantsPrompts(asked)) return conditions.map((condition) => hasTag(rows, condition));
  const isPrompt = [MODEL_TAGS, rows].map((each) =>
    hasTag(each, { key: PROMPT_TAG, comparator: "ILIKE", value: "true" }),
  );
  return [
    ...conditions.filter(({ key }) => key !== PROMPT_TAG).map((condition) => hasTag(rows, condition)),
    ...isPrompt.map((condition) => Prisma.sql`NOT ${condition}`),
  ];
}

function wantsPrompts({ comparator, value }: TagCondition): boolean {
  const wanted = value.toLowerCase();
  return (comparator === "=" && wanted === "true") || (comparator === "!=" && wanted === "false");
}

export const allOf = (conditions: readonly Prisma.Sql[]): Prisma.Sql =>
  Prisma.join([Prisma.sql`true`, ...conditions], " AND ");
