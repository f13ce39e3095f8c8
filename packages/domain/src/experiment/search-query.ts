import { Prisma } from "@pipepilot/db";
import type { Comparison, NumberTest, Ordering, PresenceTest, TextTest } from "../search/comparison";
import { textCondition, timeCondition } from "../search/conditions";
import { textColumn, type SortColumn } from "../search/keyset";

const TIMES: Readonly<Record<string, Prisma.Sql>> = {
  creation_time: Prisma.sql`e."createdAt"`,
  last_update_time: Prisma.sql`e."updatedAt"`,
};
const TEXTS: Readonly<Record<string, Prisma.Sql>> = {
  name: Prisma.sql`e.name`,
  experiment_id: Prisma.sql`e.id::text`,
};

/** True of the experiments `e` of which the comparison holds. A tag that one does not have is equal and unequal to nothing. */
export function experimentCondition({ field: { kind, key }, test }: Comparison): Prisma.Sql {
  if (kind === "tag") return tagCondition(key, test as TextTest | PresenceTest);
  if (key in TIMES) return timeCondition(TIMES[key], test as NumberTest);
  return textCondition(TEXTS[key], test as TextTest);
}

function tagCondition(key: string, test: TextTest | PresenceTest): Prisma.Sql {
  const value = Prisma.sql`(SELECT t.value FROM "ExperimentTag" t
    WHERE t."projectId" = e."projectId" AND t."experimentId" = e.id AND t.key = ${key})`;
  if (test.type !== "presence") return textCondition(value, test);
  return test.comparator === "IS NULL" ? Prisma.sql`${value} IS NULL` : Prisma.sql`${value} IS NOT NULL`;
}

/** As MLflow: the newest first without an order; where they are equal in what is asked for, the larger id. */
export function experimentColumns(orderings: readonly Ordering[]): SortColumn[] {
  if (orderings.length === 0) return [columnOf("creation_time", true), columnOf("experiment_id", false)];
  const columns = orderings.map(({ field, descending }) => columnOf(field.key, descending));
  const hasId = orderings.some(({ field }) => field.key === "experiment_id");
  return hasId ? columns : [...columns, columnOf("experiment_id", true)];
}

function columnOf(key: string, descending: boolean): SortColumn {
  return key in TIMES ? { value: TIMES[key], type: "time", descending } : textColumn(TEXTS[key], descending);
}
