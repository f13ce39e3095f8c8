import { Prisma } from "@pipepilot/db";
import { z } from "zod";
import { decodeCursor, encodeCursor } from "../page";

export type Direction = "asc" | "desc";

/** Something rows can be sorted by. */
export interface SortKey<Row> {
  readonly column: Prisma.Sql;
  /** The type a cursor's text is read as. */
  readonly type: Prisma.Sql;
  readonly form: z.ZodType<string>;
  readonly valueOf: (row: Row) => string;
}

export interface SortStep<Row> {
  readonly key: SortKey<Row>;
  readonly direction: Direction;
}

export const textKey = <Row>(column: Prisma.Sql, valueOf: (row: Row) => string): SortKey<Row> => ({
  // By code points, on every machine.
  column: Prisma.sql`(${column} COLLATE "C")`,
  type: Prisma.sql`text`,
  form: z.string(),
  valueOf,
});

export const numberKey = <Row>(column: Prisma.Sql, valueOf: (row: Row) => number): SortKey<Row> => ({
  column,
  type: Prisma.sql`bigint`,
  form: z.string().regex(/^\d{1,15}$/),
  valueOf: (row) => String(valueOf(row)),
});

export const timeKey = <Row>(column: Prisma.Sql, valueOf: (row: Row) => Date): SortKey<Row> => ({
  column,
  type: Prisma.sql`timestamptz`,
  form: z.iso.datetime(),
  valueOf: (row) => valueOf(row).toISOString(),
});

/** Together the steps must leave no two rows equal. */
export function orderSql<Row>(steps: readonly SortStep<Row>[]): Prisma.Sql {
  return Prisma.join(
    steps.map(({ key, direction }) =>
      direction === "asc" ? Prisma.sql`${key.column} ASC` : Prisma.sql`${key.column} DESC`,
    ),
  );
}

/** Where a row stands in this order. */
export function positionOf<Row>(steps: readonly SortStep<Row>[], row: Row): string {
  return encodeCursor(steps.map(({ key }) => key.valueOf(row)));
}

/** What stands after the cursor's row. @throws DomainError invalid_input where it is no cursor of this order */
export function afterSql<Row>(steps: readonly SortStep<Row>[], cursor: string | undefined): Prisma.Sql {
  if (cursor === undefined) return Prisma.sql`true`;
  const [first, ...rest] = steps.map(({ key }) => key.form);
  const values = decodeCursor(z.tuple([first, ...rest]), cursor);
  const beyond = steps.map(({ key, direction }, index) => {
    const value = Prisma.sql`${values[index]}::${key.type}`;
    const operator = direction === "asc" ? Prisma.sql`>` : Prisma.sql`<`;
    return {
      less: Prisma.sql`${key.column} ${operator} ${value}`,
      same: Prisma.sql`${key.column} = ${value}`,
    };
  });
  return beyond.reduceRight(
    (after, { less, same }) => Prisma.sql`(${less} OR (${same} AND ${after}))`,
    Prisma.sql`false`,
  );
}
