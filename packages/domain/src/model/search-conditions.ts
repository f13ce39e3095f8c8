import { Prisma } from "@pipepilot/db";
import { textCondition } from "../search/conditions";
import { PROMPT_TAG } from "./names";
import type { TagCondition } from "./search-schema";

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
  const value = textCondition(Prisma.sql`t.value`, condition);
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
