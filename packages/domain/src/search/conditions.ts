import { Prisma } from "@pipepilot/db";
import type { NumberComparator, NumberTest, TextTest } from "./comparison";
import type { ViewType } from "./window";

const NUMBER_OPERATORS: Record<NumberComparator, Prisma.Sql> = {
  "=": Prisma.sql`=`,
  "!=": Prisma.sql`<>`,
  "<": Prisma.sql`<`,
  "<=": Prisma.sql`<=`,
  ">": Prisma.sql`>`,
  ">=": Prisma.sql`>=`,
};

/** What is compared with how, whichever kind of test it is. */
type Compared<Test> = Test extends unknown ? Omit<Test, "type"> : never;

/** As everywhere but in PostgreSQL, NaN is neither above nor below anything; it only differs. */
export function numberCondition(value: Prisma.Sql, test: NumberTest): Prisma.Sql {
  return test.comparator.startsWith(">")
    ? numberRange(Prisma.sql`nullif(${value}, 'NaN'::float8)`, test)
    : numberRange(value, test);
}

/** The same in the order of an index, where NaN stands behind infinity. */
export function numberRange(
  value: Prisma.Sql,
  { comparator, value: operand }: Compared<NumberTest>,
): Prisma.Sql {
  return Prisma.sql`${value} ${NUMBER_OPERATORS[comparator]} ${String(operand)}::float8`;
}

/** PostgreSQL's calendar, in milliseconds since 1970. */
const EARLIEST = -6e13;
const LATEST = 8.64e15;

/** Times are compared as milliseconds since 1970. */
export function timeCondition(time: Prisma.Sql, { comparator, value }: NumberTest): Prisma.Sql {
  const within = Math.min(Math.max(value, EARLIEST), LATEST);
  return Prisma.sql`${time} ${NUMBER_OPERATORS[comparator]} to_timestamp(${String(within)}::float8 / 1000)`;
}

/** In patterns only % and _ mean something: no character takes that from them. */
export function textCondition(text: Prisma.Sql, test: Compared<TextTest>): Prisma.Sql {
  switch (test.comparator) {
    case "=":
      return Prisma.sql`${text} = ${test.value}`;
    case "!=":
      return Prisma.sql`${text} <> ${test.value}`;
    case "LIKE":
      return Prisma.sql`${text} LIKE ${test.value} ESCAPE ''`;
    case "ILIKE":
      return Prisma.sql`${text} ILIKE ${test.value} ESCAPE ''`;
    case "IN":
      return Prisma.sql`${text} = ANY(${[...test.values]}::text[])`;
    case "NOT IN":
      return Prisma.sql`${text} <> ALL(${[...test.values]}::text[])`;
  }
}

/** All of them; true where there are none. */
export function allOf(conditions: readonly Prisma.Sql[]): Prisma.Sql {
  return conditions.length === 0 ? Prisma.sql`true` : Prisma.join(conditions, " AND ");
}

/** What is in view, by the column that says since when something is in the trash. */
export function inView(viewType: ViewType, deletedAt: Prisma.Sql): Prisma.Sql[] {
  switch (viewType) {
    case "ACTIVE_ONLY":
      return [Prisma.sql`${deletedAt} IS NULL`];
    case "DELETED_ONLY":
      return [Prisma.sql`${deletedAt} IS NOT NULL`];
    case "ALL":
      return [];
  }
}
