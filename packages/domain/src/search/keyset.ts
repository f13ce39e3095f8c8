import { Prisma } from "@pipepilot/db";
import { z } from "zod";

/** A number as both PostgreSQL and JavaScript write it; where it is beyond a double, the nearest one. */
const doubleText = z
  .string()
  .regex(/^-?(\d{1,400}(\.\d{1,400})?(e[+-]?\d{1,4})?|Infinity)$/)
  .transform((text) => String(Number(text)));

/** How a value travels in a cursor: as text, since JSON has no infinities, and from there back into a comparison. */
const TYPES = {
  rank: {
    written: (value: Prisma.Sql) => Prisma.sql`(${value})::text`,
    form: z.string().regex(/^\d{1,3}$/),
    read: (text: string) => Prisma.sql`${text}::int`,
  },
  number: {
    written: (value: Prisma.Sql) => Prisma.sql`(${value})::text`,
    form: doubleText,
    read: (text: string) => Prisma.sql`${text}::float8`,
  },
  text: {
    written: (value: Prisma.Sql) => value,
    form: z.string(),
    read: (text: string) => Prisma.sql`${text}::text`,
  },
  /** milliseconds since 1970, as far as PostgreSQL's calendar goes */
  time: {
    written: (value: Prisma.Sql) => Prisma.sql`(extract(epoch FROM ${value}) * 1000)::bigint::text`,
    form: z.string().regex(/^(-\d{1,14}|\d{1,15})$/),
    read: (text: string) => Prisma.sql`to_timestamp(${text}::float8 / 1000)`,
  },
} as const;

/** One column of an order. Its value is never null: columns that may miss are led by a rank. */
export interface SortColumn {
  readonly value: Prisma.Sql;
  readonly type: keyof typeof TYPES;
  readonly descending: boolean;
}

/** Texts are ordered by their code points, whatever language the database was set up for. */
export function textColumn(value: Prisma.Sql, descending: boolean): SortColumn {
  return { value: Prisma.sql`(${value}) COLLATE "C"`, type: "text", descending };
}

/**
 * A number that may be missing or NaN: first those with a value, then NaN, at last those without, in both directions.
 */
export function numberColumns(value: Prisma.Sql, descending: boolean): SortColumn[] {
  const rank = Prisma.sql`CASE WHEN ${value} IS NULL THEN 2 WHEN ${value} = 'NaN'::float8 THEN 1 ELSE 0 END`;
  const finite = Prisma.sql`CASE WHEN ${value} = 'NaN'::float8 THEN 0 ELSE coalesce(${value}, 0) END`;
  return [
    { value: rank, type: "rank", descending: false },
    { value: finite, type: "number", descending },
  ];
}

/** What stands last where it is missing, in both directions. */
export function optionalColumns(column: SortColumn, nothing: Prisma.Sql): SortColumn[] {
  const rank = Prisma.sql`CASE WHEN ${column.value} IS NULL THEN 1 ELSE 0 END`;
  return [
    { value: rank, type: "rank", descending: false },
    { ...column, value: Prisma.sql`coalesce(${column.value}, ${nothing})` },
  ];
}

export function orderBy(columns: readonly SortColumn[]): Prisma.Sql {
  return Prisma.join(
    columns.map(
      ({ value, descending }) => Prisma.sql`${value} ${descending ? Prisma.sql`DESC` : Prisma.empty}`,
    ),
  );
}

/** A row's place in the order, as a cursor carries it: selected beside the row. */
export function positionOf(columns: readonly SortColumn[]): Prisma.Sql {
  return Prisma.sql`ARRAY[${Prisma.join(columns.map(({ value, type }) => TYPES[type].written(value)))}]::text[]`;
}

/** What `positionOf` of these columns gives; everything else is no cursor of this order. */
export function positionForm(columns: readonly SortColumn[]) {
  const forms = columns.map(({ type }) => TYPES[type].form) as unknown as [z.ZodType<string>];
  return z.tuple(forms) as unknown as z.ZodType<string[]>;
}

/** True of the rows behind a position. The first column is also bounded by itself, so that an index is entered there. */
export function isAfter(columns: readonly SortColumn[], position: readonly string[]): Prisma.Sql {
  const behind = columns.reduceRight<Prisma.Sql>(
    (deeper, { value, type, descending }, index) => {
      const last = TYPES[type].read(position[index]);
      const beyond = descending ? Prisma.sql`<` : Prisma.sql`>`;
      return Prisma.sql`(${value} ${beyond} ${last} OR (${value} = ${last} AND ${deeper}))`;
    },
    Prisma.sql`false`,
  );
  const [{ value, type, descending }] = columns;
  const bound = descending ? Prisma.sql`<=` : Prisma.sql`>=`;
  return Prisma.sql`${value} ${bound} ${TYPES[type].read(position[0])} AND ${behind}`;
}
